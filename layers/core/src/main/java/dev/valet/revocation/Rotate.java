package dev.valet.revocation;

import dev.valet.Unavailable;
import dev.valet.audit.AuditEntry;
import dev.valet.audit.AuditLog;
import dev.valet.audit.Phase;
import dev.valet.grant.SecretArn;
import dev.valet.lease.Lease;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Has a value replaced whose lease ended. It may be done at any time, by anybody, again and again: a version that is not
 * the current one needs nothing more, so leases of one version that end one after the other cause one rotation.
 */
public final class Rotate {
    /**
     * Secrets Manager keeps about a hundred versions of a secret and removes none within a day. So a lease that ends by
     * itself, or is given back, waits this long after the last rotation: whoever may have a value could otherwise use all
     * of them up, and then nobody could rotate it.
     */
    static final Duration SPACING = Duration.ofMinutes(10);

    /** What takes longer has failed, as a rule, and somebody should look. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    /**
     * What can be said of a value.
     *
     * @param cause a code of what stands in the way; empty where nothing does
     */
    public record Result(Standing standing, String cause) {
        static final Result REPLACED = new Result(Standing.REPLACED, "");

        public boolean isReplaced() {
            return standing == Standing.REPLACED;
        }
    }

    public enum Standing {
        /** It was seen not to be the current version of its secret. What it opened may still take it: that is the rotation's part. */
        REPLACED,
        /** Secrets Manager was asked, and is at it. */
        ASKED,
        /** The secret was rotated so lately that this waits. */
        WAITING,
        /** Not now: Secrets Manager or the table failed, or the secret has no rotation. */
        PENDING
    }

    private final Rotations rotations;
    private final Rotator rotator;
    private final AuditLog audit;
    private final Clock clock;

    public Rotate(Rotations rotations, Rotator rotator, AuditLog audit, Clock clock) {
        this.rotations = rotations;
        this.rotator = rotator;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Lists what an ended lease handed over, if it did.
     *
     * @param ended so marked on record, so that no version is noted after it is asked about
     * @throws Unavailable when that is not certain
     */
    Optional<SecretVersion> list(Lease ended) {
        var handed = rotations.handed(ended.agent(), ended.grant(), ended.id());
        if (handed instanceof Handed.Unknown) {
            throw new Unavailable("lease-unreadable");
        }
        var secret = SecretArn.parse(ended.target());
        return list(new Due(ended.agent(), ended.grant(), ended.id(), secret, ended.expiresAt(), handed));
    }

    /** Leases whose end takes an act, over at {@code time} and not struck off: until then they may be alive. */
    List<Due> live(Instant time) {
        return rotations.due(time, Integer.MAX_VALUE);
    }

    Optional<SecretVersion> list(Due due) {
        var value = handed(due);
        value.map(one -> new Rotation(one, due.agent(), due.grant(), due.lease(), Optional.empty(), false))
                .ifPresent(rotations::add);
        return value;
    }

    private Optional<SecretVersion> handed(Due due) {
        return switch (due.handed()) {
            case Handed.Version(String id) -> Optional.of(new SecretVersion(due.secret(), id));
            case Handed.Nothing() -> Optional.empty();
            // In doubt it is the current one.
            case Handed.Unknown() ->
                rotator.look(due.secret())
                        .flatMap(Rotator.Seen::current)
                        .map(id -> new SecretVersion(due.secret(), id));
        };
    }

    /** @param atOnce whether not to wait, because an operator wants it ended */
    public Result rotate(SecretVersion value, boolean atOnce) {
        try {
            // What is listed no more was seen to be replaced.
            return rotations.find(value).map(listed -> rotate(listed, atOnce)).orElse(Result.REPLACED);
        } catch (Unavailable unavailable) {
            return new Result(Standing.PENDING, unavailable.code());
        }
    }

    private Result rotate(Rotation rotation, boolean atOnce) {
        var seen = rotator.look(rotation.value().secret());
        if (isReplaced(rotation, seen)) {
            return settle(rotation);
        }
        if (!seen.orElseThrow().enabled()) {
            return new Result(Standing.PENDING, "rotation-not-enabled");
        }
        if (!atOnce && isLately(seen.orElseThrow().rotatedAt())) {
            return new Result(Standing.WAITING, "");
        }
        return ask(onRecord(rotation), seen.orElseThrow().underWay());
    }

    /** A secret that is gone has no current version. */
    private static boolean isReplaced(Rotation rotation, Optional<Rotator.Seen> seen) {
        return !seen.flatMap(Rotator.Seen::current)
                .equals(Optional.of(rotation.value().id()));
    }

    private boolean isLately(Optional<Instant> rotatedAt) {
        return rotatedAt
                .filter(at -> clock.instant().isBefore(at.plus(SPACING)))
                .isPresent();
    }

    private Result ask(Rotation rotation, boolean underWay) {
        var value = rotation.value();
        try {
            rotator.rotate(value.secret(), value.successor());
        } catch (Unavailable refused) {
            // One at a time: another rotation, or an earlier try of this one, is not finished.
            return underWay ? asked(rotation) : new Result(Standing.PENDING, refused.code());
        }
        return isReplaced(rotation, rotator.look(value.secret())) ? settle(rotation) : asked(rotation);
    }

    private Result asked(Rotation rotation) {
        boolean late = rotation.asked()
                .filter(first -> clock.instant().isAfter(first.plus(PATIENCE)))
                .isPresent();
        return late ? new Result(Standing.PENDING, "rotation-not-finished") : new Result(Standing.ASKED, "");
    }

    /** A rotation that the audit missed stays listed until it stands there. */
    private Result settle(Rotation rotation) {
        boolean missing = rotation.asked().isPresent() && !rotation.recorded();
        if (!missing || audit.append(entry(rotation))) {
            rotations.drop(rotation.value());
        }
        return Result.REPLACED;
    }

    /** Before it is asked for, but not instead: ending does not wait for the audit (INV-27). */
    private Rotation onRecord(Rotation rotation) {
        if (rotation.recorded()) {
            return rotation;
        }
        var further = rotation.asked(clock.instant(), audit.append(entry(rotation)));
        rotations.advance(further);
        return further;
    }

    private AuditEntry entry(Rotation rotation) {
        return AuditEntry.of(Phase.ROTATE, clock.instant(), "valet")
                .agent(rotation.agent().text())
                .grant(rotation.grant().text())
                .lease(rotation.lease().text())
                .with("secret", rotation.value().secret().text())
                .with("version", rotation.value().id())
                .with("successor", rotation.value().successor());
    }
}
