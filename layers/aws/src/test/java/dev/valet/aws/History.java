package dev.valet.aws;

import dev.valet.lease.Lease;
import dev.valet.revocation.Revocation;
import dev.valet.revocation.RevocationId;
import dev.valet.revocation.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Who asked for what, when it began and when the answer came: places in one order, no clock. It says which promises the
 * answers break, and knows nothing of how they came about.
 */
final class History {
    private final AtomicInteger now = new AtomicInteger();
    private final List<Issue> issues = new ArrayList<>();
    private final List<Revoke> revokes = new ArrayList<>();
    private final List<Lift> lifts = new ArrayList<>();

    /** @param lease on whose credential the agent laid hands */
    record Issue(int begun, int ended, Lease lease) {}

    /** @param id of the revocation that the answer named, whoever began it */
    record Revoke(int begun, int ended, RevocationId id, Scope scope) {
        boolean reaches(Lease lease) {
            return switch (scope) {
                case Scope.OfLease one -> one.lease().equals(lease.id());
                case Scope.OfGrant one ->
                    one.agent().equals(lease.agent()) && one.grant().equals(lease.grant());
                case Scope.OfAgent one -> one.agent().equals(lease.agent());
                case Scope.Everything() -> true;
            };
        }
    }

    /** Asked for, and perhaps done. */
    record Lift(int begun, RevocationId id) {}

    int now() {
        return now.incrementAndGet();
    }

    synchronized void handedOver(int begun, Lease lease) {
        issues.add(new Issue(begun, now(), lease));
    }

    synchronized void revoked(int begun, Revocation revocation) {
        revokes.add(new Revoke(begun, now(), revocation.id(), revocation.scope()));
    }

    /** Before it is asked for. */
    synchronized void lifting(Revocation revocation) {
        lifts.add(new Lift(now(), revocation.id()));
    }

    synchronized List<Issue> issues() {
        return List.copyOf(issues);
    }

    synchronized List<Revoke> revokes() {
        return List.copyOf(revokes);
    }

    /**
     * Once every revocation is finished.
     *
     * @param marked whether a lease is marked as revoked
     * @param listed whether a revocation has its entry among the denies
     */
    synchronized List<String> broken(Predicate<Lease> marked, Predicate<RevocationId> listed) {
        var broken = new ArrayList<String>();
        for (var revoke : revokes) {
            for (var issue : issues) {
                if (revoke.reaches(issue.lease()) && !liftedBefore(issue.ended(), revoke.id())) {
                    broken(revoke, issue, marked, listed).ifPresent(broken::add);
                }
            }
        }
        return broken;
    }

    private static Optional<String> broken(
            Revoke revoke, Issue issue, Predicate<Lease> marked, Predicate<RevocationId> listed) {
        var both = issue + " and " + revoke;
        if (revoke.ended() < issue.begun()) {
            return Optional.of("INV-9 issued after revoke() returned: " + both);
        }
        if (!marked.test(issue.lease())) {
            return Optional.of("issued before, and not marked: " + both);
        }
        return listed.test(revoke.id())
                ? Optional.empty()
                : Optional.of("issued before, and not listed for denial: " + both);
    }

    /** Whether it may have been allowed again by then. */
    private boolean liftedBefore(int then, RevocationId id) {
        return lifts.stream().anyMatch(lift -> lift.id().equals(id) && lift.begun() < then);
    }
}
