package dev.valet.local.provider;

import dev.valet.Json;
import dev.valet.Malformed;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a model is asked, which both providers take in nearly the same form.
 *
 * @param most tokens that it may say
 * @param messages their texts, in their order
 */
record ModelCall(String model, long most, List<String> messages) {
    /**
     * Reads one.
     *
     * @param members those that the provider knows
     * @param limit the one that bounds what is said; required
     */
    static ModelCall read(Json request, Set<String> members, String limit, Set<String> roles) {
        Malformed.unless(request instanceof Json.Obj, "is a JSON object");
        Malformed.unless(members.containsAll(((Json.Obj) request).members().keySet()), "has known members only");
        Malformed.unless(!request.textAt("model").isEmpty(), "names a model");
        Malformed.unless(request.at(limit) instanceof Json.Int(long most) && most > 0, "says " + limit);
        var messages = new ArrayList<String>();
        if (request.at("messages") instanceof Json.Arr(var items)) {
            for (var item : items) {
                Malformed.unless(roles.contains(item.textAt("role")), "has messages of known roles");
                Malformed.unless(!item.textAt("content").isEmpty(), "has messages with a text");
                messages.add(item.textAt("content"));
            }
        }
        Malformed.unless(!messages.isEmpty(), "has messages");
        return new ModelCall(request.textAt("model"), ((Json.Int) request.at(limit)).value(), List.copyOf(messages));
    }

    String lastMessage() {
        return messages.getLast();
    }

    int promptTokens() {
        return messages.stream().mapToInt(text -> Words.of(text).count()).sum();
    }
}
