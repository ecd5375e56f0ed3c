package dev.valet.registry;

import dev.valet.action.Action;
import dev.valet.grant.ActionId;
import dev.valet.grant.Grant;
import dev.valet.grant.GrantId;
import dev.valet.guardrail.Guardrails;
import dev.valet.identity.Agent;
import dev.valet.identity.AgentId;
import dev.valet.identity.Principal;
import java.util.List;
import java.util.Optional;

/**
 * What is configured. It may answer from a cache; the look that ends every issue never does, so a stale answer costs a
 * second try and nothing else.
 */
public interface Registry {
    /** The one agent this identity speaks for. */
    Optional<Registered<Agent>> agentOf(Principal principal);

    Optional<Registered<Grant>> grant(AgentId agent, GrantId grant);

    /** The agent's one grant of an action. */
    Optional<Registered<Grant>> grantFor(AgentId agent, ActionId action);

    /** Whoever may perform it; {@link #grantFor} says who may. */
    Optional<Registered<Action>> action(ActionId action);

    /** At most {@link #MOST_GRANTS}, in order of their names. */
    List<Registered<Grant>> grantsOf(AgentId agent);

    Ruleset rules();

    /** The same questions, answered by strongly consistent reads. */
    Registry fresh();

    /** So many grants one agent may have: what bounds every question over all grants of an agent. */
    int MOST_GRANTS = 100;

    /** The guardrails in force, and the control row they belong to. */
    record Ruleset(Control control, Guardrails guardrails) {}
}
