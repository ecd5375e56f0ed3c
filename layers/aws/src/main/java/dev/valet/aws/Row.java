package dev.valet.aws;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.json.StrictJson;
import dev.valet.registry.Registered;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One row as it was read. Each question but {@link #has} is answered or refused with {@link Malformed}, never guessed. */
record Row(Map<String, AttributeValue> attributes) {
    private static final String FORM = "is a row as Valet writes it";

    boolean has(String name) {
        return attributes.containsKey(name);
    }

    String text(String name) {
        return required(value(name).s());
    }

    long number(String name) {
        try {
            return Long.parseLong(required(value(name).n()));
        } catch (NumberFormatException notWhole) {
            throw new Malformed(FORM);
        }
    }

    boolean flag(String name) {
        return required(value(name).bool());
    }

    List<String> texts(String name) {
        Malformed.unless(value(name).hasL(), FORM);
        return value(name).l().stream().map(item -> required(item.s())).toList();
    }

    List<AttributeValue> list(String name) {
        Malformed.unless(value(name).hasL(), FORM);
        return value(name).l();
    }

    Set<String> set(String name) {
        Malformed.unless(value(name).hasSs(), FORM);
        return Set.copyOf(value(name).ss());
    }

    Map<String, AttributeValue> map(String name) {
        Malformed.unless(value(name).hasM(), FORM);
        return value(name).m();
    }

    Json json(String name) {
        return StrictJson.read(text(name));
    }

    boolean isRemoved() {
        return has("removed") && flag("removed");
    }

    /** The key's attributes, as {@link StateKey#attributes} gives them. */
    Map<String, AttributeValue> key() {
        return Map.of(
                StateKey.PARTITION, value(StateKey.PARTITION),
                StateKey.SORT, value(StateKey.SORT));
    }

    /** A document's row. An unreadable one counts as absent, which is a denial (INV-5). */
    <T> Optional<Registered<T>> registered(Function<Json, T> reader) {
        return reading(
                () -> new Registered<>(reader.apply(json("doc")), number("version"), flag("live") && !isRemoved()));
    }

    /** Empty when the row breaks a rule of its form. */
    static <T> Optional<T> reading(Supplier<T> reader) {
        try {
            return Optional.of(reader.get());
        } catch (Malformed unreadable) {
            return Optional.empty();
        }
    }

    private AttributeValue value(String name) {
        return required(attributes.get(name));
    }

    private static <T> T required(@org.jspecify.annotations.Nullable T value) {
        if (value == null) {
            throw new Malformed(FORM);
        }
        return value;
    }
}
