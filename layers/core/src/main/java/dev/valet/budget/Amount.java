package dev.valet.budget;

import dev.valet.Malformed;

/**
 * So much of a unit. Whole smallest units from end to end: no fraction, and nothing that rounds, is ever in between (INV-21).
 *
 * @param units whole smallest units, 0 to {@link #MOST}
 */
public record Amount(Unit unit, long units) {
    /** Fifteen digits: any two of them add up without an overflow, and JSON readers everywhere keep every digit. */
    public static final long MOST = 999_999_999_999_999L;

    static final String FORM = "is a decimal number such as 12 or 12.50: digits, and a point with digits on both sides";
    static final String LEADING_ZERO = "has no zeros in front";
    static final String NOTHING = "is more than nothing";
    static final String TOO_MUCH = "has 15 digits at most";
    static final String WHOLE = "is a whole number from 1 to 999999999999999";

    private static final int LONGEST = 40;

    public Amount {
        Malformed.unless(units >= 0 && units <= MOST, TOO_MUCH);
    }

    /**
     * Reads money. An amount that has fewer digits behind its point than the currency is as exact as one that has them all;
     * one that has more is refused, even if they are zeros.
     *
     * @throws Malformed naming the broken rule and never the text
     */
    public static Amount parse(String text, Unit unit) {
        int point = text.indexOf('.');
        var whole = point < 0 ? text : text.substring(0, point);
        var fraction = point < 0 ? "" : text.substring(point + 1);
        Malformed.unless(text.length() <= LONGEST, FORM);
        Malformed.unless(isDigits(whole) && (point < 0 || isDigits(fraction)), FORM);
        Malformed.unless(whole.length() == 1 || whole.charAt(0) != '0', LEADING_ZERO);
        Malformed.unless(fraction.length() <= unit.exponent(), digits(unit));
        Malformed.unless(whole.length() + unit.exponent() <= 15, TOO_MUCH);
        var digits = whole + fraction + "0".repeat(unit.exponent() - fraction.length());
        var amount = new Amount(unit, Long.parseLong(digits));
        Malformed.unless(amount.units > 0, NOTHING);
        return amount;
    }

    /**
     * Whole smallest units of an amount of money: {@code 12.50} EUR are 1250.
     *
     * @throws Malformed for what is no exact amount of the currency
     */
    public static long minorUnits(String decimal, String currency) {
        return parse(decimal, Unit.currency(currency)).units();
    }

    /** @throws Malformed unless it is from 1 to {@link #MOST} */
    public static Amount ofTokens(long count) {
        Malformed.unless(count >= 1 && count <= MOST, WHOLE);
        return new Amount(Unit.TOKENS, count);
    }

    static String digits(Unit unit) {
        return unit.exponent() == 0
                ? "has no point in " + unit
                : "has at most " + unit.exponent() + " digits behind its point in " + unit;
    }

    /** Of the ten digits of ASCII: other scripts have digits too. */
    private static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** With all digits of the unit: {@code 12.50}. */
    public String decimal() {
        if (unit.exponent() == 0) {
            return Long.toString(units);
        }
        var digits = Long.toString(units);
        var padded = "0".repeat(Math.max(0, unit.exponent() + 1 - digits.length())) + digits;
        int point = padded.length() - unit.exponent();
        return padded.substring(0, point) + "." + padded.substring(point);
    }

    /** {@code 12.50 EUR}. */
    @Override
    public String toString() {
        return decimal() + " " + unit;
    }
}
