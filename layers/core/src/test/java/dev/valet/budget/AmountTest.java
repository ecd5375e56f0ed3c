package dev.valet.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Malformed;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {
    private static final String EUR_DIGITS = "has at most 2 digits behind its point in EUR";
    private static final String JPY_DIGITS = "has no point in JPY";

    @ParameterizedTest
    @CsvSource({
        "12, EUR, 1200",
        "12.5, EUR, 1250",
        "12.50, EUR, 1250",
        "0.01, EUR, 1",
        "0.1, EUR, 10",
        "9999999999999.99, EUR, 999999999999999",
        "1, JPY, 1",
        "999999999999999, JPY, 999999999999999",
        "0.001, KWD, 1",
        "1.2345, CLF, 12345"
    })
    void aGoodAmountIsWholeSmallestUnits(String text, String currency, long units) { // INV-21
        assertThat(Amount.parse(text, Unit.currency(currency)).units()).isEqualTo(units);
    }

    @ParameterizedTest
    @MethodSource
    void aBadAmountNamesTheBrokenRule(String text, String currency, String rule) { // T-18
        assertThatThrownBy(() -> Amount.parse(text, Unit.currency(currency)))
                .isInstanceOf(Malformed.class)
                .hasMessage(rule);
    }

    static Stream<Arguments> aBadAmountNamesTheBrokenRule() {
        return Stream.of(
                arguments("", "EUR", Amount.FORM),
                arguments(".", "EUR", Amount.FORM),
                arguments(".5", "EUR", Amount.FORM),
                arguments("5.", "EUR", Amount.FORM),
                arguments("1.2.3", "EUR", Amount.FORM),
                arguments("-1", "EUR", Amount.FORM),
                arguments("+1", "EUR", Amount.FORM),
                arguments("\u22121", "EUR", Amount.FORM), // the minus of typographers
                arguments("(1)", "EUR", Amount.FORM),
                arguments(" 1", "EUR", Amount.FORM),
                arguments("1 ", "EUR", Amount.FORM),
                arguments("1\n", "EUR", Amount.FORM),
                arguments("1\u0000", "EUR", Amount.FORM),
                arguments("1e3", "EUR", Amount.FORM),
                arguments("1E3", "EUR", Amount.FORM),
                arguments("0x10", "EUR", Amount.FORM),
                arguments("1,50", "EUR", Amount.FORM),
                arguments("1,000.00", "EUR", Amount.FORM),
                arguments("1.000,00", "EUR", Amount.FORM),
                arguments("1_000", "EUR", Amount.FORM),
                arguments("1'000", "EUR", Amount.FORM),
                arguments("1d", "EUR", Amount.FORM), // Double.parseDouble takes it
                arguments("1f", "EUR", Amount.FORM),
                arguments("NaN", "EUR", Amount.FORM),
                arguments("Infinity", "EUR", Amount.FORM),
                arguments("null", "EUR", Amount.FORM),
                arguments("true", "EUR", Amount.FORM),
                arguments("\u20ac1", "EUR", Amount.FORM),
                arguments("1 EUR", "EUR", Amount.FORM),
                arguments("\u0661\u0662", "EUR", Amount.FORM), // Arabic-Indic digits, which Long.parseLong takes
                arguments("\uff11", "EUR", Amount.FORM), // a full-width one
                arguments("1\u200b2", "EUR", Amount.FORM), // zero-width space
                arguments("1\u066b5", "EUR", Amount.FORM), // Arabic decimal separator
                arguments("1".repeat(41), "EUR", Amount.FORM),
                arguments("01", "EUR", Amount.LEADING_ZERO),
                arguments("00", "EUR", Amount.LEADING_ZERO),
                arguments("00.10", "EUR", Amount.LEADING_ZERO),
                arguments("1.000", "EUR", EUR_DIGITS),
                arguments("0.001", "EUR", EUR_DIGITS),
                arguments("1.0", "JPY", JPY_DIGITS),
                arguments("0", "EUR", Amount.NOTHING),
                arguments("0.00", "EUR", Amount.NOTHING),
                arguments("10000000000000", "EUR", Amount.TOO_MUCH),
                arguments("1000000000000000", "JPY", Amount.TOO_MUCH),
                arguments("9223372036854775807", "JPY", Amount.TOO_MUCH),
                arguments("9223372036854775808", "JPY", Amount.TOO_MUCH),
                arguments("18446744073709551617", "JPY", Amount.TOO_MUCH)); // 1 in 64 bits
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Amount.MOST + 1, Long.MAX_VALUE})
    void tokensAreCountedFromOne(long count) {
        assertThatThrownBy(() -> Amount.ofTokens(count))
                .isInstanceOf(Malformed.class)
                .hasMessage(Amount.WHOLE);
    }

    @Test
    void anyTwoAmountsAddUpWithoutAnOverflow() {
        assertThat(Math.addExact(Amount.MOST, Amount.MOST)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"1, EUR, 0.01", "10, EUR, 0.10", "1250, EUR, 12.50", "7, JPY, 7", "12345, CLF, 1.2345", "0, EUR, 0.00"})
    void anAmountIsWrittenWithAllItsDigits(long units, String currency, String text) {
        assertThat(new Amount(Unit.currency(currency), units))
                .hasToString(text + " " + currency)
                .extracting(Amount::decimal)
                .isEqualTo(text);
    }

    @Test
    void whatIsWrittenReadsTheSame() {
        for (var currency : new String[] {"EUR", "JPY", "KWD", "CLF"}) {
            var unit = Unit.currency(currency);
            for (long units = 1; units < Amount.MOST; units = units * 7 + 3) {
                var amount = new Amount(unit, units);
                assertThat(Amount.parse(amount.decimal(), unit)).isEqualTo(amount);
            }
        }
    }
}
