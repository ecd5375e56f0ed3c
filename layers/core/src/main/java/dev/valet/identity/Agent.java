package dev.valet.identity;

import dev.valet.limit.Limits;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A registered workload.
 *
 * @param owner who answers for it: a team or a person, as the operators write it
 * @param members the people of an owning team, by the names that the identity provider gives them: as little as the owner
 *     may they approve what the agent asks for
 * @param environment the most that its grants may reach
 * @param identities the runtime identities that may speak for it; one identity speaks for one agent
 * @param limits on all its grants together
 */
public record Agent(
        AgentId id,
        String owner,
        Set<String> members,
        Environment environment,
        List<Principal> identities,
        Limits limits) {
    public Agent {
        members = Set.copyOf(members);
        identities = List.copyOf(identities);
    }

    /** One whose owner is named and nobody else. */
    public Agent(AgentId id, String owner, Environment environment, List<Principal> identities, Limits limits) {
        this(id, owner, Set.of(), environment, identities, limits);
    }

    /** Who answers for it, and so does not approve for it. */
    public Set<String> people() {
        var people = new HashSet<>(members);
        people.add(owner);
        return people;
    }
}
