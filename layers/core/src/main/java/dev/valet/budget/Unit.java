package dev.valet.budget;

import dev.valet.Malformed;

/**
 * What amounts are counted in.
 *
 * @param code an ISO 4217 code, or {@code tokens}
 * @param exponent how many decimal digits the smallest unit is below the code's own
 */
public record Unit(String code, int exponent) {
    static final String UNKNOWN = "is the ISO 4217 code of a currency that Valet counts";

    private static final String TOKENS_CODE = "tokens";

    public static final Unit TOKENS = new Unit(TOKENS_CODE, 0);

    /** @throws Malformed for another exponent than the table's: it would be off by a power of ten (INV-21) */
    public Unit {
        Malformed.unless(exponent == exponentOf(code), UNKNOWN);
    }

    /** @throws Malformed for a code that is not in the table: guessing its exponent would be off by a power of ten (INV-21) */
    public static Unit currency(String code) {
        return new Unit(code, Currencies.exponent(code).orElseThrow(() -> new Malformed(UNKNOWN)));
    }

    /** @throws Malformed unless it is {@code tokens} or the code of a currency that Valet counts */
    public static Unit parse(String code) {
        return code.equals(TOKENS_CODE) ? TOKENS : currency(code);
    }

    private static int exponentOf(String code) {
        return code.equals(TOKENS_CODE) ? 0 : Currencies.exponent(code).orElse(-1);
    }

    @Override
    public String toString() {
        return code;
    }
}
