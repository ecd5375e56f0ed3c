package dev.valet.identity;

import dev.valet.limit.Limits;
import java.util.List;

/**
 * A registered workload.
 *
 * @param owner who answers for it: a team or a person, as the operators write it
 * @param environment the most that its grants may reach
 * @param identities the runtime identities that may speak for it; one identity speaks for one agent
 * @param limits on all its grants together
 */
public record Agent(AgentId id, String owner, Environment environment, List<Principal> identities, Limits limits) {
    public Agent {
        identities = List.copyOf(identities);
    }
}
