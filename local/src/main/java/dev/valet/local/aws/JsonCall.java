package dev.valet.local.aws;

import dev.valet.local.aws.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A call of the JSON 1.1 protocol: the action in {@code X-Amz-Target}, a JSON object in and out. */
record JsonCall(Call call, String service, String action, Map<String, Object> members) {
    static JsonCall of(Call call, String service) {
        return of(call, service, service);
    }

    /** @param prefix what the service's targets begin with, where that is not its name */
    static JsonCall of(Call call, String service, String prefix) {
        String target = call.request().header("x-amz-target").orElse("");
        String action = target.substring(target.indexOf('.') + 1);
        if (!target.startsWith(prefix + ".")) {
            throw AwsError.absent("target " + target);
        }
        String body = call.request().body().text();
        return new JsonCall(call, service, action, body.isEmpty() ? Map.of() : Json.read(body));
    }

    AwsError unknown() {
        return AwsError.absent(service + ":" + action);
    }

    /** Refuses any member but these, so that none is ignored. */
    JsonCall only(String... names) {
        var known = Set.of(names);
        members.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw AwsError.absent("member " + name + " in " + service + ":" + action);
                });
        return this;
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(members.get(name)).map(value -> Json.text(value, name));
    }

    String required(String name) {
        return text(name).orElseThrow(() -> invalid("You must provide a value for the " + name + " parameter."));
    }

    List<String> texts(String name) {
        return Optional.ofNullable(members.get(name))
                .map(value -> Json.texts(value, name))
                .orElse(List.of());
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    static AwsError invalid(String message) {
        return new AwsError(400, "InvalidParameterException", message);
    }
}
