package dev.valet.budget;

import dev.valet.Malformed;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * So much of a unit.
 *
 * @param units whole smallest units, at least 0
 */
public record Amount(Unit unit, long units) {
    private static final Pattern DECIMAL = Pattern.compile("(?:0|[1-9][0-9]{0,14})(?:\\.([0-9]{1,4}))?");

    /** @throws Malformed unless the text is a decimal number of the unit, without a fraction or with exactly its digits (INV-21) */
    public static Amount parse(String text, Unit unit) {
        var found = DECIMAL.matcher(text);
        boolean fits =
                found.matches() && (found.group(1) == null || found.group(1).length() == unit.exponent());
        Malformed.unless(
                fits,
                unit.exponent() == 0
                        ? "is a whole number of " + unit.code() + ", as text"
                        : "is a decimal number of " + unit.code() + " with " + unit.exponent()
                                + " digits after the point, as text");
        return new Amount(
                unit, new BigDecimal(text).movePointRight(unit.exponent()).longValueExact());
    }
}
