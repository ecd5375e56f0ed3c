package dev.valet.revocation;

import dev.valet.Unavailable;
import dev.valet.audit.AuditEntry;
import dev.valet.audit.AuditLog;
import dev.valet.audit.Phase;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.identity.RoleArn;
import dev.valet.lease.Lease;
import dev.valet.performance.EndPerformances;
import dev.valet.performance.Performance;
import dev.valet.revocation.Deny.Hits;
import dev.valet.revocation.Enforce.Result;
import dev.valet.revocation.Revocation.State;
import dev.valet.revocation.Revocations.Granted;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Ends leases before their time, in the order that makes it safe: first nothing new can be had, then what was had is found
 * and listed for denial, then the roles deny it and values are rotated. An action that was only reserved is given back, one that
 * was sent is named. It pushes on through failures: what cannot be done now is done by {@link Sweep} (promise 9).
 */
public final class Revoke {
    private final Revocations revocations;
    private final Denials denials;
    private final Enforce enforce;
    private final Rotate rotate;
    private final EndPerformances performances;
    private final AuditLog audit;
    private final Clock clock;

    public Revoke(
            Revocations revocations,
            Denials denials,
            Enforce enforce,
            Rotate rotate,
            EndPerformances performances,
            AuditLog audit,
            Clock clock) {
        this.revocations = revocations;
        this.denials = denials;
        this.enforce = enforce;
        this.rotate = rotate;
        this.performances = performances;
        this.audit = audit;
        this.clock = clock;
    }

    public sealed interface Outcome {
        /**
         * @param roles how each role that it reaches stands; empty where it was finished before
         * @param values how each value that it has rotated stands; empty as well
         * @param inFlight actions that had been sent and may yet be done; empty where they were told of before
         */
        record Begun(
                Revocation revocation,
                Map<RoleArn, Result> roles,
                Map<SecretVersion, Rotate.Result> values,
                List<Performance> inFlight)
                implements Outcome {
            public Begun {
                roles = Map.copyOf(roles);
                values = Map.copyOf(values);
                inFlight = List.copyOf(inFlight);
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
                earlier.isDone(clock.instant())
                        ? new Outcome.Begun(earlier, Map.of(), Map.of(), List.of())
                        : carryOn(earlier);
            case Revocations.Begun.Nothing() -> new Outcome.Nothing();
        };
    }

    /** Does what is left to do of it. */
    Outcome.Begun carryOn(Revocation begun) {
        var revocation = begun;
        Map<RoleArn, Result> roles = Map.of();
        Map<SecretVersion, Rotate.Result> values = Map.of();
        var ending = new Ending(revocation);
        try {
            if (revocation.state() == State.REVOKING) {
                ending.run();
                revocation = revocations.advance(revocation.revoked(
                        clock.instant(), new Revocation.Reached(ending.roles, ending.values, ending.leavesValues)));
            }
            if (!revocation.recorded() && audit.append(entry(revocation))) {
                revocation = revocations.advance(revocation.onRecord());
            }
            var rotating = Together.begin(rotating(revocation));
            roles = Together.each(revocation.roles(), enforce::enforce);
            values = rotating.join();
            if (revocation.confirmedAt().isEmpty() && isSeen(revocation, roles, values)) {
                revocation = revocations.advance(revocation.confirmed(clock.instant()));
            }
            if (revocation.isDone(clock.instant())) {
                revocations.done(revocation.id());
            }
        } catch (Unavailable unavailable) {
            // It stands as far as it came; the rest is pending.
        }
        return new Outcome.Begun(revocation, roles, values, ending.inFlight);
    }

    private Supplier<Map<SecretVersion, Rotate.Result>> rotating(Revocation revocation) {
        boolean atOnce = revocation.by().isPerson();
        return () -> Together.each(revocation.values(), value -> rotate.rotate(value, atOnce));
    }

    private static boolean isSeen(
            Revocation revocation, Map<RoleArn, Result> roles, Map<SecretVersion, Rotate.Result> values) {
        return !revocation.leavesValues()
                && roles.values().stream().allMatch(Result::isConfirmed)
                && values.values().stream().allMatch(Rotate.Result::isReplaced);
    }

    private AuditEntry entry(Revocation revocation) {
        var entry = AuditEntry.of(Phase.REVOKE, clock.instant(), revocation.by().principal())
                .with("person", revocation.by().person())
                .with("revocation", revocation.id().text())
                .with("reason", revocation.reason())
                .with("roles", Integer.toString(revocation.roles().size()))
                .with("values", Integer.toString(revocation.values().size()))
                .with("begunAt", revocation.at().toString());
        return revocation.scope().named(entry);
    }

    /** Finds what a revocation reaches, lists it for denial and marks it. Run again, it does the same again. */
    private final class Ending {
        private final Revocation revocation;
        private final Set<RoleArn> roles = new TreeSet<>(Comparator.comparing(RoleArn::toString));
        private final Set<SecretVersion> values = new LinkedHashSet<>();
        private boolean leavesValues;
        private final List<Performance> inFlight = new ArrayList<>();

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
                case Scope.Everything() -> everything();
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
            inFlight.addAll(performances.of(agent, granted.grant(), revocation.reachesBackTo()));
        }

        private Hits hits(AgentId agent, GrantId grant) {
            return revocation.scope() instanceof Scope.OfAgent
                    ? new Hits.OneAgent(agent, before())
                    : new Hits.OneGrant(grant, before());
        }

        /**
         * Leases of sessions are not marked one by one: all were decided at an earlier kill epoch. Those whose value is to be
         * rotated are, so that none is noted after it was looked for here.
         */
        private void everything() {
            revocations.roles().forEach(role -> deny(role, new Hits.WholeRole(before())));
            rotate.live(revocation.over())
                    .forEach(due -> revocations
                            .lease(due.agent(), due.grant(), due.lease())
                            .ifPresent(this::end));
            inFlight.addAll(performances.all());
        }

        private Instant before() {
            return revocation.settled();
        }

        private void deny(RoleArn role, Hits hits) {
            if (roles.add(role)) {
                denials.add(new Deny(revocation.id(), role, hits, revocation.over()));
            }
        }

        private void end(Lease lease) {
            if (lease.state() != Lease.State.REVOKED) {
                revocations.end(lease, revocation.id());
            }
            if (lease.rotateOnEnd()) {
                rotate.list(lease).ifPresent(values::add);
            } else {
                leavesValues |= lease.role().isEmpty() && lease.state() != Lease.State.WITHHELD;
            }
        }
    }
}
