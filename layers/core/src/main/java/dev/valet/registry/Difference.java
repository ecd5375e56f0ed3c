package dev.valet.registry;

import dev.valet.Json;
import dev.valet.Pointer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * One member that differs between two versions of a document.
 *
 * @param path an RFC 6901 pointer
 * @param before empty where the member is new
 * @param after empty where it is gone
 */
public record Difference(String path, Optional<Json> before, Optional<Json> after) {

    /** From nothing to a document: each of its members. */
    public static List<Difference> adding(Json document) {
        return between(Json.object().build(), document);
    }

    /** From a document to nothing. */
    public static List<Difference> removing(Json document) {
        return between(document, Json.object().build());
    }

    /** In the order of the members, first those that were there before. Equal documents have none. */
    public static List<Difference> between(Json before, Json after) {
        var found = new ArrayList<Difference>();
        compare("", before, after, found);
        return List.copyOf(found);
    }

    private static void compare(String path, Json before, Json after, List<Difference> found) {
        if (before instanceof Json.Obj(var old) && after instanceof Json.Obj(var now)) {
            members(path, old, now, found);
        } else if (before instanceof Json.Arr(var old) && after instanceof Json.Arr(var now)) {
            items(path, old, now, found);
        } else if (!before.equals(after)) {
            found.add(new Difference(path, Optional.of(before), Optional.of(after)));
        }
    }

    private static void members(
            String path, SequencedMap<String, Json> old, SequencedMap<String, Json> now, List<Difference> found) {
        var names = new LinkedHashSet<>(old.keySet());
        names.addAll(now.keySet());
        for (var name : names) {
            compare(Pointer.member(path, name), at(old, name), at(now, name), found);
        }
    }

    private static void items(String path, List<Json> old, List<Json> now, List<Difference> found) {
        for (int i = 0; i < Math.max(old.size(), now.size()); i++) {
            compare(Pointer.item(path, i), at(old, i), at(now, i), found);
        }
    }

    private static void compare(String path, Optional<Json> before, Optional<Json> after, List<Difference> found) {
        if (before.isPresent() && after.isPresent()) {
            compare(path, before.get(), after.get(), found);
        } else {
            found.add(new Difference(path, before, after));
        }
    }

    private static Optional<Json> at(Map<String, Json> members, String name) {
        return Optional.ofNullable(members.get(name));
    }

    private static Optional<Json> at(List<Json> items, int i) {
        return i < items.size() ? Optional.of(items.get(i)) : Optional.empty();
    }

    /** One line: {@code /ttlSeconds: 900 → 600}, {@code + /limits: …}, {@code - /limits: …}. */
    public String text() {
        if (before.isPresent() && after.isPresent()) {
            return path + ": " + before.get().canonical() + " → " + after.get().canonical();
        }
        return before.map(gone -> "- " + path + ": " + gone.canonical())
                .or(() -> after.map(added -> "+ " + path + ": " + added.canonical()))
                .orElse("");
    }
}
