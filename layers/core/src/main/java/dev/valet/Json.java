package dev.valet;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * A JSON value. {@link #canonical()} writes the one text that is hashed, signed and stored: RFC 8785 for objects, strings
 * and integers; fractions keep the digits they came with and are never hashed by Valet (INV-21 keeps floats out).
 */
public sealed interface Json {
    record Obj(SequencedMap<String, Json> members) implements Json {}

    record Arr(List<Json> items) implements Json {
        public Arr {
            items = List.copyOf(items);
        }
    }

    /** {@link #text()} of a string is its characters; as JSON, with quotes, it is {@link #canonical()}. */
    record Str(String text) implements Json {}

    record Int(long value) implements Json {}

    record Fraction(BigDecimal value) implements Json {}

    record Bool(boolean value) implements Json {}

    enum Null implements Json {
        NULL
    }

    static Json of(String text) {
        return new Str(text);
    }

    static Json of(long value) {
        return new Int(value);
    }

    static Json of(boolean value) {
        return new Bool(value);
    }

    static Json strings(List<String> items) {
        return new Arr(items.stream().map(Json::of).toList());
    }

    static Json strings(Map<String, String> members) {
        var object = object();
        members.forEach(object::with);
        return object.build();
    }

    static ObjectBuilder object() {
        return new ObjectBuilder();
    }

    /** What is at the end of a path of members; null where there is none. For documents that others wrote and may add to. */
    default Json at(String... path) {
        Json found = this;
        for (var step : path) {
            found = found instanceof Obj(var members) ? members.getOrDefault(step, Null.NULL) : Null.NULL;
        }
        return found;
    }

    /** The text at the end of a path; empty where there is none. */
    default String textAt(String... path) {
        return at(path) instanceof Str(String text) ? text : "";
    }

    /** No white space, members sorted by UTF-16 code units, the shortest escapes (RFC 8785, sections 3.2.1 to 3.2.3). */
    default String canonical() {
        var out = new StringBuilder();
        CanonicalJson.write(sorted(this), out);
        return out.toString();
    }

    /** As {@link #canonical()}, with the members in the order they were added: for documents that people read. */
    default String text() {
        var out = new StringBuilder();
        CanonicalJson.write(this, out);
        return out.toString();
    }

    private static Json sorted(Json json) {
        return switch (json) {
            case Obj(var members) -> {
                var sorted = new TreeMap<String, Json>();
                members.forEach((name, value) -> sorted.put(name, sorted(value)));
                yield new Obj(sorted);
            }
            case Arr(var items) -> new Arr(items.stream().map(Json::sorted).toList());
            case Str _, Int _, Fraction _, Bool _, Null _ -> json;
        };
    }
}
