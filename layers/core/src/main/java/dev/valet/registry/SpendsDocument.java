package dev.valet.registry;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.action.Action;
import dev.valet.action.Spends;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The member {@code spends} of an action: which members of its input and result say what it uses up. */
final class SpendsDocument {
    private SpendsDocument() {}

    static Supplier<Optional<Spends>> read(Fields fields) {
        if (!fields.has("spends")) {
            return Optional::empty;
        }
        var spends = fields.object("spends", SpendsDocument::spends);
        return () -> Optional.of(spends.get());
    }

    private static @Nullable Spends spends(Fields fields) {
        var amount = fields.parsed("amount", Texts::line);
        var currency = fields.optionalParsed("currency", Texts::line);
        var payee = fields.optionalParsed("payee", Texts::line);
        var actual = fields.optionalParsed("actual", Texts::line);
        return fields.build(() -> new Spends(amount.get(), currency.get(), payee.get(), actual.get()));
    }

    /** No input may be without an amount, and money is never a number (INV-21). */
    static void check(Action action) {
        action.spends().ifPresent(spends -> {
            boolean money = spends.currency().isPresent();
            has(action, spends.amount(), money ? "string" : "integer", "/spends/amount");
            spends.currency().ifPresent(member -> has(action, member, "string", "/spends/currency"));
            spends.payee().ifPresent(member -> {
                unless(money, "/spends/payee", "is there with a currency only: nobody is paid in tokens");
                has(action, member, "string", "/spends/payee");
            });
        });
    }

    private static void has(Action action, String member, String type, String place) {
        unless(
                action.members(type).contains(member) && action.requires(member),
                place,
                "names a required member of the input of type " + type);
    }

    private static void unless(boolean holds, String place, String rule) {
        if (!holds) {
            throw new Malformed(place, rule);
        }
    }

    static Json write(Spends spends) {
        return Json.object()
                .with("amount", spends.amount())
                .with("currency", spends.currency())
                .with("payee", spends.payee())
                .with("actual", spends.actual())
                .build();
    }
}
