package dev.valet.performance;

import static dev.valet.testkit.ActionWorld.payment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Reason;
import dev.valet.action.PerformanceId;
import dev.valet.action.Performer;
import dev.valet.audit.AuditLog;
import dev.valet.performance.ActionOutcome.Denied;
import dev.valet.performance.ActionOutcome.Done;
import dev.valet.performance.ActionOutcome.NotDone;
import dev.valet.performance.Performance.State;
import dev.valet.revocation.Enforce;
import dev.valet.revocation.Revoke;
import dev.valet.revocation.Rotate;
import dev.valet.revocation.Scope;
import dev.valet.testkit.ActionWorld;
import dev.valet.testkit.MemoryDenials;
import dev.valet.testkit.MemoryIam;
import dev.valet.testkit.MemoryLeases;
import dev.valet.testkit.MemoryPerformances;
import dev.valet.testkit.MemoryRevocations;
import dev.valet.testkit.MemoryRotations;
import dev.valet.testkit.MemorySecrets;
import dev.valet.testkit.TestBroker;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a revocation does about actions: those that were reserved, those that were sent, and those that come later. */
class RevokingActionsTest {
    private final ActionWorld world = new ActionWorld();
    private final MemoryPerformances memory = (MemoryPerformances) world.store().performances();
    private final AuditLog audit = new AuditLog(world.auditStore);
    private final MemoryDenials denials = new MemoryDenials();
    private final MemoryIam iam = new MemoryIam(world.clock);
    private final MemoryLeases leases = new MemoryLeases(world.registry);
    private final Revoke revoke = new Revoke(
            new MemoryRevocations(world.registry, leases),
            denials,
            new Enforce(denials, iam, iam, audit, world.clock, world.clock::turn),
            new Rotate(new MemoryRotations(leases), new MemorySecrets(world.clock), audit, world.clock),
            new EndPerformances(memory, memory, world.clock),
            audit,
            world.clock);

    static Stream<Scope> everyScope() {
        var grant = new ActionWorld().payGrant;
        return Stream.of(
                new Scope.OfGrant(grant.agent(), grant.id()), new Scope.OfAgent(grant.agent()), new Scope.Everything());
    }

    @ParameterizedTest
    @MethodSource("everyScope")
    void whatIsReservedIsGivenBack(Scope scope) { // INV-9
        memory.afterNextReserving(() -> assertThat(revoked(scope).inFlight()).isEmpty());
        assertThat(world.ask(payment("1")))
                .isInstanceOfSatisfying(
                        NotDone.class,
                        not -> assertThat(((State.Released) not.performance().state()).reason())
                                .isEqualTo(Reason.NO_LIVE_GRANT));
        assertThat(world.upstream.done()).isEmpty();
        assertThat(world.store().used(memory.all().getFirst(), Optional.empty()))
                .isZero();
        assertThat(((Denied) world.ask(payment("2"))).refusal().reason()).isEqualTo(Reason.NO_LIVE_GRANT);
    }

    @ParameterizedTest
    @MethodSource("everyScope")
    void whatIsSentIsNamedInTheAnswerAndDone(Scope scope) {
        world.upstream.meanwhile(() -> assertThat(revoked(scope).inFlight())
                .singleElement()
                .satisfies(sent ->
                        assertThat(sent.id()).isEqualTo(memory.all().getFirst().id())));
        assertThat(world.ask(payment("1"))).isInstanceOf(Done.class);
        world.upstream.meanwhile(() -> {});
        assertThat(world.ask(payment("2"))).isInstanceOf(Denied.class);
    }

    /** Payers against a revoker: what is asked for after it returned is not done, and what was under way is named (INV-9). */
    @RepeatedTest(10)
    void whatIsDoneWasAskedForBeforeOrIsNamed() throws Exception {
        var returned = new AtomicBoolean();
        var sentLater = ConcurrentHashMap.<PerformanceId>newKeySet();
        var named = ConcurrentHashMap.<PerformanceId>newKeySet();
        Performer watched = errand -> {
            if (returned.get()) {
                sentLater.add(errand.id());
            }
            return world.upstream.perform(errand);
        };
        var calls = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 30; i++) {
            var request = payment("invoice-" + i, "0.01", "acme");
            calls.add(() -> {
                boolean startedAfter = returned.get();
                return world.replica(memory, watched, world.auditStore).perform(world.payer, request) instanceof Done
                        && startedAfter;
            });
        }
        calls.add(8, () -> {
            var begun = revoked(new Scope.OfGrant(world.payGrant.agent(), world.payGrant.id()));
            begun.inFlight().forEach(one -> named.add(one.id()));
            returned.set(true);
            return false;
        });
        try (var threads = Executors.newFixedThreadPool(16)) {
            for (var wrong : threads.invokeAll(calls)) {
                assertThat(wrong.get()).isFalse();
            }
        }
        assertThat(named).containsAll(sentLater);
        assertThat(memory.all()).extracting(Performance::isOver).doesNotContain(false);
        memory.all().stream()
                .findFirst()
                .ifPresent(any -> assertThat(world.store().used(any, Optional.empty()))
                        .isEqualTo(world.upstream.done().size()));
    }

    private Revoke.Outcome.Begun revoked(Scope scope) {
        return (Revoke.Outcome.Begun) revoke.revoke(scope, TestBroker.OPERATOR, "a story");
    }
}
