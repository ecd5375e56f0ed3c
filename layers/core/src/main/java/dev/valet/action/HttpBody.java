package dev.valet.action;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Pointer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a request carries. A member whose place has no value in the input is left out. */
public sealed interface HttpBody {
    record None() implements HttpBody {}

    /**
     * {@code application/json}: a string that is one place takes the value with its type, an object or a number as well; in
     * other text, values are strings.
     */
    record AsJson(Json.Obj template) implements HttpBody {
        public AsJson {
            check(template, "");
        }
    }

    /** {@code application/x-www-form-urlencoded}. */
    record AsForm(SortedMap<String, HttpText> fields) implements HttpBody {
        public AsForm {
            fields = pairs(fields);
        }
    }

    /** Whether it has a member, or a field, of this name. */
    default boolean has(String name) {
        return switch (this) {
            case None() -> false;
            case AsJson(Json.Obj(var members)) -> members.containsKey(name);
            case AsForm(var fields) -> fields.containsKey(name);
        };
    }

    default Set<MemberPath> inputs() {
        var paths = new TreeSet<MemberPath>();
        switch (this) {
            case None() -> {}
            case AsJson(var template) -> texts(template).forEach(text -> paths.addAll(text.inputs()));
            case AsForm(var fields) -> fields.values().forEach(text -> paths.addAll(text.inputs()));
        }
        return paths;
    }

    /** @throws Malformed for a value that does not fit its place */
    default OutgoingRequest.Content fill(HttpInput values) {
        return switch (this) {
            case None() -> new OutgoingRequest.Content.None();
            case AsJson(var template) ->
                new OutgoingRequest.Content.AsJson(
                        (Json.Obj) filled(template, values).orElseThrow());
            case AsForm(var fields) -> new OutgoingRequest.Content.AsForm(filled(fields, values));
        };
    }

    /** Pairs of a form or a query: names are the operator's, values are filled in. */
    static SortedMap<String, HttpText> pairs(SortedMap<String, HttpText> pairs) {
        Malformed.unless(pairs.size() <= 50, "are 50 at most");
        pairs.keySet().forEach(name -> {
            boolean plain =
                    !name.isEmpty() && name.length() <= 100 && name.chars().allMatch(c -> c > 0x20 && c < 0x7f);
            if (!plain) {
                throw new Malformed(Pointer.member("", name), "has a name of 1 to 100 printable ASCII characters");
            }
        });
        return Collections.unmodifiableSortedMap(new TreeMap<>(pairs));
    }

    private static SortedMap<String, String> filled(SortedMap<String, HttpText> fields, HttpInput values) {
        var filled = new TreeMap<String, String>();
        fields.forEach((name, text) -> text(text, values).ifPresent(value -> filled.put(name, value)));
        return filled;
    }

    private static Optional<Json> filled(Json template, HttpInput values) {
        return switch (template) {
            case Json.Obj(var members) -> {
                var object = Json.object();
                members.forEach((name, member) -> filled(member, values).ifPresent(value -> object.with(name, value)));
                yield Optional.of(object.build());
            }
            case Json.Arr(var items) ->
                Optional.of(new Json.Arr(items.stream()
                        .flatMap(item -> filled(item, values).stream())
                        .toList()));
            case Json.Str(String text) -> filled(HttpText.parse(text), values);
            case Json.Int _, Json.Fraction _, Json.Bool _, Json.Null _ -> Optional.of(template);
        };
    }

    private static Optional<Json> filled(HttpText text, HttpInput values) {
        return text.isOnePlace()
                ? values.value(text.parts().getFirst())
                : text(text, values).map(Json::of);
    }

    private static Optional<String> text(HttpText text, HttpInput values) {
        var filled = new StringBuilder();
        for (var part : text.parts()) {
            var value = values.text(part);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            filled.append(value.get());
        }
        return Optional.of(filled.toString());
    }

    private static void check(Json template, String place) {
        switch (template) {
            case Json.Obj(var members) -> members.forEach((name, member) -> check(member, Pointer.member(place, name)));
            case Json.Arr(var items) -> {
                for (int i = 0; i < items.size(); i++) {
                    check(items.get(i), Pointer.item(place, i));
                }
            }
            case Json.Str(String text) -> {
                try {
                    HttpText.parse(text);
                } catch (Malformed malformed) {
                    throw new Malformed(place, malformed.problems().getFirst().rule());
                }
            }
            case Json.Int _, Json.Fraction _, Json.Bool _, Json.Null _ -> {}
        }
    }

    private static List<HttpText> texts(Json template) {
        return switch (template) {
            case Json.Obj(var members) -> texts(members.values());
            case Json.Arr(var items) -> texts(items);
            case Json.Str(String text) -> List.of(HttpText.parse(text));
            case Json.Int _, Json.Fraction _, Json.Bool _, Json.Null _ -> List.of();
        };
    }

    private static List<HttpText> texts(Iterable<Json> templates) {
        var texts = new ArrayList<HttpText>();
        templates.forEach(template -> texts.addAll(texts(template)));
        return texts;
    }
}
