package dev.valet.local.aws.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The condition keys of one request. Key names ignore case, tag keys within them too; a key without values is absent. */
public final class Context {
    private final Map<String, List<String>> values = new HashMap<>();

    public Context put(String key, @Nullable String value) {
        return putAll(key, value == null ? List.of() : List.of(value));
    }

    /** Sets one of the keys that may carry several values, such as {@code aws:TagKeys}. */
    public Context putAll(String key, Collection<String> all) {
        if (all.isEmpty()) {
            values.remove(lower(key));
        } else {
            values.put(lower(key), List.copyOf(all));
        }
        return this;
    }

    /** Sets {@code prefix/key} for every tag. */
    public Context putTags(String prefix, Map<String, String> tags) {
        tags.forEach((key, value) -> put(prefix + "/" + key, value));
        return this;
    }

    /** This context and the other one; where both know a key the other wins. */
    public Context and(Context other) {
        var both = new Context();
        both.values.putAll(values);
        both.values.putAll(other.values);
        return both;
    }

    List<String> values(String key) {
        return values.getOrDefault(lower(key), List.of());
    }

    @Override
    public String toString() {
        return new ArrayList<>(values.keySet()).toString();
    }

    static String lower(String key) {
        return key.toLowerCase(Locale.ROOT);
    }
}
