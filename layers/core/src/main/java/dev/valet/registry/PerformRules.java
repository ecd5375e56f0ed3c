package dev.valet.registry;

import dev.valet.Malformed;
import dev.valet.action.Action;
import dev.valet.action.Spends;
import dev.valet.budget.Caps;
import dev.valet.budget.Unit;
import dev.valet.grant.Grant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules between a grant of an action and the action. */
final class PerformRules {
    private final List<Malformed.Problem> broken = new ArrayList<>();

    private PerformRules() {}

    /** With places in the grant's document. */
    static List<Malformed.Problem> broken(Grant grant, Optional<Caps> budget, Action action) {
        var rules = new PerformRules();
        rules.unless(
                grant.environment() == action.environment(),
                "/environment",
                "is that of its action, " + action.environment().word());
        var texts = action.members("string");
        rules.unless(
                texts.containsAll(grant.parameters().keySet()),
                "/parameters",
                "narrow members of the action's input of type string: " + String.join(", ", texts));
        rules.unless(
                budget.isPresent() == action.spends().isPresent(),
                "/budget",
                action.spends().isPresent()
                        ? "is required, because the action spends"
                        : "is for actions that spend only");
        if (budget.isPresent() && action.spends().isPresent()) {
            rules.agree(budget.get(), action.spends().get());
        }
        return rules.broken;
    }

    private void agree(Caps budget, Spends spends) {
        boolean money = spends.currency().isPresent();
        unless(
                money != budget.unit().equals(Unit.TOKENS),
                "/budget",
                money ? "is of a currency, as its action spends" : "is of unit: tokens, as its action spends");
        boolean pays = spends.payee().isPresent();
        unless(
                pays != budget.payees().isEmpty(),
                "/budget/payees",
                pays ? "lists who may be paid" : "is for actions that pay somebody only");
        unless(
                pays || budget.perPayeePerDay().isEmpty(),
                "/budget/perPayeePerDay",
                "is for actions that pay somebody only");
    }

    private void unless(boolean holds, String place, String rule) {
        if (!holds) {
            broken.add(new Malformed.Problem(place, rule));
        }
    }
}
