package dev.valet.aws;

import static dev.valet.aws.Samples.NOON;
import static dev.valet.aws.Samples.READER;
import static dev.valet.aws.Samples.REPORTER;
import static dev.valet.aws.Samples.agent;
import static dev.valet.aws.Samples.grant;
import static dev.valet.aws.Samples.role;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Unavailable;
import dev.valet.approval.Approval;
import dev.valet.approval.AskForApproval;
import dev.valet.audit.AuditLog;
import dev.valet.grant.GrantId;
import dev.valet.guardrail.Guardrails;
import dev.valet.identity.RoleArn;
import dev.valet.lease.Decide;
import dev.valet.lease.IssueLease;
import dev.valet.lease.Lease;
import dev.valet.lease.LeaseRequest;
import dev.valet.lease.Leases;
import dev.valet.lease.Outcome;
import dev.valet.limit.Limits;
import dev.valet.limit.Origin;
import dev.valet.performance.EndPerformances;
import dev.valet.registry.Document;
import dev.valet.revocation.Asker;
import dev.valet.revocation.Enforce;
import dev.valet.revocation.Lift;
import dev.valet.revocation.Revocation;
import dev.valet.revocation.Revoke;
import dev.valet.revocation.Rotate;
import dev.valet.revocation.RotateDue;
import dev.valet.revocation.Scope;
import dev.valet.revocation.Sweep;
import dev.valet.testkit.MemoryIam;
import dev.valet.testkit.MemorySecrets;
import dev.valet.testkit.RecordingMinter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Write first, check last, on the real rows: environments that issue against others that revoke and allow again, every
 * request of theirs in an order that a seed chooses, and answers lost now and then (T-13, INV-9).
 */
class IssuersAgainstRevokersTest {
    private static final GrantId ARCHIVE = GrantId.parse("reports-archive");
    private static final RoleArn ROLE = RoleArn.parse(Samples.ROLE);
    private static final Scope THE_AGENT = new Scope.OfAgent(REPORTER);
    private static final Scope THE_GRANT = new Scope.OfGrant(REPORTER, READER);
    private static final Scope THE_ARCHIVE = new Scope.OfGrant(REPORTER, ARCHIVE);
    private static final int ISSUERS = 6;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noOrderOfRequestsBreaksAPromise(long seed) throws Exception {
        var race = new Race(seed, 5, UnaryOperator.identity());
        race.run(
                () -> race.revokeAndLift(THE_GRANT, 3),
                () -> race.revokeAndLift(THE_AGENT, 2),
                () -> race.revokeAndLift(THE_ARCHIVE, 1),
                () -> race.revoke(THE_GRANT));
        assertThat(race.broken()).isEmpty();
        assertThat(race.history.revokes()).hasSizeGreaterThan(4);
    }

    @Tag("deep")
    @ParameterizedTest
    @MethodSource("manySeeds")
    void norDoesAnyOfMany(long seed) throws Exception {
        noOrderOfRequestsBreaksAPromise(seed);
    }

    static LongStream manySeeds() {
        return LongStream.rangeClosed(100, 140);
    }

    /** As if the last look were left out: the history shows it, so a history that shows nothing says something. */
    @Test
    void withoutTheLookPromisesBreak() throws Exception {
        var race = new Race(1, 30, Unlooking::new); // enough to be still at it when the revocation returns
        race.run(() -> {
            await(race.warm); // with caches that say yes
            race.revoke(THE_AGENT);
        });
        assertThat(race.broken()).isNotEmpty();
    }

    private record Unlooking(Leases whole) implements Leases {
        @Override
        public Look look(Lease lease) {
            return Look.LIVE;
        }

        @Override
        public Claim claim(Once once) {
            return whole.claim(once);
        }

        @Override
        public Optional<Claim> earlier(String principal, String key, String requestHash) {
            return whole.earlier(principal, key, requestHash);
        }

        @Override
        public Opening open(Lease lease, Limits ofGrant, Limits ofAgent, Optional<Approval> approved) {
            return whole.open(lease, ofGrant, ofAgent, approved);
        }

        @Override
        public boolean note(Lease lease, String version) {
            return whole.note(lease, version);
        }

        @Override
        public void withhold(Lease lease) {
            whole.withhold(lease);
        }

        @Override
        public boolean disown(Lease lease, Instant at) {
            return whole.disown(lease, at);
        }
    }

    /** One fleet of environments, and everything that they share. */
    private static final class Race {
        private final LocalTables tables = new LocalTables();
        private final ShuffledLine line;
        private final StateTable table;
        private final int each;
        private final UnaryOperator<Leases> leases;
        private final TurningClock clock = new TurningClock(NOON);
        private final RecordingMinter minter = new RecordingMinter(new MemorySecrets(clock));
        private final MemoryIam iam = new MemoryIam(clock);
        private final DynamoRevocations revocations;
        private final DynamoDenials denials;
        private final DynamoRotations rotations;
        private final History history = new History();
        private final CountDownLatch warm = new CountDownLatch(ISSUERS);

        /** @param each so many leases each environment asks for */
        private Race(long seed, int each, UnaryOperator<Leases> leases) {
            this.each = each;
            line = new ShuffledLine(LocalTables.http(), seed);
            table = tables.state(line);
            this.leases = leases;
            revocations = new DynamoRevocations(table);
            denials = new DynamoDenials(table);
            rotations = new DynamoRotations(table);
            var configuration = new Configured(tables.state());
            configuration.put(new Document.OfAgent(agent("reporter", role("reporter"))), 0);
            configuration.put(new Document.OfGrant(grant("reporter", READER.text())), 0);
            configuration.put(new Document.OfGrant(grant("reporter", ARCHIVE.text())), 0);
        }

        private void run(Runnable... against) throws InterruptedException, ExecutionException {
            var work = new ArrayList<>(List.of(against));
            IntStream.range(0, ISSUERS).forEach(_ -> work.add(this::issueSome));
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var done : work.stream().map(threads::submit).toList()) {
                    done.get();
                }
            }
            line.loseNoMore();
            finish();
        }

        /** One environment: caches and a chain of its own. */
        private void issueSome() {
            var audit = audit();
            var registry = new DynamoRegistry(table, _ -> Guardrails.NONE, clock);
            var approvals = new AskForApproval(new DynamoApprovals(table), audit, clock);
            var issueLease = new IssueLease(
                    new Decide((_, _) -> false, clock),
                    registry,
                    leases.apply(new DynamoLeases(table)),
                    minter,
                    approvals,
                    audit,
                    clock);
            for (int i = 0; i < each; i++) {
                int begun = history.now();
                var outcome = issueLease.issue(role("reporter"), request(i % 2 == 0 ? READER : ARCHIVE));
                if (outcome instanceof Outcome.Issued issued) {
                    history.handedOver(begun, issued.lease());
                }
                if (i == 0) {
                    warm.countDown();
                }
            }
        }

        private void revokeAndLift(Scope scope, int times) {
            // Settled, as if a minute had gone by: nothing here hangs on a session's time.
            var lift = new Lift(revocations, audit(), Clock.offset(clock, Duration.ofSeconds(62)));
            for (int i = 0; i < times; i++) {
                revoke(scope).ifPresent(revoked -> {
                    history.lifting(revoked);
                    try {
                        lift.lift(revoked, Asker.VALET, "over");
                    } catch (Unavailable perhaps) {
                        // It may have been lifted, which the history allows for.
                    }
                });
            }
        }

        private Optional<Revocation> revoke(Scope scope) {
            int begun = history.now();
            var outcome = revoker(audit()).revoke(scope, Asker.VALET, "a drill");
            if (outcome instanceof Revoke.Outcome.Begun done) {
                history.revoked(begun, done.revocation());
                return Optional.of(done.revocation());
            }
            return Optional.empty();
        }

        private Revoke revoker(AuditLog audit) {
            return new Revoke(revocations, denials, enforce(audit), rotate(audit), performances(), audit, clock);
        }

        private Enforce enforce(AuditLog audit) {
            return new Enforce(denials, iam, iam, audit, clock, _ -> {});
        }

        private EndPerformances performances() {
            var performances = new DynamoPerformances(table);
            return new EndPerformances(performances, performances, clock);
        }

        private Rotate rotate(AuditLog audit) {
            return new Rotate(rotations, new MemorySecrets(clock), audit, clock);
        }

        private AuditLog audit() {
            return new AuditLog(tables.audit(line));
        }

        private void finish() {
            var audit = audit();
            var rotateDue = new RotateDue(rotations, rotate(audit), clock);
            var sweep = new Sweep(revocations, denials, revoker(audit), enforce(audit), rotateDue);
            for (int i = 0; i < 3; i++) {
                clock.turn(Duration.ofSeconds(62));
                sweep.sweep();
            }
            assertThat(revocations.pending()).isEmpty();
        }

        private List<String> broken() {
            var state = List.of(READER, ARCHIVE).stream()
                    .flatMap(id -> revocations.leases(REPORTER, id, NOON).stream())
                    .collect(Collectors.toMap(Lease::id, Lease::state));
            var listed = new HashSet<>(
                    denials.of(ROLE).stream().map(deny -> deny.because()).toList());
            var broken = new ArrayList<>(
                    history.broken(lease -> state.get(lease.id()) == Lease.State.REVOKED, listed::contains));
            var handedOver =
                    history.issues().stream().map(issue -> issue.lease().id()).toList();
            minter.minted().stream()
                    .filter(lease -> !handedOver.contains(lease.id()) && state.get(lease.id()) == Lease.State.LIVE)
                    .forEach(lease -> broken.add("INV-14 minted, not handed over and not withheld: " + lease.id()));
            return broken;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static LeaseRequest request(GrantId grant) {
        return new LeaseRequest(
                grant, Map.of("team", "sales"), "", Optional.empty(), Optional.empty(), Origin.UNKNOWN, false);
    }
}
