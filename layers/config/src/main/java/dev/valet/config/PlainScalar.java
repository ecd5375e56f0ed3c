package dev.valet.config;

import dev.valet.Json;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an unquoted YAML scalar means: JSON's own words and numbers, or text. Whatever YAML 1.1 and 1.2 readers take for
 * different things ({@code no}, {@code 012}, {@code 1:30}, {@code 2026-01-01}) is refused, so that a reviewer's tool and
 * Valet never read one file differently.
 */
final class PlainScalar {
    static final String DISPUTED = "is written in quotes: YAML readers disagree about what it is without them";

    /** What strict JSON reads (INV-25), because a document is stored as JSON. */
    private static final int LONGEST_NUMBER = 20;

    private static final Pattern WHOLE = Pattern.compile("-?(?:0|[1-9][0-9]{0,17})");
    private static final Pattern FRACTION =
            Pattern.compile("-?(?:0|[1-9][0-9]{0,19})(?:\\.[0-9]{1,19})?(?:[eE][-+]?[0-9]{1,3})?");
    private static final Set<String> WORDS =
            Set.of("", "~", "null", "true", "false", "y", "n", "yes", "no", "on", "off", "=", "<<");
    private static final Pattern OTHER_NUMBER = Pattern.compile("[-+]?(?:"
            + "0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+" // in another base
            + "|[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?" // in base 60
            + "|(?:[0-9][0-9_]*\\.?[0-9_]*|\\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?"
            + "|\\.(?:inf|Inf|INF|nan|NaN|NAN))");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \\t].*)?");

    private PlainScalar() {}

    /** @return empty when readers disagree */
    static Optional<Json> read(String text) {
        return switch (text) {
            case "", "null" -> Optional.of(Json.Null.NULL);
            case "true" -> Optional.of(Json.of(true));
            case "false" -> Optional.of(Json.of(false));
            default -> numberOrText(text);
        };
    }

    private static Optional<Json> numberOrText(String text) {
        if (WHOLE.matcher(text).matches()) {
            return Optional.of(Json.of(Long.parseLong(text)));
        }
        if (text.length() <= LONGEST_NUMBER && FRACTION.matcher(text).matches()) {
            return Optional.of(new Json.Fraction(new BigDecimal(text)));
        }
        return isDisputed(text) ? Optional.empty() : Optional.of(Json.of(text));
    }

    private static boolean isDisputed(String text) {
        return WORDS.contains(text.toLowerCase(Locale.ROOT))
                || OTHER_NUMBER.matcher(text).matches()
                || DATE.matcher(text).matches();
    }
}
