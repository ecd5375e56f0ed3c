package dev.valet.local.door;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decoded names and values of a query string, in their order. */
public record Query(Map<String, List<String>> values) {
    /**
     * Reads one.
     *
     * @param raw still encoded; null and empty are none
     * @throws IllegalArgumentException on broken percent encoding
     */
    public Query(@Nullable String raw) {
        this(read(raw == null ? "" : raw));
    }

    private static Map<String, List<String>> read(String raw) {
        var values = new LinkedHashMap<String, List<String>>();
        for (var part : raw.split("&", -1)) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                var name = equals < 0 ? part : part.substring(0, equals);
                var value = equals < 0 ? "" : part.substring(equals + 1);
                values.computeIfAbsent(decode(name), _ -> new ArrayList<>()).add(decode(value));
            }
        }
        return values;
    }

    /** The last value, or empty text. */
    public String get(String name) {
        return values.getOrDefault(name, List.of("")).getLast();
    }

    private static String decode(String text) {
        return dev.valet.local.aws.wire.Percent.decode(text.replace('+', ' '));
    }
}
