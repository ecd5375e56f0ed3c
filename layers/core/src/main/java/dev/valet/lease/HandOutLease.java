package dev.valet.lease;

import dev.valet.Reason;
import dev.valet.audit.AuditLog;
import dev.valet.grant.Grant;
import dev.valet.identity.Principal;
import dev.valet.registry.Registry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Serves an SDK's credentials document. SDKs refresh a fifteen-minute session on nearly every call, so the same lease is
 * handed out again while enough of it is left (S-11): from this memory only, for the very same caller, grant and parameters,
 * after a fresh look at the versions it was decided on, with an audit record for every hand-over, one caller minting at a
 * time for one key.
 */
public final class HandOutLease {
    /** Less than this left: time for a new one. */
    static final Duration ENOUGH = Duration.ofMinutes(4);

    private static final int MOST_HELD = 1000;

    private final Decide decide;
    private final Registry registry;
    private final IssueLease issueLease;
    private final Leases leases;
    private final Journal journal;
    private final Clock clock;
    private final ConcurrentHashMap<Key, Held> held = new ConcurrentHashMap<>();

    private record Key(String principal, String grant, Map<String, String> parameters) {}

    /** What one key holds; its monitor is the single flight. */
    private static final class Held {
        Outcome.@Nullable Issued last;
    }

    public HandOutLease(
            Decide decide, Registry registry, IssueLease issueLease, Leases leases, AuditLog audit, Clock clock) {
        this.decide = decide;
        this.registry = registry;
        this.issueLease = issueLease;
        this.leases = leases;
        this.journal = new Journal(audit, clock);
        this.clock = clock;
    }

    /** @param request without an idempotency key, for a grant of the full 900 seconds */
    public Outcome handOut(Principal principal, LeaseRequest request) {
        dropExpired();
        var key = new Key(principal.key(), request.grant().text(), new TreeMap<>(request.parameters()));
        var place = held.computeIfAbsent(key, _ -> new Held());
        synchronized (place) {
            var last = place.last;
            if (last != null && isEnoughLeft(last) && mayHaveIt(principal, request, last)) {
                return journal.reused(last.lease()) ? last : busy();
            }
            place.last = null;
            var outcome = issueLease.issue(principal, request);
            place.last = outcome instanceof Outcome.Issued issued && isFullLength(issued) ? issued : null;
            return outcome;
        }
    }

    /** Before a checkpoint, and whenever nothing may be held. */
    public void forget() {
        held.clear();
    }

    public boolean holdsNothing() {
        return held.isEmpty();
    }

    /** A document for a shorter lease would be dead before the SDK asks again. */
    private static boolean isFullLength(Outcome.Issued issued) {
        var lease = issued.lease();
        return Duration.between(lease.issuedAt(), lease.expiresAt()).toSeconds() == Grant.MOST_TTL;
    }

    /** The hour or the place may be another than before; the look says whether all it was decided on still holds. */
    private boolean mayHaveIt(Principal principal, LeaseRequest request, Outcome.Issued last) {
        return decide.decide(registry, principal, request) instanceof Verdict.Allowed
                && leases.look(last.lease()) == Leases.Look.LIVE;
    }

    private boolean isEnoughLeft(Outcome.Issued issued) {
        return Duration.between(clock.instant(), issued.lease().expiresAt()).compareTo(ENOUGH) > 0;
    }

    private void dropExpired() {
        if (held.size() >= MOST_HELD) {
            held.clear();
        }
        held.values().removeIf(place -> place.last != null && !isEnoughLeft(place.last));
    }

    private static Outcome busy() {
        return new Outcome.Denied(Refusal.of(Reason.UPSTREAM_BUSY, "audit-not-written"));
    }
}
