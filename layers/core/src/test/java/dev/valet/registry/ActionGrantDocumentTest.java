package dev.valet.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.ObjectBuilder;
import dev.valet.budget.Caps;
import dev.valet.budget.Unit;
import dev.valet.grant.ActionId;
import dev.valet.grant.Terms;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A grant that gives an action. */
class ActionGrantDocumentTest {
    private static ObjectBuilder grant() {
        return Json.object()
                .with("grant", "supplier-invoices")
                .with("agent", "bookkeeper")
                .with("environment", "production")
                .with("description", "Pays two suppliers")
                .with("action", "pay-invoice");
    }

    private static ObjectBuilder euros() {
        return Json.object()
                .with("currency", "EUR")
                .with("perCall", "500.00")
                .with("perDay", "2000")
                .with("perPayeePerDay", "800.5")
                .with("payees", List.of("acct_2", "acct_1"));
    }

    private static ObjectBuilder tokens() {
        return Json.object().with("unit", "tokens").with("perCall", 4000).with("perDay", 200_000);
    }

    private static Terms.Perform read(ObjectBuilder grant) {
        return (Terms.Perform) GrantDocument.read(grant.build()).terms();
    }

    @Test
    void moneyIsWholeSmallestUnits() { // INV-21
        assertThat(read(grant().with("budget", euros().build())))
                .isEqualTo(new Terms.Perform(
                        new ActionId("pay-invoice"),
                        Optional.of(new Caps(
                                Unit.currency("EUR"),
                                500_00,
                                2000_00,
                                Optional.of(800_50L),
                                Set.of("acct_1", "acct_2")))));
        assertThat(read(grant().with("budget", tokens().build())).budget())
                .contains(new Caps(Unit.TOKENS, 4000, 200_000, Optional.empty(), Set.of()));
    }

    @Test
    void whatIsWrittenReadsAlikeAndHasOneSpelling() {
        var narrow = Json.object()
                .with("payee", Json.object().with("oneOf", List.of("acct_1")).build())
                .build();
        for (var document : List.of(
                grant(),
                grant().with("parameters", narrow),
                grant().with("budget", euros().build()),
                grant().with(
                                "budget",
                                euros().with("currency", "JPY")
                                        .with("perCall", "5")
                                        .with("perDay", "7")
                                        .with("perPayeePerDay", "6")
                                        .build()),
                grant().with("budget", tokens().build()))) {
            var read = GrantDocument.read(document.build());
            assertThat(GrantDocument.read(GrantDocument.write(read))).isEqualTo(read);
        }
        assertThat(GrantDocument.write(GrantDocument.read(
                                grant().with("budget", euros().build()).build()))
                        .at("budget")
                        .canonical())
                .isEqualTo("{\"currency\":\"EUR\",\"payees\":[\"acct_1\",\"acct_2\"],\"perCall\":\"500.00\","
                        + "\"perDay\":\"2000.00\",\"perPayeePerDay\":\"800.50\"}");
    }

    @Test
    void nothingIsLeasedSoNothingLives() {
        var read = GrantDocument.read(grant().build());
        assertThat(read.kind()).isEmpty();
        assertThat(read.ttlSeconds()).isZero();
        assertThat(read.terms().sessionsOf()).isEmpty();
        assertThat(read.terms().performs()).contains(new ActionId("pay-invoice"));
        assertThat(GrantDocument.write(read).canonical()).doesNotContain("ttlSeconds");
    }

    @ParameterizedTest
    @MethodSource
    void aBrokenGrantNamesThePlace(UnaryOperator<ObjectBuilder> breaking, String place) {
        var malformed = catchThrowableOfType(
                Malformed.class,
                () -> GrantDocument.read(breaking.apply(grant()).build()));
        assertThat(malformed.problems()).extracting(Malformed.Problem::place).contains(place);
    }

    static Stream<Arguments> aBrokenGrantNamesThePlace() {
        return Stream.of(
                row(grant -> grant.with("action", "Pay"), "/action"),
                row(grant -> grant.with("ttlSeconds", 900), "/ttlSeconds"),
                row(grant -> grant.with("secret", Json.object().build()), ""),
                row(grant -> grant.with("budget", Json.object().build()), "/budget"),
                budget(euros().with("unit", "tokens"), ""),
                budget(euros().with("currency", "eur"), "/currency"),
                budget(euros().with("currency", "XXX"), "/currency"),
                budget(euros().with("perCall", 500), "/perCall"),
                budget(euros().with("perCall", "500,00"), "/perCall"),
                budget(euros().with("perCall", "500.001"), "/perCall"),
                budget(euros().with("perCall", "0"), "/perCall"),
                budget(euros().with("perCall", "-1"), "/perCall"),
                budget(euros().with("perCall", "1e2"), "/perCall"),
                budget(euros().with("perCall", "2000.01"), "/perCall"), // more than a day
                budget(euros().with("perDay", "99999999999999999"), "/perDay"),
                budget(euros().with("perPayeePerDay", "2000.01"), "/perPayeePerDay"),
                budget(euros().with("payees", List.of("a", "a")), "/payees"),
                budget(euros().with("payees", List.of("a\nb")), "/payees"),
                budget(euros().with("perMonth", "5"), "/perMonth"),
                budget(tokens().with("unit", "words"), "/unit"),
                budget(tokens().with("perCall", "4000"), "/perCall"),
                budget(tokens().with("perCall", 0), "/perCall"),
                budget(tokens().with("perCall", 200_001), "/perCall"),
                budget(tokens().with("payees", List.of("a")), "/payees"));
    }

    private static Arguments row(UnaryOperator<ObjectBuilder> breaking, String place) {
        return arguments(breaking, place);
    }

    private static Arguments budget(ObjectBuilder budget, String place) {
        return row(grant -> grant.with("budget", budget.build()), "/budget" + place);
    }
}
