package dev.valet.testkit;

import dev.valet.action.Action;
import dev.valet.budget.Caps;
import dev.valet.grant.ActionId;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.performance.ActionGrant;
import dev.valet.performance.Actions;
import dev.valet.registry.Registered;
import dev.valet.registry.Registry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Actions, and which grant of whom is of which; the grants themselves are in the registry. */
public final class MemoryActions implements Actions {
    private final Map<ActionId, Registered<Action>> actions = new TreeMap<>();
    private final Map<List<Object>, Held> grants = new HashMap<>();
    private long versions;

    private record Held(GrantId grant, Optional<Caps> caps) {}

    /** Registers an action, or puts a new version of it in place. */
    public synchronized void put(Action action) {
        actions.put(action.id(), new Registered<>(action, ++versions, true));
    }

    public synchronized void remove(ActionId action) {
        actions.computeIfPresent(action, (_, held) -> new Registered<>(held.value(), ++versions, false));
    }

    /** Says that the agent's grant is of this action. */
    public synchronized void grant(AgentId agent, GrantId grant, ActionId action, Optional<Caps> caps) {
        grants.put(List.of(agent, action), new Held(grant, caps));
    }

    @Override
    public synchronized Optional<ActionGrant> grantFor(Registry registry, AgentId agent, ActionId action) {
        var held = grants.get(List.of(agent, action));
        return held == null
                ? Optional.empty()
                : registry.grant(agent, held.grant())
                        .flatMap(grant ->
                                action(registry, action).map(found -> new ActionGrant(grant, found, held.caps())));
    }

    @Override
    public synchronized Optional<Registered<Action>> action(Registry registry, ActionId action) {
        return Optional.ofNullable(actions.get(action));
    }
}
