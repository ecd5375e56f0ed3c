package dev.valet.revocation;

import dev.valet.Unavailable;
import dev.valet.audit.AuditEntry;
import dev.valet.audit.AuditLog;
import dev.valet.audit.Phase;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.identity.RoleArn;
import dev.valet.lease.Lease;
import dev.valet.revocation.Deny.Hits;
import dev.valet.revocation.Enforce.Result;
import dev.valet.revocation.Revocation.State;
import dev.valet.revocation.Revocations.Granted;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Ends leases before their time, in the order that makes it safe: first nothing new can be had, then what was had is found
 * and listed for denial, then the roles deny it. It pushes on through failures: what cannot be done now is done by
 * {@link Sweep} (promise 9).
 */
public final class Revoke {
    private final Revocations revocations;
    private final Denials denials;
    private final Enforce enforce;
    private final AuditLog audit;
    private final Clock clock;

    public Revoke(Revocations revocations, Denials denials, Enforce enforce, AuditLog audit, Clock clock) {
        this.revocations = revocations;
        this.denials = denials;
        this.enforce = enforce;
        this.audit = audit;
        this.clock = clock;
    }

    public sealed interface Outcome {
        /** @param roles how each role that it reaches stands; empty where it was finished before */
        record Begun(Revocation revocation, Map<RoleArn, Result> roles) implements Outcome {
            public Begun {
                roles = Map.copyOf(roles);
            }
        }

        /** Nothing of this name is there. */
        record Nothing() implements Outcome {}
    }

    /** @throws Unavailable when not even the beginning is certain: ask again */
    public Outcome revoke(Scope scope, Asker by, String reason) {
        var asked = Revocation.begin(scope, by, reason, clock.instant());
        return switch (revocations.begin(asked)) {
            case Revocations.Begun.Ours() -> carryOn(asked);
            case Revocations.Begun.Before(Revocation earlier) ->
                earlier.isDone(clock.instant()) ? new Outcome.Begun(earlier, Map.of()) : carryOn(earlier);
            case Revocations.Begun.Nothing() -> new Outcome.Nothing();
        };
    }

    /** Does what is left to do of it. */
    Outcome.Begun carryOn(Revocation begun) {
        var revocation = begun;
        Map<RoleArn, Result> roles = Map.of();
        try {
            if (revocation.state() == State.REVOKING) {
                revocation = revocations.advance(ended(revocation));
            }
            if (!revocation.recorded() && audit.append(entry(revocation))) {
                revocation = revocations.advance(revocation.onRecord());
            }
            roles = enforced(revocation.roles());
            if (revocation.confirmedAt().isEmpty() && roles.values().stream().allMatch(Result::isConfirmed)) {
                revocation = revocations.advance(revocation.confirmed(clock.instant()));
            }
            if (revocation.isDone(clock.instant())) {
                revocations.done(revocation.id());
            }
        } catch (Unavailable unavailable) {
            // It stands as far as it came; the rest is pending.
        }
        return new Outcome.Begun(revocation, roles);
    }

    private Revocation ended(Revocation revocation) {
        var ending = new Ending(revocation);
        ending.run();
        return revocation.revoked(clock.instant(), ending.reached);
    }

    private AuditEntry entry(Revocation revocation) {
        var entry = AuditEntry.of(Phase.REVOKE, clock.instant(), revocation.by().principal())
                .with("person", revocation.by().person())
                .with("revocation", revocation.id().text())
                .with("reason", revocation.reason())
                .with("roles", Integer.toString(revocation.roles().size()))
                .with("begunAt", revocation.at().toString());
        return revocation.scope().named(entry);
    }

    /** All roles at once: a caller waits for the slowest, not for the sum. */
    private Map<RoleArn, Result> enforced(List<RoleArn> roles) {
        var work = new HashMap<RoleArn, CompletableFuture<Result>>();
        roles.forEach(role -> work.put(
                role,
                CompletableFuture.supplyAsync(
                        () -> enforce.enforce(role), task -> Thread.ofVirtual().start(task))));
        var results = new HashMap<RoleArn, Result>();
        work.forEach((role, result) -> results.put(role, result.join()));
        return results;
    }

    /** Finds what a revocation reaches, lists it for denial and marks it. Run again, it does the same again. */
    private final class Ending {
        private final Revocation revocation;
        private final Set<RoleArn> reached = new TreeSet<>(Comparator.comparing(RoleArn::toString));

        private Ending(Revocation revocation) {
            this.revocation = revocation;
        }

        private void run() {
            switch (revocation.scope()) {
                case Scope.OfLease one ->
                    revocations.lease(one.agent(), one.grant(), one.lease()).ifPresent(this::lease);
                case Scope.OfGrant one ->
                    revocations.grant(one.agent(), one.grant()).ifPresent(grant -> grant(one.agent(), grant));
                case Scope.OfAgent one -> revocations.grantsOf(one.agent()).forEach(grant -> grant(one.agent(), grant));
                // Leases are not marked one by one: all were decided at an earlier kill epoch.
                case Scope.Everything() -> revocations.roles().forEach(role -> deny(role, everyone()));
            }
        }

        private void lease(Lease lease) {
            lease.role().ifPresent(role -> deny(role, new Hits.OneLease(lease.id(), lease.grant(), before())));
            end(lease);
        }

        /** First the deny, then the mark: what is marked is listed. */
        private void grant(AgentId agent, Granted granted) {
            var hits = hits(agent, granted.grant());
            granted.role().ifPresent(role -> deny(role, hits));
            var found = revocations.leases(agent, granted.grant(), revocation.reachesBackTo());
            found.stream().flatMap(lease -> lease.role().stream()).distinct().forEach(role -> deny(role, hits));
            found.forEach(this::end);
        }

        private Hits hits(AgentId agent, GrantId grant) {
            return revocation.scope() instanceof Scope.OfAgent
                    ? new Hits.OneAgent(agent, before())
                    : new Hits.OneGrant(grant, before());
        }

        private Hits everyone() {
            return new Hits.WholeRole(before());
        }

        private Instant before() {
            return revocation.settled();
        }

        private void deny(RoleArn role, Hits hits) {
            if (reached.add(role)) {
                denials.add(new Deny(revocation.id(), role, hits, revocation.over()));
            }
        }

        private void end(Lease lease) {
            if (lease.state() != Lease.State.REVOKED) {
                revocations.end(lease, revocation.id());
            }
        }
    }
}
