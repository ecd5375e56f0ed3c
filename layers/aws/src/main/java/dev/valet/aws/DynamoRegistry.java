package dev.valet.aws;

import dev.valet.action.Action;
import dev.valet.grant.ActionId;
import dev.valet.grant.Grant;
import dev.valet.grant.GrantId;
import dev.valet.guardrail.Guardrail;
import dev.valet.guardrail.Guardrails;
import dev.valet.identity.Agent;
import dev.valet.identity.AgentId;
import dev.valet.identity.Principal;
import dev.valet.registry.Registered;
import dev.valet.registry.Registry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The registry in the state table, with what was found live kept for a minute. Nothing absent, dead or unreadable is ever
 * kept, and nothing kept is the last word: the look that ends every issue reads again (T-26).
 */
public final class DynamoRegistry implements Registry {
    private static final Duration KEPT = Duration.ofSeconds(60);
    private static final int MOST_KEPT = 2000;
    private static final int MOST_ACTIONS = 200; // each has a schema with it

    private final FreshRegistry fresh;
    private final Kept<String, Registered<Agent>> agents;
    private final Kept<GrantName, Registered<Grant>> grants;
    private final Kept<Performs, Registered<Grant>> performing;
    private final Kept<ActionId, Registered<Action>> actions;
    private final Kept<Class<Ruleset>, Ruleset> rules;

    private record GrantName(AgentId agent, GrantId grant) {}

    private record Performs(AgentId agent, ActionId action) {}

    /** @param compiler from guardrails in force to their evaluation; asked once for each revision that has any */
    public DynamoRegistry(StateTable table, Function<List<Guardrail>, Guardrails> compiler, Clock clock) {
        this.fresh = new FreshRegistry(table, compiler);
        this.agents = new Kept<>(MOST_KEPT, KEPT, clock);
        this.grants = new Kept<>(MOST_KEPT, KEPT, clock);
        this.performing = new Kept<>(MOST_KEPT, KEPT, clock);
        this.actions = new Kept<>(MOST_ACTIONS, KEPT, clock);
        this.rules = new Kept<>(1, KEPT, clock);
    }

    @Override
    public Optional<Registered<Agent>> agentOf(Principal principal) {
        return agents.get(principal.key()).or(() -> fresh().agentOf(principal));
    }

    @Override
    public Optional<Registered<Grant>> grant(AgentId agent, GrantId grant) {
        return grants.get(new GrantName(agent, grant)).or(() -> fresh().grant(agent, grant));
    }

    @Override
    public Optional<Registered<Grant>> grantFor(AgentId agent, ActionId action) {
        return performing.get(new Performs(agent, action)).or(() -> fresh().grantFor(agent, action));
    }

    @Override
    public Optional<Registered<Action>> action(ActionId action) {
        return actions.get(action).or(() -> fresh().action(action));
    }

    @Override
    public List<Registered<Grant>> grantsOf(AgentId agent) {
        return fresh.grantsOf(agent);
    }

    @Override
    public Ruleset rules() {
        return rules.get(Ruleset.class).orElseGet(() -> fresh().rules());
    }

    /** Before a checkpoint, and whenever nothing may be held. */
    public void forget() {
        agents.clear();
        grants.clear();
        performing.clear();
        actions.clear();
        rules.clear();
    }

    @Override
    public Registry fresh() {
        return new Refilling();
    }

    /** Reads strongly, and leaves what it found for those who ask the cache; what it did not find leaves the cache. */
    private final class Refilling implements Registry {
        @Override
        public Optional<Registered<Agent>> agentOf(Principal principal) {
            return keep(agents, principal.key(), fresh.agentOf(principal));
        }

        @Override
        public Optional<Registered<Grant>> grant(AgentId agent, GrantId grant) {
            return keep(grants, new GrantName(agent, grant), fresh.grant(agent, grant));
        }

        @Override
        public Optional<Registered<Grant>> grantFor(AgentId agent, ActionId action) {
            return keep(performing, new Performs(agent, action), fresh.grantFor(agent, action));
        }

        @Override
        public Optional<Registered<Action>> action(ActionId action) {
            return keep(actions, action, fresh.action(action));
        }

        @Override
        public List<Registered<Grant>> grantsOf(AgentId agent) {
            return fresh.grantsOf(agent);
        }

        @Override
        public Ruleset rules() {
            var found = fresh.rules();
            rules.keep(Ruleset.class, found);
            return found;
        }

        @Override
        public Registry fresh() {
            return this;
        }
    }

    private static <K, T> Optional<Registered<T>> keep(
            Kept<K, Registered<T>> kept, K key, Optional<Registered<T>> found) {
        found.filter(Registered::live).ifPresentOrElse(value -> kept.keep(key, value), () -> kept.drop(key));
        return found;
    }
}
