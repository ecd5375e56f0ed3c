package dev.valet.performance;

import dev.valet.action.Action;
import dev.valet.budget.Caps;
import dev.valet.grant.ActionId;
import dev.valet.grant.Grant;
import dev.valet.grant.Terms;
import dev.valet.identity.AgentId;
import dev.valet.registry.Registered;
import dev.valet.registry.Registry;
import java.util.Optional;

/**
 * An agent's grant of an action.
 *
 * @param caps what may be spent through it; there exactly when the action spends
 */
public record ActionGrant(Registered<Grant> grant, Registered<Action> action, Optional<Caps> caps) {
    /** The agent's one grant of an action, as this registry has it: a fresh one answers freshly. */
    public static Optional<ActionGrant> find(Registry registry, AgentId agent, ActionId action) {
        return registry.grantFor(agent, action).flatMap(grant -> of(registry, grant));
    }

    /** @return empty for a grant of something that is leased, or of an action that was never made */
    public static Optional<ActionGrant> of(Registry registry, Registered<Grant> grant) {
        return switch (grant.value().terms()) {
            case Terms.Perform perform ->
                registry.action(perform.action()).map(action -> new ActionGrant(grant, action, perform.budget()));
            case Terms.Aws _, Terms.SecretSession _, Terms.SecretValue _ -> Optional.empty();
        };
    }

    public boolean live() {
        return grant.live() && action.live();
    }
}
