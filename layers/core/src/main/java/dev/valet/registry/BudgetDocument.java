package dev.valet.registry;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.PlainText;
import dev.valet.budget.Amount;
import dev.valet.budget.Caps;
import dev.valet.budget.Unit;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The member {@code budget} of a grant: money as decimal texts of one currency, or a whole number of tokens (INV-21). */
public final class BudgetDocument {
    private static final int MOST_PAYEES = 100;
    private static final int LONGEST_PAYEE = 128;
    private static final long MOST_TOKENS = 1_000_000_000_000L;

    private BudgetDocument() {}

    static Supplier<Optional<Caps>> read(Fields fields) {
        if (!fields.has("budget")) {
            return Optional::empty;
        }
        var budget = fields.object("budget", BudgetDocument::caps);
        return () -> Optional.of(budget.get());
    }

    private static @Nullable Caps caps(Fields fields) {
        if (fields.has("currency") == fields.has("unit")) {
            fields.problem("", "has either currency, or unit: tokens");
        }
        return fields.has("unit") ? tokens(fields) : money(fields);
    }

    private static @Nullable Caps tokens(Fields fields) {
        fields.parsed("unit", BudgetDocument::tokens);
        var perCall = fields.whole("perCall", 1, MOST_TOKENS);
        var perDay = fields.whole("perDay", 1, MOST_TOKENS);
        return fields.build(
                () -> checked(new Caps(Unit.TOKENS, perCall.get(), perDay.get(), Optional.empty(), Set.of())));
    }

    private static String tokens(String text) {
        Malformed.unless(text.equals(Unit.TOKENS.code()), "is tokens");
        return text;
    }

    private static @Nullable Caps money(Fields fields) {
        var unit = fields.parsed("currency", Unit::currency);
        var perCall = fields.text("perCall");
        var perDay = fields.text("perDay");
        var perPayeePerDay = fields.optionalText("perPayeePerDay");
        var payees = fields.texts("payees", BudgetDocument::payee);
        return fields.build(() -> checked(new Caps(
                unit.get(),
                amount(perCall.get(), unit.get(), "/perCall"),
                amount(perDay.get(), unit.get(), "/perDay"),
                perPayeePerDay.get().map(text -> amount(text, unit.get(), "/perPayeePerDay")),
                distinct(payees.get()))));
    }

    private static long amount(String text, Unit unit, String place) {
        try {
            return Amount.parse(text, unit).units();
        } catch (Malformed malformed) {
            throw new Malformed(place, malformed.problems().getFirst().rule());
        }
    }

    private static String payee(String text) {
        Malformed.unless(
                !text.isBlank() && text.length() <= LONGEST_PAYEE && PlainText.is(text),
                "is one line of 1 to " + LONGEST_PAYEE + " characters");
        return text;
    }

    private static Set<String> distinct(List<String> payees) {
        var names = new HashSet<>(payees);
        unless(
                names.size() == payees.size() && names.size() <= MOST_PAYEES,
                "/payees",
                "lists " + MOST_PAYEES + " at most, and none twice");
        return names;
    }

    private static Caps checked(Caps caps) {
        unless(caps.perCall() > 0, "/perCall", "is more than nothing");
        unless(caps.perCall() <= caps.perDay(), "/perDay", "is perCall at least");
        caps.perPayeePerDay()
                .ifPresent(most -> unless(
                        most > 0 && most <= caps.perDay(),
                        "/perPayeePerDay",
                        "is more than nothing, and perDay at most"));
        return caps;
    }

    private static void unless(boolean holds, String place, String rule) {
        if (!holds) {
            throw new Malformed(place, rule);
        }
    }

    public static Json write(Caps caps) {
        if (caps.unit().equals(Unit.TOKENS)) {
            return Json.object()
                    .with("unit", caps.unit().code())
                    .with("perCall", caps.perCall())
                    .with("perDay", caps.perDay())
                    .build();
        }
        var written = Json.object()
                .with("currency", caps.unit().code())
                .with("perCall", decimal(caps.perCall(), caps.unit()))
                .with("perDay", decimal(caps.perDay(), caps.unit()))
                .with("perPayeePerDay", caps.perPayeePerDay().map(most -> decimal(most, caps.unit())));
        if (!caps.payees().isEmpty()) {
            written.with("payees", List.copyOf(new TreeSet<>(caps.payees())));
        }
        return written.build();
    }

    private static String decimal(long units, Unit unit) {
        return BigDecimal.valueOf(units, unit.exponent()).toPlainString();
    }
}
