package dev.valet.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Malformed;
import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitTest {
    @ParameterizedTest
    @CsvSource({"EUR, 2", "USD, 2", "JPY, 0", "ISK, 0", "KWD, 3", "TND, 3", "CLF, 4", "UYW, 4", "MGA, 2", "XOF, 0"})
    void aCurrencyHasItsDigits(String code, int exponent) { // INV-21
        assertThat(Unit.currency(code).exponent()).isEqualTo(exponent);
    }

    /** Two tables made apart from each other: the JDK's may lack a new code, and has old ones. */
    @Test
    void theTableAgreesWithTheJdks() {
        var inBoth = Currency.getAvailableCurrencies().stream()
                .filter(known -> Currencies.exponent(known.getCurrencyCode()).isPresent())
                .toList();
        assertThat(inBoth)
                .hasSizeGreaterThan(160)
                .allSatisfy(known -> assertThat(
                                Unit.currency(known.getCurrencyCode()).exponent())
                        .as(known.getCurrencyCode())
                        .isEqualTo(known.getDefaultFractionDigits()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "eur",
                "Eur",
                "EURO",
                "EU",
                "EUR ",
                "\u20ac",
                "tokens",
                "XXX",
                "XTS",
                "XAU", // no smallest unit
                "DEM",
                "HRK",
                "BGN",
                "ZWL", // withdrawn
                "\u0415UR" // begins with a Cyrillic letter
            })
    void aCodeThatIsNotInTheTableIsRefused(String code) {
        assertThatThrownBy(() -> Unit.currency(code))
                .isInstanceOf(Malformed.class)
                .hasMessage(Unit.UNKNOWN);
    }

    @Test
    void anExponentIsTheTablesOrNone() {
        assertThatThrownBy(() -> new Unit("EUR", 3)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> new Unit("tokens", 2)).isInstanceOf(Malformed.class);
        assertThat(Unit.parse("tokens")).isEqualTo(Unit.TOKENS);
        assertThat(Unit.parse("EUR")).isEqualTo(Unit.currency("EUR"));
    }
}
