package dev.valet.lease;

import dev.valet.grant.GrantId;
import dev.valet.grant.Kind;
import dev.valet.grant.Parameters;
import dev.valet.identity.AgentId;
import dev.valet.identity.Environment;
import dev.valet.identity.RoleArn;
import java.time.Instant;
import java.util.Optional;

/**
 * One issued credential, on record; the credential itself is nowhere (INV-15).
 *
 * @param rotateOnEnd whether its end takes an act: a rotation of the value that was handed over
 * @param target the ARN of the role whose session it is, or of the secret whose value it is
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
        boolean rotateOnEnd,
        String target,
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

    /** The role that has to deny it for it to end before its time; empty when no session was issued. */
    public Optional<RoleArn> role() {
        return switch (endedBy) {
            case STS -> Optional.of(RoleArn.parse(target));
            case ROTATION -> Optional.empty();
        };
    }

    public Lease state(State changed) {
        return new Lease(
                id,
                agent,
                grant,
                environment,
                kind,
                endedBy,
                rotateOnEnd,
                target,
                principal,
                parameters,
                reason,
                issuedAt,
                expiresAt,
                basis,
                changed);
    }
}
