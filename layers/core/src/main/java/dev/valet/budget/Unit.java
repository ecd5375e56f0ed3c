package dev.valet.budget;

import dev.valet.Malformed;
import java.util.Map;

/**
 * What amounts are counted in.
 *
 * @param code an ISO 4217 code, or {@code tokens}
 * @param exponent how many decimal digits the smallest unit is below the code's own
 */
public record Unit(String code, int exponent) {
    public static final Unit TOKENS = new Unit("tokens", 0);
    private static final Map<String, Integer> CURRENCIES = Map.of("EUR", 2, "USD", 2, "GBP", 2, "CHF", 2, "JPY", 0);

    /** @throws Malformed for a code that is in no table of ours: guessing an exponent would be off by a hundred (INV-21) */
    public static Unit currency(String code) {
        var exponent = CURRENCIES.get(code);
        if (exponent == null) {
            throw new Malformed("is the ISO 4217 code of a currency that Valet counts");
        }
        return new Unit(code, exponent);
    }
}
