package dev.valet.testkit;

import dev.valet.action.Action;
import dev.valet.grant.ActionId;
import dev.valet.grant.Grant;
import dev.valet.grant.GrantId;
import dev.valet.guardrail.Guardrails;
import dev.valet.identity.Agent;
import dev.valet.identity.AgentId;
import dev.valet.identity.Principal;
import dev.valet.registry.Control;
import dev.valet.registry.Registered;
import dev.valet.registry.Registry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is configured, changed by the story that is told. Every change makes a new version, and none is used twice. */
public final class MemoryRegistry implements Registry {
    private final Map<AgentId, Registered<Agent>> agents = new TreeMap<>();
    private final Map<GrantId, Registered<Grant>> grants = new TreeMap<>();
    private final Map<ActionId, Registered<Action>> actions = new TreeMap<>();
    private Ruleset rules = new Ruleset(Control.INITIAL, Guardrails.NONE);
    private long versions;

    /** Registers an agent, or puts a new version of it in place. */
    public synchronized void put(Agent agent) {
        agents.put(agent.id(), new Registered<>(agent, ++versions, true));
    }

    /** Registers a grant, or puts a new version of it in place. */
    public synchronized void put(Grant grant) {
        grants.put(grant.id(), new Registered<>(grant, ++versions, true));
    }

    /** Makes an action, or puts a new version of it in place. */
    public synchronized void put(Action action) {
        actions.put(action.id(), new Registered<>(action, ++versions, true));
    }

    /** As a tombstone: what comes back is another version. */
    public synchronized void remove(ActionId action) {
        actions.computeIfPresent(action, (_, held) -> new Registered<>(held.value(), ++versions, false));
    }

    /** @return false when there is no such agent */
    public synchronized boolean suspend(AgentId agent) {
        return agents.computeIfPresent(agent, (_, held) -> new Registered<>(held.value(), ++versions, false)) != null;
    }

    synchronized void resume(AgentId agent) {
        agents.computeIfPresent(agent, (_, held) -> new Registered<>(held.value(), ++versions, true));
    }

    /** @return false when there is no such grant */
    public synchronized boolean revoke(GrantId grant) {
        return grants.computeIfPresent(grant, (_, held) -> new Registered<>(held.value(), ++versions, false)) != null;
    }

    synchronized void revive(GrantId grant) {
        grants.computeIfPresent(grant, (_, held) -> new Registered<>(held.value(), ++versions, true));
    }

    /** @return true, because everything is always there */
    public synchronized boolean revokeEverything() {
        control(rules.control().killEpoch() + 1, rules.control().revision(), false, rules.guardrails());
        return true;
    }

    public synchronized void reopen() {
        control(rules.control().killEpoch(), rules.control().revision(), true, rules.guardrails());
    }

    synchronized List<Grant> allGrants() {
        return grants.values().stream().map(Registered::value).toList();
    }

    public synchronized void guard(Guardrails guardrails) {
        control(
                rules.control().killEpoch(),
                rules.control().revision() + 1,
                rules.control().open(),
                guardrails);
    }

    private void control(long killEpoch, long revision, boolean open, Guardrails guardrails) {
        rules = new Ruleset(new Control(killEpoch, revision, open), guardrails);
    }

    @Override
    public synchronized Optional<Registered<Agent>> agentOf(Principal principal) {
        return agents.values().stream()
                .filter(agent -> agent.value().identities().contains(principal))
                .findFirst();
    }

    synchronized Optional<Registered<Agent>> agent(AgentId agent) {
        return Optional.ofNullable(agents.get(agent));
    }

    @Override
    public synchronized Optional<Registered<Grant>> grant(AgentId agent, GrantId grant) {
        return Optional.ofNullable(grants.get(grant))
                .filter(held -> held.value().agent().equals(agent));
    }

    @Override
    public synchronized Optional<Registered<Grant>> grantFor(AgentId agent, ActionId action) {
        return grants.values().stream()
                .filter(held -> held.value().agent().equals(agent))
                .filter(held -> held.value().terms().performs().equals(Optional.of(action)))
                .findFirst();
    }

    @Override
    public synchronized Optional<Registered<Action>> action(ActionId action) {
        return Optional.ofNullable(actions.get(action));
    }

    @Override
    public synchronized List<Registered<Grant>> grantsOf(AgentId agent) {
        var found = new ArrayList<>(grants.values());
        found.removeIf(held -> !held.value().agent().equals(agent));
        found.sort(Comparator.comparing(held -> held.value().id()));
        return List.copyOf(found.subList(0, Math.min(found.size(), MOST_GRANTS)));
    }

    @Override
    public synchronized Ruleset rules() {
        return rules;
    }

    @Override
    public Registry fresh() {
        return this;
    }

    /** What a cache filled now would go on answering; its {@link #fresh()} is this registry. */
    public synchronized Registry cachedNow() {
        var copy = new MemoryRegistry();
        copy.agents.putAll(agents);
        copy.grants.putAll(grants);
        copy.actions.putAll(actions);
        copy.rules = rules;
        return new Cached(copy, this);
    }

    private record Cached(Registry then, Registry fresh) implements Registry {
        @Override
        public Optional<Registered<Agent>> agentOf(Principal principal) {
            return then.agentOf(principal);
        }

        @Override
        public Optional<Registered<Grant>> grant(AgentId agent, GrantId grant) {
            return then.grant(agent, grant);
        }

        @Override
        public Optional<Registered<Grant>> grantFor(AgentId agent, ActionId action) {
            return then.grantFor(agent, action);
        }

        @Override
        public Optional<Registered<Action>> action(ActionId action) {
            return then.action(action);
        }

        @Override
        public List<Registered<Grant>> grantsOf(AgentId agent) {
            return then.grantsOf(agent);
        }

        @Override
        public Ruleset rules() {
            return then.rules();
        }
    }
}
