package dev.valet.performance;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Pointer;
import dev.valet.action.Action;
import dev.valet.action.Spends;
import dev.valet.budget.Amount;
import dev.valet.budget.Caps;
import dev.valet.budget.Charge;
import dev.valet.budget.Unit;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** What one performance spends, as its action says where to read it. */
sealed interface Spending {
    /** The rule's name, as explain and the audit give it. */
    String NO_BUDGET = "budget.none";

    record Nothing() implements Spending {}

    record Charged(Charge charge) implements Spending {}

    record Forbidden(String rule) implements Spending {}

    /**
     * What it would spend. An action that spends is never performed without caps, nor caps applied to one that does not say
     * what it spends.
     *
     * @param input as the action's schema allows it
     * @throws Malformed when the input does not say how much, or to whom
     */
    static Spending of(Action action, Optional<Caps> caps, Json.Obj input, Instant now) {
        if (action.spends().isEmpty() && caps.isEmpty()) {
            return new Nothing();
        }
        if (action.spends().isEmpty() || caps.isEmpty()) {
            return new Forbidden(NO_BUDGET);
        }
        var spends = action.spends().get();
        var amount = amount(spends, input);
        var payee = spends.payee().map(member -> parsed(input, member, Function.identity()));
        return caps.get()
                .forbids(amount, payee)
                .<Spending>map(Forbidden::new)
                .orElseGet(() -> new Charged(caps.get().charge(amount, payee, now)));
    }

    private static Amount amount(Spends spends, Json.Obj input) {
        if (spends.currency().isEmpty()) {
            return tokens(input, spends.amount());
        }
        var unit = parsed(input, spends.currency().get(), Unit::currency);
        return parsed(input, spends.amount(), text -> Amount.parse(text, unit));
    }

    private static Amount tokens(Json.Obj input, String member) {
        return at(member, () -> {
            Malformed.unless(input.at(member) instanceof Json.Int, "is a whole number");
            return Amount.ofTokens(((Json.Int) input.at(member)).value());
        });
    }

    private static <T> T parsed(Json.Obj input, String member, Function<String, T> parser) {
        return at(member, () -> {
            Malformed.unless(input.at(member) instanceof Json.Str, "is a string");
            return parser.apply(((Json.Str) input.at(member)).text());
        });
    }

    private static <T> T at(String member, java.util.function.Supplier<T> reader) {
        try {
            return reader.get();
        } catch (Malformed malformed) {
            throw new Malformed(
                    Pointer.member("/input", member),
                    malformed.problems().getFirst().rule());
        }
    }

    /**
     * What was really spent, in smallest units: what the result declares. One that declares nothing readable counts as all
     * that was reserved, and one that declares more than can be counted as the most that can.
     */
    static long actual(Optional<Spends> spends, Charge charge, Json.Obj result) {
        var member = spends.flatMap(Spends::actual);
        if (member.isEmpty()) {
            return charge.amount().units();
        }
        return switch (result.at(member.get())) {
            case Json.Int(long declared)
            when charge.amount().unit().equals(Unit.TOKENS) && declared >= 0 -> Math.min(declared, Amount.MOST);
            case Json.Str(String declared)
            when !charge.amount().unit().equals(Unit.TOKENS) -> money(declared, charge.amount());
            case Json _ -> charge.amount().units();
        };
    }

    private static long money(String declared, Amount reserved) {
        try {
            return Amount.parse(declared, reserved.unit()).units();
        } catch (Malformed unreadable) {
            return reserved.units();
        }
    }
}
