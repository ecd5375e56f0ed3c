package dev.valet.revocation;

import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.lease.LeaseId;
import java.time.Instant;
import java.util.Optional;

/**
 * A value that is to be replaced. Other leases may have handed over the same one.
 *
 * @param lease that ended first, with its agent and grant
 * @param asked when Secrets Manager was first asked for it; empty until then
 * @param recorded whether that stands in the audit: ending does not wait for it (INV-27)
 */
public record Rotation(
        SecretVersion value, AgentId agent, GrantId grant, LeaseId lease, Optional<Instant> asked, boolean recorded) {

    Rotation asked(Instant first, boolean onRecord) {
        return new Rotation(value, agent, grant, lease, asked.or(() -> Optional.of(first)), recorded || onRecord);
    }
}
