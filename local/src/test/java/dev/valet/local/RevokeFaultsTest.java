package dev.valet.local;

import static dev.valet.local.FaultWorlds.assertHeld;

import dev.valet.local.Drill.What;
import dev.valet.local.fault.Call;
import dev.valet.local.fault.Exploration;
import dev.valet.local.fault.Fault;
import dev.valet.local.fault.FaultPlan;
import dev.valet.local.fault.FaultPlans;
import dev.valet.local.fault.Promises;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every call to AWS that ending leases makes goes wrong, at once or in the run that is to finish it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevokeFaultsTest {
    /** So many it may take over a whole line: the first may find a lock that nobody gave back. */
    private static final int MINUTES = 3;

    private FaultWorlds worlds;

    @SuppressWarnings("NullAway.Init")
    RevokeFaultsTest() {}

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        worlds = new FaultWorlds(folder);
    }

    @AfterAll
    void stop() {
        worlds.close();
    }

    /** A story about a drill. */
    @FunctionalInterface
    private interface Story {
        List<Call> tell(FaultWorld world, Drill drill, FaultPlan plan, Promises promises);
    }

    /** However far it came when something failed, the runs that follow finish it; and whoever was told no asks again. */
    @ParameterizedTest
    @EnumSource
    void revoking(What what) { // INV-5, INV-9, INV-14, INV-27
        explore(drills(what), RevokeFaultsTest::revoke, what == What.GRANT ? FaultPlans::one : FaultPlans::few);
    }

    @Tag("deep")
    @ParameterizedTest
    @EnumSource
    void revokingThroughEveryFault(What what) {
        explore(drills(what), RevokeFaultsTest::revoke, reachesMany(what) ? FaultPlans::some : FaultPlans::all);
    }

    /** Whose calls are those of a lease and a value, made once more for each role. */
    private static boolean reachesMany(What what) {
        return switch (what) {
            case LEASE, GRANT, VALUE -> false;
            case AGENT, EVERYTHING -> true;
        };
    }

    @Tag("deep")
    @Test
    void revokingThroughFaultsInPairs() {
        var exploration = exploration(drills(What.GRANT), RevokeFaultsTest::revoke);
        exploration.pairs(FaultPlans::lost, FaultPlans::cut);
        assertHeld(exploration);
    }

    private static List<Call> revoke(FaultWorld world, Drill drill, FaultPlan plan, Promises promises) {
        var line = world.begin(plan);
        var reply = drill.revoke();
        drill.theAnswerIsTrue(reply, promises);
        if (reply.status() / 100 == 2) {
            drill.nothingNewIsIssued(promises);
        }
        world.from(FaultPlan.NONE);
        world.minutesLater(MINUTES, "pending");
        if (!drill.isBegun()) {
            drill.nothingIsRevoked(promises);
            drill.theAnswerIsTrue(drill.revoke(), promises);
            world.minutesLater(MINUTES, "pending");
        }
        drill.itIsFinished(promises);
        if (plan.isOnce()) { // whatever there was to finish before
            drill.anotherMinuteChangesNothing(promises);
        }
        return line.calls();
    }

    /** The run that is to finish what was begun is broken off as well, and the next one goes on. */
    @Test
    void finishing() {
        explore(begun(), RevokeFaultsTest::finish, FaultPlans::few);
    }

    @Tag("deep")
    @Test
    void finishingThroughEveryFault() {
        explore(begun(), RevokeFaultsTest::finish, FaultPlans::some);
    }

    /** Nothing new can be had, and that is all that was done before the line broke. */
    private Map<FaultWorld, Drill> begun() {
        var drills = drills(What.AGENT);
        drills.forEach((world, drill) -> {
            world.from(
                    FaultPlan.all("one call", call -> !call.name().contains("TransactWriteItems"), Fault.UNREACHABLE));
            drill.revoke();
            world.clock.turn(Duration.ofSeconds(62));
            world.keep();
        });
        return drills;
    }

    private static List<Call> finish(FaultWorld world, Drill drill, FaultPlan plan, Promises promises) {
        var line = world.begin(plan);
        world.sweep();
        world.from(FaultPlan.NONE);
        world.minutesLater(MINUTES, "pending");
        drill.itIsFinished(promises);
        drill.nothingNewIsIssued(promises);
        return line.calls();
    }

    /** What is of no more use is taken away, whatever went wrong before, and what was revoked stays so. */
    @Test
    void takingDeniesAway() {
        explore(finished(Duration.ofMinutes(18)), RevokeFaultsTest::takeAway, FaultPlans::few);
    }

    @Tag("deep")
    @Test
    void takingDeniesAwayThroughEveryFault() {
        explore(finished(Duration.ofMinutes(18)), RevokeFaultsTest::takeAway, FaultPlans::all);
    }

    private static List<Call> takeAway(FaultWorld world, Drill drill, FaultPlan plan, Promises promises) {
        var line = world.begin(plan);
        world.sweep();
        world.from(FaultPlan.NONE);
        world.minutesLater(MINUTES, "denied");
        promises.check(world.policies().isEmpty(), "no role denies what is over by itself", world::policies);
        promises.check(world.state().of("denies").isEmpty(), "no entry is left that is of no use");
        drill.nothingNewIsIssued(promises);
        return line.calls();
    }

    /** A value that nobody revoked is rotated when its lease is over by time. */
    @Test
    void rotating() {
        explore(over(), RevokeFaultsTest::rotate, FaultPlans::one);
    }

    @Tag("deep")
    @Test
    void rotatingThroughEveryFault() {
        explore(over(), RevokeFaultsTest::rotate, FaultPlans::all);
    }

    private Map<FaultWorld, Drill> over() {
        var drills = drills(What.VALUE);
        drills.keySet().forEach(world -> {
            world.clock.turn(Duration.ofMinutes(16));
            world.keep();
        });
        return drills;
    }

    private static List<Call> rotate(FaultWorld world, Drill drill, FaultPlan plan, Promises promises) {
        var line = world.begin(plan);
        world.sweep();
        world.from(FaultPlan.NONE);
        world.minutesLater(MINUTES, "due");
        world.minutesLater(MINUTES, "rotations");
        drill.itsValueIsReplacedOnRecord(promises);
        promises.check(world.state().of("rotations").isEmpty(), "no rotation is left to be done");
        return line.calls();
    }

    /** Allowing again is recorded first, and happens once or not at all. */
    @Test
    void lifting() { // INV-5
        explore(finished(Duration.ofSeconds(62)), RevokeFaultsTest::lift, FaultPlans::one);
    }

    @Tag("deep")
    @Test
    void liftingThroughEveryFault() {
        explore(finished(Duration.ofSeconds(62)), RevokeFaultsTest::lift, FaultPlans::all);
    }

    private static List<Call> lift(FaultWorld world, Drill drill, FaultPlan plan, Promises promises) {
        var line = world.begin(plan);
        var reply = drill.lift();
        drill.isLiftedAndOnRecordOrNeither(reply, promises);
        world.from(FaultPlan.NONE);
        var again = drill.lift();
        promises.check(again.status() == 200 || again.status() == 409, "asked again, it is done", () -> again);
        drill.somethingIsIssued(promises);
        return line.calls();
    }

    /** A grant was revoked, and all of it was done, so long ago. */
    private Map<FaultWorld, Drill> finished(Duration ago) {
        var drills = drills(What.GRANT);
        drills.forEach((world, drill) -> {
            world.from(FaultPlan.NONE);
            drill.revoke();
            world.minutesLater(MINUTES, "pending");
            world.clock.turn(ago);
            world.keep();
        });
        return drills;
    }

    /** INV-27: what ends leases needs nothing that only issuing, or only the record, needs. */
    @ParameterizedTest
    @EnumSource
    void revokingWhileTheAuditIsDown(What what) {
        var exploration = exploration(drills(what), RevokeFaultsTest::revokeUnrecorded);
        Predicate<Call> audit = call -> call.name().contains("audit");
        exploration.plans(FaultPlan.all("the audit is down", audit, Fault.UNREACHABLE));
        assertHeld(exploration);
    }

    private static List<Call> revokeUnrecorded(FaultWorld world, Drill drill, FaultPlan plan, Promises promises) {
        var line = world.begin(plan);
        var reply = drill.revoke();
        promises.check(reply.status() == 200, "INV-27 revoking works while the audit is down", () -> reply);
        drill.theAnswerIsTrue(reply, promises);
        drill.everythingReachedIsOver(promises);
        drill.nothingNewIsIssued(promises);
        world.minutesLater(MINUTES, "pending");
        drill.itIsFinished(promises);
        return line.calls();
    }

    private void explore(Map<FaultWorld, Drill> drills, Story story, Function<Call, Stream<FaultPlan>> faults) {
        var exploration = exploration(drills, story);
        exploration.each(faults);
        assertHeld(exploration);
    }

    private Exploration<FaultWorld> exploration(Map<FaultWorld, Drill> drills, Story story) {
        return worlds.exploration((world, plan, promises) ->
                story.tell(world, Objects.requireNonNull(drills.get(world)), plan, promises));
    }

    private Map<FaultWorld, Drill> drills(What what) {
        var drills = new HashMap<FaultWorld, Drill>();
        for (var world : worlds.all()) {
            world.afresh();
            drills.put(world, Drill.in(world, what));
            world.keep();
        }
        return drills;
    }
}
