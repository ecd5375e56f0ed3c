package dev.valet.performance;

import dev.valet.action.Action;
import dev.valet.grant.ActionId;
import dev.valet.grant.Terms;
import dev.valet.identity.AgentId;
import dev.valet.registry.Registered;
import dev.valet.registry.Registry;
import java.util.Optional;

/** Actions as they are configured. */
public final class RegisteredActions implements Actions {
    @Override
    public Optional<ActionGrant> grantFor(Registry registry, AgentId agent, ActionId action) {
        return registry.grantFor(agent, action)
                .flatMap(grant -> grant.value().terms() instanceof Terms.Perform perform
                        ? registry.action(action).map(found -> new ActionGrant(grant, found, perform.budget()))
                        : Optional.empty());
    }

    @Override
    public Optional<Registered<Action>> action(Registry registry, ActionId action) {
        return registry.action(action);
    }
}
