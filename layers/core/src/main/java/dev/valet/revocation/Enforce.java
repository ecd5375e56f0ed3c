package dev.valet.revocation;

import dev.valet.Unavailable;
import dev.valet.audit.AuditEntry;
import dev.valet.audit.AuditLog;
import dev.valet.audit.Phase;
import dev.valet.identity.RoleArn;
import dev.valet.revocation.Denials.Placed;
import dev.valet.revocation.Probes.Answer;
import dev.valet.revocation.Probes.Probe;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Makes one role deny what it should: rebuilds its policy from the entries on record, under a lock, and looks whether IAM
 * acts on it. It may be done at any time, by anybody, again and again.
 */
public final class Enforce {
    /** Longer than a function lives, so that no put of a former holder's is under way. */
    static final Duration HOLDING = Duration.ofSeconds(60);

    /** How long a caller waits to see the denial; one public measurement found three to four seconds. */
    static final int LOOKS = 12;

    static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    /**
     * What can be said of a role.
     *
     * @param cause a code of what stands in the way; empty when confirmed
     */
    public record Result(Standing standing, String cause) {
        static final Result CONFIRMED = new Result(Standing.CONFIRMED, "");

        public boolean isConfirmed() {
            return standing == Standing.CONFIRMED;
        }
    }

    public enum Standing {
        /** A session listed in the policy was seen to be denied; or there is nothing left to deny. */
        CONFIRMED,
        /** The policy is on the role; nobody has seen it act yet. */
        IN_PLACE,
        /** Not now: IAM or the table failed, or somebody else is at it. */
        PENDING
    }

    /** Waits. A test turns its clock instead. */
    @FunctionalInterface
    public interface Pause {
        void pause(Duration time);
    }

    private final Denials denials;
    private final RolePolicies policies;
    private final Probes probes;
    private final AuditLog audit;
    private final Clock clock;
    private final Pause pause;

    public Enforce(Denials denials, RolePolicies policies, Probes probes, AuditLog audit, Clock clock, Pause pause) {
        this.denials = denials;
        this.policies = policies;
        this.probes = probes;
        this.audit = audit;
        this.clock = clock;
        this.pause = pause;
    }

    public Result enforce(RoleArn role) {
        try {
            var lock = denials.lock(role, clock.instant(), HOLDING);
            if (lock.isEmpty()) {
                return new Result(Standing.PENDING, "somebody-else-is-at-it");
            }
            try {
                return locked(role);
            } finally {
                denials.unlock(lock.get());
            }
        } catch (Unavailable unavailable) {
            return new Result(Standing.PENDING, unavailable.code());
        }
    }

    private Result locked(RoleArn role) {
        var now = clock.instant();
        var entries = denials.of(role);
        var live = entries.stream().filter(deny -> deny.until().isAfter(now)).toList();
        var result = live.isEmpty() ? clear(role) : uphold(role, live);
        // The policy is written without them by now.
        entries.stream().filter(deny -> !live.contains(deny)).forEach(denials::drop);
        if (live.isEmpty()) {
            denials.forget(role);
        }
        return result;
    }

    private Result clear(RoleArn role) {
        if (policies.read(role).isPresent()) {
            policies.remove(role);
        }
        return Result.CONFIRMED;
    }

    private Result uphold(RoleArn role, List<Deny> live) {
        var placed = denials.placed(role);
        if (placed.isPresent()
                && policies.read(role)
                        .equals(Optional.of(DenyPolicy.of(live, placed.get().probe())))) {
            return placed.get().confirmed() ? Result.CONFIRMED : lookAgain(role, placed.get());
        }
        var probe = ProbeId.next(clock.instant());
        var session = open(role, probe);
        boolean allowedBefore = session.map(Probe::ask).equals(Optional.of(Answer.ALLOWED));
        write(role, live, probe);
        if (!allowedBefore) {
            return inPlace("not-probed");
        }
        return isDeniedSoon(session.orElseThrow()) ? confirm(role, probe) : inPlace("not-seen-yet");
    }

    private void write(RoleArn role, List<Deny> live, ProbeId probe) {
        var document = DenyPolicy.of(live, probe);
        denials.place(role, new Placed(probe, false));
        policies.put(role, document);
        if (!policies.read(role).equals(Optional.of(document))) {
            throw new Unavailable("denies-not-as-written");
        }
    }

    private boolean isDeniedSoon(Probe session) {
        for (int i = 0; i < LOOKS; i++) {
            if (session.ask() == Answer.DENIED) {
                return true;
            }
            pause.pause(BETWEEN_LOOKS);
        }
        return false;
    }

    /**
     * The session that was seen to be allowed is gone with the process that held it. Two new ones do as well: one that is
     * listed is denied, while one that is not is allowed.
     */
    private Result lookAgain(RoleArn role, Placed placed) {
        var other = open(role, ProbeId.next(clock.instant())).map(Probe::ask);
        var listed = open(role, placed.probe()).map(Probe::ask);
        boolean acts = other.equals(Optional.of(Answer.ALLOWED)) && listed.equals(Optional.of(Answer.DENIED));
        return acts ? confirm(role, placed.probe()) : inPlace("not-seen-yet");
    }

    private static Result inPlace(String cause) {
        return new Result(Standing.IN_PLACE, cause);
    }

    private Result confirm(RoleArn role, ProbeId probe) {
        denials.place(role, new Placed(probe, true));
        return Result.CONFIRMED;
    }

    /** A probe is a session like any other: none without a record (INV-23). */
    private Optional<Probe> open(RoleArn role, ProbeId probe) {
        Instant now = clock.instant();
        boolean recorded = audit.append(AuditEntry.of(Phase.PROBE, now, "valet")
                .with("probe", probe.text())
                .with("role", role.toString()));
        return recorded ? probes.open(role, probe) : Optional.empty();
    }
}
