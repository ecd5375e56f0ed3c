package dev.valet.registry;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.budget.Amount;
import dev.valet.budget.Caps;
import dev.valet.budget.Unit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The member {@code budget} of a grant: money as decimal texts of one currency, or a whole number of tokens (INV-21). */
public final class BudgetDocument {
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
        var perCall = fields.whole("perCall", 1, Amount.MOST);
        var perDay = fields.whole("perDay", 1, Amount.MOST);
        return fields.build(() -> new Caps(Unit.TOKENS, perCall.get(), perDay.get(), Optional.empty(), Set.of()));
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
        var payees = fields.texts("payees", text -> text);
        return fields.build(() -> new Caps(
                unit.get(),
                amount(perCall.get(), unit.get(), "/perCall"),
                amount(perDay.get(), unit.get(), "/perDay"),
                perPayeePerDay.get().map(text -> amount(text, unit.get(), "/perPayeePerDay")),
                distinct(payees.get())));
    }

    private static long amount(String text, Unit unit, String place) {
        try {
            return Amount.parse(text, unit).units();
        } catch (Malformed malformed) {
            throw new Malformed(place, malformed.problems().getFirst().rule());
        }
    }

    private static Set<String> distinct(List<String> payees) {
        var names = Set.copyOf(payees);
        if (names.size() < payees.size()) {
            throw new Malformed("/payees", "names nobody twice");
        }
        return names;
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
        return new Amount(unit, units).decimal();
    }
}
