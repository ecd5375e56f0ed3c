package dev.valet.revocation;

import dev.valet.identity.RoleArn;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Leases ended before their time.
 *
 * @param by who asked for it
 * @param reason in the asker's words, for people
 * @param at when it was asked for
 * @param revokedAt when every lease it ends was found and listed for denial; empty until then
 * @param confirmedAt when sessions listed beside them were seen to be denied, in this Region; empty until then
 * @param roles whose sessions it ends; empty until it is revoked
 * @param recorded whether it stands in the audit: revoking does not wait for that (INV-27)
 */
public record Revocation(
        RevocationId id,
        Scope scope,
        Asker by,
        String reason,
        Instant at,
        State state,
        Optional<Instant> revokedAt,
        Optional<Instant> confirmedAt,
        List<RoleArn> roles,
        boolean recorded) {
    public Revocation {
        roles = List.copyOf(roles);
    }

    /** So long after a revocation somebody may still be minting on what was decided before: a handler's life and skew. */
    static final Duration SETTLING = Duration.ofSeconds(60);

    /** The life of a session, and what clocks may differ by. */
    static final Duration LIFE = Duration.ofMinutes(16);

    public enum State {
        /** Nothing new can be had; what was had is being listed for denial. */
        REVOKING,
        REVOKED,
        /** Revoked once, and allowed again. */
        LIFTED
    }

    /** One that begins now. */
    public static Revocation begin(Scope scope, Asker by, String reason, Instant at) {
        return new Revocation(
                RevocationId.next(at),
                scope,
                by,
                reason,
                at,
                State.REVOKING,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false);
    }

    /**
     * What was revoked began before this, in whole seconds as IAM compares them. Nothing is allowed again earlier, so that
     * no new session is born dead.
     */
    public Instant settled() {
        return at.plus(SETTLING).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    }

    /** From here on every session it ends is over by itself. */
    public Instant over() {
        return settled().plus(LIFE);
    }

    /** Sessions of leases that were issued before were over by themselves when it was asked for. */
    public Instant reachesBackTo() {
        return at.minus(LIFE);
    }

    Revocation revoked(Instant when, Collection<RoleArn> reached) {
        return new Revocation(
                id,
                scope,
                by,
                reason,
                at,
                State.REVOKED,
                Optional.of(when),
                confirmedAt,
                List.copyOf(reached),
                recorded);
    }

    Revocation confirmed(Instant when) {
        return new Revocation(id, scope, by, reason, at, state, revokedAt, Optional.of(when), roles, recorded);
    }

    Revocation onRecord() {
        return new Revocation(id, scope, by, reason, at, state, revokedAt, confirmedAt, roles, true);
    }

    public Revocation lifted() {
        return new Revocation(id, scope, by, reason, at, State.LIFTED, revokedAt, confirmedAt, roles, recorded);
    }

    /** Nothing about it is left to be done. */
    public boolean isDone(Instant now) {
        return state != State.REVOKING && recorded && (confirmedAt.isPresent() || !now.isBefore(over()));
    }
}
