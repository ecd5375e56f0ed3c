package dev.valet;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Builds a {@link Json.Obj} member by member, in order. */
public final class ObjectBuilder {
    private final LinkedHashMap<String, Json> members = new LinkedHashMap<>();

    ObjectBuilder() {}

    public ObjectBuilder with(String name, Json value) {
        members.put(name, value);
        return this;
    }

    public ObjectBuilder with(String name, String text) {
        return with(name, Json.of(text));
    }

    public ObjectBuilder with(String name, long value) {
        return with(name, Json.of(value));
    }

    public ObjectBuilder with(String name, boolean value) {
        return with(name, Json.of(value));
    }

    /** RFC 3339 in UTC, to the millisecond at most. */
    public ObjectBuilder with(String name, Instant time) {
        return with(name, Json.of(time.toString()));
    }

    public ObjectBuilder with(String name, List<String> texts) {
        return with(name, Json.strings(texts));
    }

    /** Leaves the member out when there is nothing to say. */
    public ObjectBuilder with(String name, Optional<String> text) {
        text.ifPresent(present -> with(name, present));
        return this;
    }

    public Json.Obj build() {
        return new Json.Obj(new LinkedHashMap<>(members));
    }
}
