package dev.valet.testkit;

import static dev.valet.testkit.ActionWorld.payment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Unavailable;
import dev.valet.action.Errand;
import dev.valet.action.PerformanceId;
import dev.valet.action.Performer;
import dev.valet.action.Performing;
import dev.valet.approval.Approval;
import dev.valet.audit.AuditEntry;
import dev.valet.audit.AuditLog;
import dev.valet.audit.AuditRecord;
import dev.valet.audit.AuditStore;
import dev.valet.audit.Phase;
import dev.valet.lease.Leases.Look;
import dev.valet.limit.Limits;
import dev.valet.performance.ActionOutcome;
import dev.valet.performance.ActionRequest;
import dev.valet.performance.Performance;
import dev.valet.performance.Performance.State;
import dev.valet.performance.Performances;
import dev.valet.performance.SweepPerformances;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A replica comes to grief at each of its steps: it dies, or the step fails, or only the reply is lost. Whatever happens, the
 * payment was made once or not at all, the record comes to say which, and the budget has counted just that (INV-19, INV-20).
 */
public abstract class CrashStories {
    protected abstract ActionWorld world();

    /** Where it happens. The number tells the first move, which marks as sent, from the second, which settles. */
    static final List<String> STEPS =
            List.of("find-1", "reserve-1", "audit-1", "look-1", "move-1", "perform-1", "audit-2", "move-2");

    enum Grief {
        DIES_BEFORE,
        DIES_AFTER,
        FAILS,
        REPLY_IS_LOST
    }

    static List<Arguments> everyGriefAtEveryStep() {
        return STEPS.stream()
                .flatMap(step -> List.of(Grief.values()).stream().map(grief -> Arguments.of(step, grief)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("everyGriefAtEveryStep")
    void whateverHappensThePaymentWasMadeOnceOrNotAtAll(String step, Grief grief) {
        var world = world();
        var fate = new Fate(step, grief);
        var outcome = fate.perform(world, payment("invoice-1"));
        assertThat(fate.isMet).as("the step is reached").isTrue();
        isTrue(world, outcome);

        // Meanwhile the agent asks again and again, of replicas that are well.
        for (int minute = 0; minute < 30; minute++) {
            isTrue(world, Optional.of(world.ask(payment("invoice-1"))));
            world.sweep();
            world.turn(Duration.ofMinutes(1));
        }
        isOver(world);
    }

    /** With a provider that tells nothing, nobody may ever say that it was done or not; but it is never done again. */
    @ParameterizedTest
    @MethodSource("everyGriefAtEveryStep")
    void whatCannotBeFoundOutIsNeverSentAgain(String step, Grief grief) {
        var world = world();
        world.upstream.beSilent(true);
        isTrue(world, new Fate(step, grief).perform(world, payment("invoice-1")));
        for (int minute = 0; minute < 5; minute++) {
            isTrue(world, Optional.of(world.ask(payment("invoice-1"))));
            world.sweep();
            world.turn(Duration.ofMinutes(1));
        }
        var record = record(world);
        boolean done = !world.upstream.done().isEmpty();
        assertThat(record.state())
                .satisfiesAnyOf(
                        state -> assertThat(state).isInstanceOf(State.Unknown.class),
                        state -> assertThat(state).isInstanceOf(done ? State.Settled.class : State.Released.class));
        boolean released = record.state() instanceof State.Released;
        assertThat(world.store().used(record, Optional.empty())).isEqualTo(released ? 0 : 100);
    }

    /** So does a sweep, and the next one makes it good. */
    @ParameterizedTest
    @MethodSource("everyGriefOfASweep")
    void aSweepThatComesToGriefIsMadeGoodByTheNext(String left, String step, Grief grief) {
        var world = world();
        new Fate(left, Grief.DIES_AFTER).perform(world, payment("invoice-1"));
        world.turn(Duration.ofMinutes(2));
        var fate = new Fate(step, grief);
        for (int minute = 0; minute < 30; minute++) {
            fate.sweep(world);
            isTrue(world, Optional.of(world.ask(payment("invoice-1"))));
            world.turn(Duration.ofMinutes(1));
        }
        assertThat(fate.isMet).as("the step is reached").isTrue();
        for (int minute = 0; minute < 15; minute++) {
            world.sweep();
            world.turn(Duration.ofMinutes(1));
        }
        isOver(world);
    }

    /** Left by its handler as reserved, as sent and not done, and as sent and done. */
    static List<Arguments> everyGriefOfASweep() {
        return List.of("reserve-1", "move-1", "perform-1").stream()
                .flatMap(left -> List.of("move-1", "audit-1", "move-2").stream()
                        .flatMap(
                                step -> List.of(Grief.values()).stream().map(grief -> Arguments.of(left, step, grief))))
                .toList();
    }

    /** What a caller is told is so, and there is one effect at most. */
    private static void isTrue(ActionWorld world, Optional<ActionOutcome> outcome) {
        int effects = world.upstream.done().size();
        assertThat(effects).isLessThanOrEqualTo(1);
        outcome.ifPresent(told -> {
            switch (told) {
                case ActionOutcome.Done _ -> assertThat(effects).isEqualTo(1);
                case ActionOutcome.NotDone _ -> assertThat(effects).isZero();
                case ActionOutcome.Unknown _,
                        ActionOutcome.Running _,
                        ActionOutcome.Pending _,
                        ActionOutcome.Denied _ -> {}
            }
        });
    }

    private static void isOver(ActionWorld world) {
        int effects = world.upstream.done().size();
        var record = record(world);
        assertThat(record.isOver()).isTrue();
        assertThat(record.state()).isInstanceOf(effects == 1 ? State.Settled.class : State.Released.class);
        assertThat(world.store().used(record, Optional.empty())).isEqualTo(effects * 100L);
        assertThat(world.store().book().unfinished(world.clock.instant())).isEmpty();
        var outcomes = world.auditStore.entries().stream()
                .filter(entry -> entry.phase() == Phase.OUTCOME)
                .map(AuditEntry::facts)
                .map(facts -> facts.getOrDefault("outcome", ""))
                .toList();
        assertThat(outcomes).contains(effects == 1 ? "done" : "withheld");
        assertThat(world.ask(payment("invoice-1")))
                .isInstanceOf(effects == 1 ? ActionOutcome.Done.class : ActionOutcome.NotDone.class);
        assertThat(world.upstream.done()).hasSize(effects);
    }

    private static Performance record(ActionWorld world) {
        var id = PerformanceId.of(world.payer.key(), "invoice-1");
        return world.store().performances().find(id).orElseThrow();
    }

    /** A process that died: nothing it would have done after that is done. */
    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** One replica, and what becomes of it. */
    static final class Fate implements Performances, Performer, AuditStore {
        private final String step;
        private final Grief grief;
        private final Map<String, Integer> counts = new ConcurrentHashMap<>();
        private Performances store = new ActionWorld().store().performances();
        private Performer performer = Performer.REFUSING;
        private AuditStore audit = _ -> Kept.DOUBTFUL;
        private volatile boolean isMet;
        private volatile boolean isDead;

        Fate(String step, Grief grief) {
            this.step = step;
            this.grief = grief;
        }

        /** @return empty when nobody was left to tell */
        Optional<ActionOutcome> perform(ActionWorld world, ActionRequest request) {
            store = world.store().performances();
            performer = world.upstream;
            audit = world.auditStore;
            try {
                return Optional.of(world.replica(this, this, this).perform(world.payer, request));
            } catch (RuntimeException dead) {
                return Optional.empty();
            }
        }

        void sweep(ActionWorld world) {
            store = world.store().performances();
            audit = world.auditStore;
            try {
                new SweepPerformances(
                                world.store().book(),
                                this,
                                world.payees,
                                world.upstream,
                                world.registry,
                                new AuditLog(this),
                                world.clock)
                        .sweep(world.clock.instant().plusSeconds(50));
            } catch (RuntimeException dead) {
                isDead = false; // the next minute's is another
            }
        }

        private <T> T at(String name, Supplier<T> doing, Supplier<T> failing) {
            if (isDead) {
                throw new Died();
            }
            if (!(name + "-" + counts.merge(name, 1, Integer::sum)).equals(step)) {
                return doing.get();
            }
            isMet = true;
            return switch (grief) {
                case DIES_BEFORE -> throw died();
                case DIES_AFTER -> {
                    var _ = doing.get();
                    throw died();
                }
                case FAILS -> failing.get();
                case REPLY_IS_LOST -> {
                    var _ = doing.get();
                    yield failing.get();
                }
            };
        }

        private Died died() {
            isDead = true;
            return new Died();
        }

        private <T> T ask(String name, Supplier<T> doing) {
            return at(name, doing, () -> {
                throw new Unavailable("grief");
            });
        }

        @Override
        public Optional<Performance> find(PerformanceId id) {
            return ask("find", () -> store.find(id));
        }

        @Override
        public Reservation reserve(Performance reserved, Limits ofGrant, Limits ofAgent, Optional<Approval> approved) {
            return ask("reserve", () -> store.reserve(reserved, ofGrant, ofAgent, approved));
        }

        @Override
        public Look look(Performance performance) {
            return at("look", () -> store.look(performance), () -> Look.UNREAD);
        }

        @Override
        public Performance move(Performance from, Performance to) {
            return ask("move", () -> store.move(from, to));
        }

        @Override
        public Performing perform(Errand errand) {
            return at("perform", () -> performer.perform(errand), () -> new Performing.Unknown("grief"));
        }

        /** The opening of the chain is no step of the story's. */
        @Override
        public Kept add(AuditRecord written) {
            return written.entry().phase() == Phase.OPEN
                    ? audit.add(written)
                    : at("audit", () -> audit.add(written), () -> Kept.DOUBTFUL);
        }
    }
}
