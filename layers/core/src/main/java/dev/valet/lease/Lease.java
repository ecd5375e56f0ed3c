package dev.valet.lease;

import dev.valet.grant.GrantId;
import dev.valet.grant.Kind;
import dev.valet.grant.Parameters;
import dev.valet.identity.AgentId;
import dev.valet.identity.Environment;
import java.time.Instant;

/**
 * One issued credential, on record; the credential itself is nowhere (INV-15).
 *
 * @param principal the caller, as {@link dev.valet.identity.Principal#key()}
 * @param expiresAt the lease's own end; the credential's may be later by what minting took
 * @param basis the versions it was decided on
 */
public record Lease(
        LeaseId id,
        AgentId agent,
        GrantId grant,
        Environment environment,
        Kind kind,
        EndedBy endedBy,
        String principal,
        Parameters parameters,
        String reason,
        Instant issuedAt,
        Instant expiresAt,
        Basis basis,
        State state) {

    /** What must still hold when the credential is handed over. */
    public record Basis(long agentVersion, long grantVersion, long killEpoch, long revision) {}

    public enum State {
        LIVE,
        /** Opened, then not handed over; whatever was minted for it is to be denied (INV-14). */
        WITHHELD,
        /** Ended before its time. */
        REVOKED
    }

    public Lease state(State changed) {
        return new Lease(
                id,
                agent,
                grant,
                environment,
                kind,
                endedBy,
                principal,
                parameters,
                reason,
                issuedAt,
                expiresAt,
                basis,
                changed);
    }
}
