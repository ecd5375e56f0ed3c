package dev.valet.action;

import dev.valet.Json;
import dev.valet.Malformed;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The fields of an answer that are handed on, and no others, written anew.
 *
 * @param reference which of them is the provider's own name for what was done
 */
public record ResultMapping(SortedMap<String, ResultField> fields, Optional<String> reference) {
    static final int LONGEST_REFERENCE = 200;
    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]{0,63}");

    /** What came of reading an answer. */
    record Mapped(Json.Obj result, String reference) {}

    public ResultMapping {
        if (fields.size() > 50
                || !fields.keySet().stream().allMatch(name -> NAME.matcher(name).matches())) {
            throw new Malformed("/result", "names each of 50 fields at most a-z first, then letters and digits");
        }
        if (reference.isPresent() && !isName(fields.get(reference.get()))) {
            throw new Malformed(
                    "/reference",
                    "is a field of the result: a required text of characters name, " + LONGEST_REFERENCE + " at most");
        }
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    private static boolean isName(@org.jspecify.annotations.Nullable ResultField field) {
        return field instanceof ResultField.Text(var _, int most, var characters, boolean optional)
                && !optional
                && most <= LONGEST_REFERENCE
                && characters == ResultField.Characters.NAME;
    }

    /** @return empty when a field is not as declared, or there is no JSON to read one from */
    Optional<Mapped> read(Optional<Json> body) {
        var result = Json.object();
        try {
            for (var field : fields.entrySet()) {
                var json = body.orElseThrow(() -> new Malformed("is JSON"));
                field.getValue().read(json).ifPresent(value -> result.with(field.getKey(), value));
            }
        } catch (Malformed notAsDeclared) {
            return Optional.empty();
        }
        var built = result.build();
        return Optional.of(new Mapped(built, reference.map(built::textAt).orElse("")));
    }
}
