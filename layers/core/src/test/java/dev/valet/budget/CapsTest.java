package dev.valet.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Malformed;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CapsTest {
    private static final Unit EUR = Unit.currency("EUR");
    private static final Caps CAPS = new Caps(EUR, 5_000, 20_000, Optional.of(3_000L), Set.of("acme", "globex"));
    private static final Caps TOKENS = new Caps(Unit.TOKENS, 1_000, 9_000, Optional.empty(), Set.of());

    @ParameterizedTest
    @MethodSource
    void whatACapForbidsIsForbiddenByName(Caps caps, Amount amount, Optional<String> payee, String rule) {
        assertThat(caps.forbids(amount, payee)).contains(rule);
        assertThatThrownBy(() -> caps.charge(amount, payee, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<Arguments> whatACapForbidsIsForbiddenByName() {
        var acme = Optional.of("acme");
        return Stream.of(
                arguments(CAPS, new Amount(Unit.currency("USD"), 1), acme, Caps.UNIT),
                arguments(CAPS, Amount.ofTokens(1), acme, Caps.UNIT),
                arguments(CAPS, new Amount(EUR, 1), Optional.of("mallory"), Caps.PAYEE),
                arguments(CAPS, new Amount(EUR, 1), Optional.of("Acme"), Caps.PAYEE),
                arguments(CAPS, new Amount(EUR, 1), Optional.of("acme "), Caps.PAYEE),
                arguments(CAPS, new Amount(EUR, 1), Optional.empty(), Caps.PAYEE),
                arguments(CAPS, new Amount(EUR, 5_001), acme, Caps.PER_CALL),
                arguments(CAPS, new Amount(EUR, 3_001), acme, Caps.PER_PAYEE),
                arguments(TOKENS, Amount.ofTokens(1), acme, Caps.PAYEE), // where nobody is paid, nobody is listed
                arguments(TOKENS, Amount.ofTokens(1_001), Optional.empty(), Caps.PER_CALL));
    }

    @Test
    void aChargeCountsForTheDayInUtcAndForItsPayee() {
        var charge =
                CAPS.charge(new Amount(EUR, 3_000), Optional.of("acme"), Instant.parse("2026-03-02T23:59:59.999Z"));
        assertThat(charge.day()).isEqualTo(LocalDate.parse("2026-03-02"));
        assertThat(charge.renewal()).isEqualTo("2026-03-03T00:00:00Z");
        assertThat(charge.budgets())
                .containsExactly(
                        new Charge.Budget(Optional.empty(), 20_000, Caps.PER_DAY),
                        new Charge.Budget(Optional.of("acme"), 3_000, Caps.PER_PAYEE));
        assertThat(TOKENS.charge(Amount.ofTokens(1), Optional.empty(), Instant.EPOCH)
                        .budgets())
                .containsExactly(new Charge.Budget(Optional.empty(), 9_000, Caps.PER_DAY));
    }

    /** A store that subtracts it from its cap must never come below nothing. */
    @Test
    void aChargeIsWithinEachOfItsCaps() {
        var amount = new Amount(EUR, 2);
        var day = LocalDate.EPOCH;
        assertThatThrownBy(() -> new Charge(amount, Optional.empty(), day, 1, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Charge(amount, Optional.of("acme"), day, 2, Optional.of(1L)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Charge(amount, Optional.empty(), day, 2, Optional.of(2L)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource
    void aCapThatBoundsNothingIsRefused(long perCall, long perDay, Optional<Long> perPayee, Set<String> payees) {
        assertThatThrownBy(() -> new Caps(EUR, perCall, perDay, perPayee, payees))
                .isInstanceOf(Malformed.class);
    }

    static Stream<Arguments> aCapThatBoundsNothingIsRefused() {
        var none = Optional.<Long>empty();
        return Stream.of(
                arguments(0, 10, none, Set.of("acme")),
                arguments(-1, 10, none, Set.of("acme")),
                arguments(11, 10, none, Set.of("acme")),
                arguments(1, 0, none, Set.of("acme")),
                arguments(1, Amount.MOST + 1, none, Set.of("acme")),
                arguments(1, Long.MAX_VALUE, none, Set.of("acme")),
                arguments(1, 10, Optional.of(0L), Set.of("acme")),
                arguments(1, 10, Optional.of(11L), Set.of("acme")),
                arguments(1, 10, Optional.of(5L), Set.of()),
                arguments(1, 10, none, Set.of("")),
                arguments(1, 10, none, Set.of("ac\u202eme")),
                arguments(1, 10, none, Set.of("a".repeat(201))));
    }
}
