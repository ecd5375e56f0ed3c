package dev.valet.local;

import static dev.valet.local.FaultWorlds.assertHeld;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.local.fault.Call;
import dev.valet.local.fault.FaultPlan;
import dev.valet.local.fault.FaultPlans;
import dev.valet.local.provider.StripeStandIn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every call to AWS that performing an action makes goes wrong, and so does every one of the sweep that finds out (INV-20). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PerformFaultsTest {
    private static final String CARD = "pm_card_visa";

    private FaultWorlds worlds;

    @SuppressWarnings("NullAway.Init")
    PerformFaultsTest() {}

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        worlds = new FaultWorlds(folder);
    }

    @AfterAll
    void stop() {
        worlds.close();
    }

    /** In an environment that has just begun: its audit chain, the guardrails and the receipt key are read once. */
    @Test
    void aPaymentTakesTheseCallsAndNoOthers() {
        var calls = worlds.exploration(new PerformStory(CARD, false)).calls();
        assertThat(calls.stream().map(Call::toString))
                .containsExactlyInAnyOrder(
                        // May it?
                        "dynamodb GetItem principal",
                        "dynamodb GetItem agent",
                        "dynamodb GetItem agent (2)",
                        "dynamodb GetItem agent (3)",
                        "dynamodb GetItem action",
                        "dynamodb GetItem control",
                        "dynamodb Query guardrails",
                        "dynamodb GetItem payees",
                        "dynamodb GetItem performance",
                        // On record, and looked at again.
                        "dynamodb PutItem audit OPEN",
                        "dynamodb PutItem audit INTENT",
                        "dynamodb TransactWriteItems"
                                + " performance+performances+unfinished+budgets+budgets+agent+agent",
                        "dynamodb BatchGetItem agent+agent+action+control",
                        // Sent, and what came of it.
                        "dynamodb UpdateItem performance",
                        "secretsmanager GetSecretValue",
                        "dynamodb PutItem audit OUTCOME",
                        "dynamodb TransactWriteItems performance+unfinished",
                        "dynamodb PutItem payees",
                        "kms GetPublicKey",
                        "kms Sign");
    }

    @Test
    void aPayment() { // INV-5, INV-8, INV-15, INV-19, INV-20, T-32
        explore(CARD, false, FaultPlans::some);
    }

    @Test
    void aPaymentWhoseAnswerIsLost() {
        explore(StripeStandIn.ANSWER_LOST, false, FaultPlans::one);
    }

    @Test
    void aPaymentThatTheBankRefuses() {
        explore(StripeStandIn.DECLINED, false, FaultPlans::one);
    }

    @Test
    void findingOutWhatBecameOfIt() {
        explore(StripeStandIn.ANSWER_LOST, true, FaultPlans::one);
    }

    @Tag("deep")
    @ParameterizedTest
    @ValueSource(strings = {CARD, StripeStandIn.ANSWER_LOST, StripeStandIn.DECLINED})
    void throughEveryFault(String card) {
        explore(card, false, FaultPlans::all);
    }

    @Tag("deep")
    @Test
    void findingOutThroughEveryFault() {
        explore(StripeStandIn.ANSWER_LOST, true, FaultPlans::all);
    }

    @Tag("deep")
    @Test
    void throughFaultsInPairs() {
        var exploration = worlds.exploration(new PerformStory(CARD, false));
        exploration.pairs(FaultPlans::two, FaultPlans::two);
        assertHeld(exploration);
    }

    private void explore(String card, boolean minutely, Function<Call, Stream<FaultPlan>> faults) {
        var exploration = worlds.exploration(new PerformStory(card, minutely));
        exploration.each(faults);
        assertHeld(exploration);
    }
}
