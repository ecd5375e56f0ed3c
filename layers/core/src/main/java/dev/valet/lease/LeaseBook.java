package dev.valet.lease;

import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reading leases back: an agent's own only, because the agent is in every key (INV-4). */
public interface LeaseBook {
    Optional<Lease> find(AgentId agent, List<GrantId> grants, LeaseId id);

    /** Leases issued at or after {@code since}, newest first, {@code most} at most for each grant. */
    List<Lease> since(AgentId agent, List<GrantId> grants, Instant since, int most);
}
