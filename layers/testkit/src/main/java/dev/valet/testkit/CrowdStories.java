package dev.valet.testkit;

import static dev.valet.testkit.ActionWorld.payment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.performance.ActionOutcome;
import dev.valet.performance.ActionOutcome.Denied;
import dev.valet.performance.ActionOutcome.Done;
import dev.valet.performance.ActionOutcome.Running;
import dev.valet.performance.PerformAction;
import dev.valet.testkit.CrashStories.Fate;
import dev.valet.testkit.CrashStories.Grief;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many at once, over many replicas, some of which die: what is spent is exactly the cap (T-18, INV-19). */
public abstract class CrowdStories {
    /** A budget of ten, paid one by one. */
    private static final int CAP = 10;

    protected abstract ActionWorld world();

    @Test
    void twoHundredAtOnceSpendExactlyTheCap() throws Exception {
        var world = world();
        var outcomes = PerformanceStories.atOnce(calls(world, 200, 10));
        assertThat(outcomes).filteredOn(Done.class::isInstance).hasSize(CAP);
        assertThat(outcomes).filteredOn(Denied.class::isInstance).hasSize(200 - CAP);
        spentExactly(world);
    }

    /** Each of the first ones dies somewhere; what they left is swept, and the rest of the budget is spent by others. */
    @Test
    void restartsInTheMiddleOfItLoseNothingAndSpendNothingTwice() throws Exception {
        var world = world();
        var doomed = new ArrayList<Callable<Optional<ActionOutcome>>>();
        for (var step : CrashStories.STEPS) {
            for (var grief : Grief.values()) {
                var key = "doomed-" + doomed.size();
                doomed.add(() -> new Fate(step, grief).perform(world, payment(key)));
            }
        }
        var survivors = calls(world, 100, 10).stream()
                .<Callable<Optional<ActionOutcome>>>map(call -> () -> Optional.of(call.call()))
                .toList();
        var all = new ArrayList<>(doomed);
        all.addAll(survivors);
        Collections.shuffle(all, new Random(42));
        PerformanceStories.atOnce(all);
        assertThat(world.upstream.done()).hasSizeLessThanOrEqualTo(CAP);

        for (int i = 0; i < 3; i++) {
            world.turn(Duration.ofMinutes(
                    6)); // twice: what was found to be lost, and what the provider did not show at once
            world.sweep();
        }
        PerformanceStories.atOnce(calls(world, 100, 10)); // the same keys again: repeats, and those that found no room
        spentExactly(world);
    }

    @Test
    void sixtyFourRepeatsAtOnceAreOnePayment() throws Exception { // INV-20
        var world = world();
        var replicas = replicas(world, 8);
        var repeats = new ArrayList<Callable<ActionOutcome>>();
        for (int i = 0; i < 64; i++) {
            var replica = replicas.get(i % replicas.size());
            repeats.add(() -> replica.perform(world.payer, payment("the-same")));
        }
        var outcomes = PerformanceStories.atOnce(repeats);
        assertThat(outcomes).allMatch(outcome -> outcome instanceof Done || outcome instanceof Running);
        assertThat(outcomes).anyMatch(Done.class::isInstance);
        assertThat(world.upstream.done()).hasSize(1);
    }

    @Tag("deep")
    @Test
    void aThousandOverTenReplicasSpendExactlyTheCap() throws Exception { // T-18
        var world = world();
        var outcomes = PerformanceStories.atOnce(calls(world, 1000, 10));
        assertThat(outcomes).filteredOn(Done.class::isInstance).hasSize(CAP);
        spentExactly(world);
    }

    private static List<Callable<ActionOutcome>> calls(ActionWorld world, int count, int replicas) {
        var able = replicas(world, replicas);
        var calls = new ArrayList<Callable<ActionOutcome>>();
        for (int i = 0; i < count; i++) {
            var replica = able.get(i % replicas);
            var request = payment("invoice-" + i);
            calls.add(() -> replica.perform(world.payer, request));
        }
        return calls;
    }

    private static List<PerformAction> replicas(ActionWorld world, int count) {
        var replicas = new ArrayList<PerformAction>();
        for (int i = 0; i < count; i++) {
            replicas.add(world.replica());
        }
        return replicas;
    }

    private static void spentExactly(ActionWorld world) {
        assertThat(world.upstream.done()).hasSize(CAP);
        var any = world.store()
                .book()
                .of(world.payGrant.agent(), world.payGrant.id(), TurnableClock.START)
                .getFirst();
        assertThat(world.store().used(any, Optional.empty())).isEqualTo(CAP * 100L);
    }
}
