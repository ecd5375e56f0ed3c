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
 * @param confirmedAt when sessions listed beside them were seen to be denied, in this Region, and the values handed over to
 *     be replaced; empty until then, and for good where it leaves values
 * @param roles whose sessions it ends; empty until it is revoked
 * @param values that leases it ends handed over, to be rotated; empty until it is revoked
 * @param leavesValues whether it ended leases of values whose grant asks for no rotation: their copies live on
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
        List<SecretVersion> values,
        boolean leavesValues,
        boolean recorded) {
    public Revocation {
        roles = List.copyOf(roles);
        values = List.copyOf(values);
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
                List.of(),
                false,
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

    /** What a revocation ended. */
    record Reached(Collection<RoleArn> roles, Collection<SecretVersion> values, boolean leavesValues) {}

    Revocation revoked(Instant when, Reached reached) {
        return new Revocation(
                id,
                scope,
                by,
                reason,
                at,
                State.REVOKED,
                Optional.of(when),
                confirmedAt,
                List.copyOf(reached.roles()),
                List.copyOf(reached.values()),
                reached.leavesValues(),
                recorded);
    }

    Revocation confirmed(Instant when) {
        return now(state, Optional.of(when), recorded);
    }

    Revocation onRecord() {
        return now(state, confirmedAt, true);
    }

    public Revocation lifted() {
        return now(State.LIFTED, confirmedAt, recorded);
    }

    private Revocation now(State state, Optional<Instant> confirmedAt, boolean recorded) {
        return new Revocation(
                id, scope, by, reason, at, state, revokedAt, confirmedAt, roles, values, leavesValues, recorded);
    }

    /** Nothing about it is left to be done. */
    public boolean isDone(Instant now) {
        return state != State.REVOKING && recorded && (confirmedAt.isPresent() || !now.isBefore(over()));
    }
}
