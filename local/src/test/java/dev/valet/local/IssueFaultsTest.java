package dev.valet.local;

import static dev.valet.local.FaultWorlds.assertHeld;

import dev.valet.local.fault.Exploration;
import dev.valet.local.fault.Fault;
import dev.valet.local.fault.FaultPlan;
import dev.valet.local.fault.FaultPlans;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every call to AWS that issuing makes goes wrong, in every way, alone and in pairs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IssueFaultsTest {
    /** What comes after the decision: everything a process can die between (T-14). */
    private static final Predicate<String> WRITTEN_OR_LOOKED_AT = Pattern.compile(
                    "(PutItem|UpdateItem) (leases|limits)|audit (INTENT|OUTCOME)|BatchGetItem|TransactWriteItems")
            .asPredicate();

    private static final int MOST_AT_ONCE = 8;

    private FaultWorlds worlds;

    @SuppressWarnings("NullAway.Init")
    IssueFaultsTest() {}

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        worlds = new FaultWorlds(folder);
    }

    @AfterAll
    void stop() {
        worlds.close();
    }

    @Test
    void aSession() { // INV-5, INV-8, INV-10, INV-13, INV-14, INV-15, INV-19, T-32
        var exploration = issuing(FaultWorld.READER);
        exploration.each(FaultPlans::some);
        assertHeld(exploration);
    }

    @Test
    void aValue() {
        var exploration = issuing(FaultWorld.WEBHOOK);
        exploration.each(FaultPlans::one);
        assertHeld(exploration);
    }

    /** What was minted and cannot be handed over, while what is to become of it cannot be written down either. */
    @Test
    void aSessionWhoseAnswerIsLostAndWhatElseCanGoWrongThen() { // INV-14
        var exploration = issuing(FaultWorld.READER);
        exploration.pairs(
                call -> call.name().contains("AssumeRole") || call.name().contains("BatchGetItem")
                        ? FaultPlans.lost(call)
                        : Stream.empty(),
                FaultPlans::two);
        assertHeld(exploration);
    }

    @Tag("deep")
    @ParameterizedTest
    @ValueSource(strings = {FaultWorld.READER, FaultWorld.API_KEY, FaultWorld.WEBHOOK})
    void throughEveryFault(String grant) {
        var exploration = issuing(grant);
        exploration.each(FaultPlans::all);
        assertHeld(exploration);
    }

    @Tag("deep")
    @ParameterizedTest
    @ValueSource(strings = {FaultWorld.READER, FaultWorld.WEBHOOK})
    void throughFaultsInPairs(String grant) {
        var exploration = issuing(grant);
        exploration.pairs(FaultPlans::two, FaultPlans::two);
        assertHeld(exploration);
    }

    /** Every set of the calls that follow the decision fails, with a session minted of which only AWS knows. */
    @Tag("deep")
    @Test
    void throughEverySetOfFailures() { // T-14
        var exploration = issuing(FaultWorld.READER);
        exploration.each(FaultPlans::two);
        var calls = exploration.seen().stream()
                .filter(call -> call.time() == 1 && WRITTEN_OR_LOOKED_AT.test(call.name()))
                .limit(MOST_AT_ONCE)
                .toList();
        var minting = exploration.seen().stream()
                .filter(call -> call.name().contains("AssumeRole"))
                .findFirst()
                .orElseThrow();
        exploration.subsets(calls, Fault.UNREACHABLE, FaultPlan.NONE);
        exploration.subsets(calls, Fault.UNREACHABLE, FaultPlan.always(minting, Fault.REPLY_LOST));
        assertHeld(exploration);
    }

    private Exploration<FaultWorld> issuing(String grant) {
        return worlds.exploration(new IssueStory(grant));
    }
}
