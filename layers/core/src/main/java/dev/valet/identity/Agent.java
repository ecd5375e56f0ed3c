package dev.valet.identity;

import java.util.List;

/**
 * A registered workload.
 *
 * @param owner who answers for it: a team or a person, as the operators write it
 * @param environment the most that its grants may reach
 * @param identities the runtime identities that may speak for it; one identity speaks for one agent
 */
public record Agent(AgentId id, String owner, Environment environment, List<Principal> identities) {
    public Agent {
        identities = List.copyOf(identities);
    }
}
