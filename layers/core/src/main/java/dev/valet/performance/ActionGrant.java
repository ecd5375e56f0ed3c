package dev.valet.performance;

import dev.valet.action.Action;
import dev.valet.budget.Caps;
import dev.valet.grant.Grant;
import dev.valet.registry.Registered;
import java.util.Optional;

/**
 * An agent's grant of an action.
 *
 * @param caps what may be spent through it; there exactly when the action spends
 */
public record ActionGrant(Registered<Grant> grant, Registered<Action> action, Optional<Caps> caps) {
    boolean live() {
        return grant.live() && action.live();
    }
}
