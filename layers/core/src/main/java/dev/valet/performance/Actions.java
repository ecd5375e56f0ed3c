package dev.valet.performance;

import dev.valet.action.Action;
import dev.valet.grant.ActionId;
import dev.valet.identity.AgentId;
import dev.valet.registry.Registered;
import dev.valet.registry.Registry;
import java.util.Optional;

/** Finds what may be performed. */
public interface Actions {
    /** The agent's one grant of an action, as this registry has it: a fresh one answers freshly. */
    Optional<ActionGrant> grantFor(Registry registry, AgentId agent, ActionId action);

    /** The action alone, whoever may perform it. */
    Optional<Registered<Action>> action(Registry registry, ActionId action);
}
