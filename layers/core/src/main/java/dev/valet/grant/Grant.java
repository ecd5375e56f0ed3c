package dev.valet.grant;

import dev.valet.identity.AgentId;
import dev.valet.identity.Environment;
import dev.valet.limit.Limits;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one agent may have.
 *
 * @param environment what the target belongs to; within the agent's own environment
 * @param parameters what the agent fills in, by name; all are required. Of an action: narrower rules for texts of its input
 * @param ttlSeconds the longest lease, 60 to 900; 0 for an action, which leaves nothing with the agent
 * @param approval who must say yes to each request first
 */
public record Grant(
        GrantId id,
        AgentId agent,
        Environment environment,
        String description,
        Terms terms,
        SortedMap<String, ParameterRule> parameters,
        int ttlSeconds,
        Limits limits,
        ApprovalRule approval) {

    public static final int LEAST_TTL = 60;
    /** STS gives no session a shorter life than this, and Valet gives no lease a longer one (INV-12). */
    public static final int MOST_TTL = 900;

    public Grant {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    /** One that nobody has to approve. */
    public Grant(
            GrantId id,
            AgentId agent,
            Environment environment,
            String description,
            Terms terms,
            SortedMap<String, ParameterRule> parameters,
            int ttlSeconds,
            Limits limits) {
        this(id, agent, environment, description, terms, parameters, ttlSeconds, limits, ApprovalRule.NONE);
    }

    public Optional<Kind> kind() {
        return terms.kind();
    }
}
