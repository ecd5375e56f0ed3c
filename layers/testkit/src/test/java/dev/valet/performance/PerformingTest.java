package dev.valet.performance;

import static dev.valet.testkit.ActionWorld.payment;
import static dev.valet.testkit.ActionWorld.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Reason;
import dev.valet.Unavailable;
import dev.valet.action.Performing;
import dev.valet.action.Receipt;
import dev.valet.action.Spends;
import dev.valet.action.VerifyReceipt;
import dev.valet.approval.Approval;
import dev.valet.approval.AskForApproval;
import dev.valet.approval.DecideApproval;
import dev.valet.approval.Vote;
import dev.valet.audit.AuditEntry;
import dev.valet.audit.AuditLog;
import dev.valet.audit.Phase;
import dev.valet.budget.Caps;
import dev.valet.budget.Unit;
import dev.valet.grant.ApprovalRule;
import dev.valet.grant.Grant;
import dev.valet.grant.ParameterRule;
import dev.valet.guardrail.Question;
import dev.valet.guardrail.Ruling;
import dev.valet.identity.Agent;
import dev.valet.identity.Environment;
import dev.valet.identity.PresentedToken;
import dev.valet.json.StrictJson;
import dev.valet.limit.Hours;
import dev.valet.limit.Limits;
import dev.valet.limit.Origin;
import dev.valet.limit.Sources;
import dev.valet.performance.ActionOutcome.Denied;
import dev.valet.performance.ActionOutcome.Done;
import dev.valet.performance.ActionOutcome.NotDone;
import dev.valet.performance.ActionOutcome.Pending;
import dev.valet.performance.ActionOutcome.Running;
import dev.valet.performance.ActionOutcome.Unknown;
import dev.valet.performance.Performance.State;
import dev.valet.testkit.ActionWorld;
import dev.valet.testkit.MemoryPerformances;
import dev.valet.testkit.Sample;
import dev.valet.testkit.TestBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PerformingTest {
    private final ActionWorld world = new ActionWorld();

    private Receipt attested(Done done) {
        return new VerifyReceipt(world.receiptKey.keys(), StrictJson::read)
                .verify(done.receipt().orElseThrow());
    }

    private static Json result(Done done) {
        return ((State.Settled) done.performance().state()).result().orElseThrow();
    }

    private final MemoryPerformances memory = (MemoryPerformances) world.store().performances();

    @Test
    void aPaymentIsMadeOnceAndOnRecord() {
        var done = (Done) world.ask(payment("invoice-1"));
        assertThat(world.upstream.done()).hasSize(1);
        assertThat(done.repeated()).isFalse();
        assertThat(attested(done))
                .isEqualTo(new Receipt(
                        "valet-test",
                        done.performance().id(),
                        world.payer.key(),
                        world.payGrant.agent(),
                        world.payGrant.id(),
                        ActionWorld.PAY,
                        Receipt.hash(payment("invoice-1").input()),
                        Optional.empty(),
                        0,
                        "ref-" + done.performance().id().providerKey(),
                        Optional.of(Receipt.hash(result(done))),
                        world.clock.instant()));
        assertThat(done.performance().state()).isInstanceOfSatisfying(State.Settled.class, settled -> {
            assertThat(settled.result().orElseThrow().textAt("receipt"))
                    .isEqualTo("r-" + done.performance().id().providerKey());
            assertThat(settled.spent()).isEqualTo(100);
        });
        assertThat(used()).isEqualTo(100);
        assertThat(world.auditStore.phases()).containsExactly(Phase.INTENT, Phase.OUTCOME);
    }

    @Test
    void aRepeatIsTheFirstOutcomeAndNoSecondEffect() { // INV-20
        var first = (Done) world.ask(payment("invoice-1"));
        var again = (Done) world.ask(payment("invoice-1"));
        assertThat(again.performance()).isEqualTo(first.performance());
        assertThat(again.repeated()).isTrue();
        assertThat(attested(again)).isEqualTo(attested(first));
        assertThat(world.upstream.done()).hasSize(1);
        assertThat(used()).isEqualTo(100);
        assertThat(world.auditStore.phases()).containsExactly(Phase.INTENT, Phase.OUTCOME, Phase.REUSE);
    }

    @Test
    void aRepeatIsAnsweredWhateverIsForbiddenSince() {
        world.ask(payment("invoice-1", "5.00", "acme"));
        world.ask(payment("invoice-2", "5.00", "acme"));
        assertThat(reason(world.ask(payment("invoice-3")))).isEqualTo(Reason.LIMIT_REACHED);
        world.registry.revoke(world.payGrant.id());
        assertThat(world.ask(payment("invoice-1", "5.00", "acme"))).isInstanceOf(Done.class);
        assertThat(reason(world.ask(payment("invoice-3")))).isEqualTo(Reason.NO_LIVE_GRANT);
    }

    private static final PresentedToken TOKEN =
            new PresentedToken("7".repeat(64), Instant.parse("2026-03-02T12:05:00Z"));

    private static ActionRequest bearing(PresentedToken token, ActionRequest request) {
        return new ActionRequest(
                request.action(),
                request.input(),
                request.reason(),
                request.idempotencyKey(),
                request.approval(),
                Optional.of(token),
                request.origin());
    }

    @Test
    void aBearerTokenAsksForOneActionOnce() { // J-10, T-07
        assertThat(world.ask(bearing(TOKEN, payment("invoice-1")))).isInstanceOf(Done.class);
        for (var copied : List.of(payment("invoice-1"), payment("invoice-2"), question("other", 10))) {
            assertThat(reason(world.ask(bearing(TOKEN, copied)))).isEqualTo(Reason.TOKEN_USED);
        }
        assertThat(world.upstream.done()).hasSize(1);

        var fresh = new PresentedToken("8".repeat(64), TOKEN.expiresAt());
        assertThat(world.ask(bearing(fresh, payment("invoice-1"))))
                .isInstanceOfSatisfying(
                        Done.class, done -> assertThat(done.repeated()).isTrue());
        assertThat(world.upstream.done()).hasSize(1);
    }

    @Test
    void aRefusedRequestUsesItsTokenUpAsWell() { // J-10
        assertThat(reason(world.ask(bearing(TOKEN, payment("invoice-1", "1.00", "mallory")))))
                .isEqualTo(Reason.FORBIDDEN);
        assertThat(reason(world.ask(bearing(TOKEN, payment("invoice-1"))))).isEqualTo(Reason.TOKEN_USED);
    }

    @Test
    void aTokenThatMayHaveBeenUsedIsNotGood() { // INV-5
        world.usedTokens.beUnreachable(true);
        assertThat(reason(world.ask(bearing(TOKEN, payment("invoice-1"))))).isEqualTo(Reason.UPSTREAM_BUSY);
        assertThat(world.ask(payment("invoice-1"))).isInstanceOf(Done.class); // signed: there is nothing to use up
        assertThat(world.upstream.done()).hasSize(1);
    }

    @Test
    void aSuspendedAgentIsToldNothing() {
        world.ask(payment("invoice-1"));
        world.registry.suspend(world.payGrant.agent());
        assertThat(reason(world.ask(payment("invoice-1")))).isEqualTo(Reason.NO_LIVE_GRANT);
    }

    @Test
    void aKeyBelongsToItsRequestAndItsCaller() { // T-07
        world.ask(payment("invoice-1"));
        assertThat(reason(world.ask(payment("invoice-1", "1.01", "acme")))).isEqualTo(Reason.KEY_REUSED);
        assertThat(reason(world.ask(question("invoice-1", 10)))).isEqualTo(Reason.KEY_REUSED);

        var neighbour = Sample.role("neighbour");
        var grant =
                Sample.performing("neighbour", "their-payments", ActionWorld.pay(), Optional.of(ActionWorld.TEN_EUROS));
        world.registry.put(Sample.agent("neighbour", Environment.PRODUCTION, neighbour));
        world.registry.put(grant);
        assertThat(world.replica().perform(neighbour, payment("invoice-1"))).isInstanceOf(Done.class);
        assertThat(world.upstream.done())
                .extracting(errand -> errand.providerKey())
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void aRepeatWhileTheFirstIsAtWorkIsToldSo() {
        world.upstream.meanwhile(() -> {
            world.upstream.meanwhile(() -> {});
            assertThat(world.ask(payment("invoice-1"))).isInstanceOf(Running.class);
        });
        assertThat(world.ask(payment("invoice-1"))).isInstanceOf(Done.class);
        assertThat(world.upstream.done()).hasSize(1);
    }

    @Test
    void theRecordAndTheIntentAreDurableBeforeAnythingIsSent() { // INV-8
        world.upstream.meanwhile(() -> {
            assertThat(memory.all())
                    .singleElement()
                    .satisfies(sent -> assertThat(sent.state()).isInstanceOf(State.Sent.class));
            assertThat(world.auditStore.phases()).containsExactly(Phase.INTENT);
            assertThat(used()).isEqualTo(100);
        });
        assertThat(world.ask(payment("invoice-1"))).isInstanceOf(Done.class);
    }

    @Test
    void whatIsNotOnRecordIsNotSent() { // INV-8, T-14
        world.auditStore.failNext(1);
        assertThat(released(world.ask(payment("invoice-1"))).cause()).isEqualTo("audit-not-written");
        memory.beUnreachable(true);
        assertThat(reason(world.ask(payment("invoice-2")))).isEqualTo(Reason.UPSTREAM_BUSY);
        assertThat(world.upstream.done()).isEmpty();
        assertThat(used()).isZero();
    }

    @Test
    void whatIsNotInTheAuditIsNotHandedOver() { // INV-8
        world.upstream.meanwhile(() -> world.auditStore.failNext(1));
        assertThat(world.ask(payment("invoice-1"))).isInstanceOf(Unknown.class);
        assertThat(world.auditStore.phases()).containsExactly(Phase.INTENT);

        world.upstream.meanwhile(() -> {});
        assertThat(world.ask(payment("invoice-1"))).isInstanceOf(Done.class);
        assertThat(world.auditStore.phases()).containsExactly(Phase.INTENT, Phase.OUTCOME, Phase.REUSE);
        assertThat(world.upstream.done()).hasSize(1);
    }

    @Test
    void anEndThatIsNotInTheAuditIsPutThereByTheSweep() {
        world.upstream.meanwhile(() -> world.auditStore.failNext(1));
        world.ask(payment("invoice-1"));
        world.turn(Duration.ofMinutes(2));
        assertThat(world.sweep().counts()).containsExactly(Map.entry(SweepPerformances.Swept.SETTLED, 1));
        assertThat(world.auditStore.phases()).containsExactly(Phase.INTENT, Phase.OUTCOME);
        assertThat(world.sweep().counts()).isEmpty();
    }

    @Test
    void aReceiptThatCannotBeSignedIsHadLater() {
        var working = world.replica();
        Receipts broken = _ -> {
            throw new Unavailable("kms-throttled");
        };
        var unsigned = new PerformAction(
                world.decide(),
                world.registry,
                memory,
                world.usedTokens,
                world.payees,
                world.upstream,
                broken,
                new AskForApproval(world.memoryApprovals, new AuditLog(world.auditStore), world.clock),
                new AuditLog(world.auditStore),
                world.clock);
        assertThat(((Done) unsigned.perform(world.payer, payment("invoice-1"))).receipt())
                .isEmpty();
        assertThat(((Done) working.perform(world.payer, payment("invoice-1"))).receipt())
                .isPresent();
        assertThat(world.upstream.done()).hasSize(1);
    }

    @Test
    void whatTheUpstreamRefusesIsNotDoneAndNotCounted() {
        world.upstream.refuse();
        var released = released(world.ask(payment("invoice-1")));
        assertThat(released.reason()).isEqualTo(Reason.NOT_PERFORMED);
        assertThat(released.cause()).isEqualTo("card-declined");
        assertThat(used()).isZero();
        assertThat(world.ask(payment("invoice-1")))
                .isInstanceOfSatisfying(
                        NotDone.class, again -> assertThat(again.repeated()).isTrue());
    }

    @Test
    void whatNobodyKnowsIsNeverSentAgainAndStaysCounted() { // INV-20
        world.upstream.loseAnswers();
        assertThat(world.ask(payment("invoice-1"))).isInstanceOf(Unknown.class);
        assertThat(world.ask(payment("invoice-1"))).isInstanceOf(Unknown.class);
        assertThat(world.upstream.done()).hasSize(1);
        assertThat(used()).isEqualTo(100);
        world.turn(Duration.ofMinutes(2));
        assertThat(world.sweep().counts()).containsKey(SweepPerformances.Swept.SETTLED);
        assertThat(world.ask(payment("invoice-1"))).isInstanceOf(Done.class);
        assertThat(world.upstream.done()).hasSize(1);
        assertThat(used()).isEqualTo(100);
    }

    @Test
    void whatEchoedTheSecretIsDoneAndHandedToNobody() {
        world.upstream.answer(_ -> new Performing.Withheld(Performing.ECHOED));
        var done = (Done) world.ask(payment("invoice-1"));
        assertThat(done.performance().state()).isInstanceOfSatisfying(State.Settled.class, settled -> {
            assertThat(settled.result()).isEmpty();
            assertThat(settled.cause()).isEqualTo(Performing.ECHOED);
        });
        assertThat(used()).isEqualTo(100);
    }

    @Test
    void aResultThatIsTooMuchToKeepIsToldToNobody() {
        var long64 = "x".repeat(Settling.MOST_RESULT);
        world.upstream.answer(
                _ -> new Performing.Done(Json.object().with("text", long64).build(), "a reference\nof two lines"));
        var done = (Done) world.ask(payment("invoice-1"));
        assertThat(done.performance().state()).isInstanceOfSatisfying(State.Settled.class, settled -> {
            assertThat(settled.result()).isEmpty();
            assertThat(settled.cause()).isEqualTo(Settling.TOO_MUCH);
            assertThat(settled.reference()).isEmpty();
        });
    }

    @Test
    void aBugWhileSendingLeavesItUnknown() {
        world.upstream.answer(_ -> {
            throw new IllegalStateException("a bug");
        });
        assertThatThrownBy(() -> world.ask(payment("invoice-1"))).isInstanceOf(IllegalStateException.class);
        assertThat(memory.all())
                .singleElement()
                .satisfies(one -> assertThat(one.state()).isInstanceOf(State.Unknown.class));
        assertThat(used()).isEqualTo(100);
    }

    @Test
    void aRevocationBetweenTheRecordAndTheLookWins() { // INV-9, T-13
        memory.afterNextReserving(() -> world.registry.revoke(world.payGrant.id()));
        var released = released(world.ask(payment("invoice-1")));
        assertThat(released.reason()).isEqualTo(Reason.NO_LIVE_GRANT);
        assertThat(world.upstream.done()).isEmpty();
        assertThat(used()).isZero();
    }

    @Test
    void aChangeBetweenTheRecordAndTheLookIsNotSent() {
        memory.afterNextReserving(() -> world.registry.put(ActionWorld.pay()));
        assertThat(released(world.ask(payment("invoice-1"))).cause()).isEqualTo("decision-overtaken");
        assertThat(world.upstream.done()).isEmpty();
    }

    @Test
    void aChangeBeforeTheRecordIsDecidedOnceMore() {
        var overtaken = new AtomicInteger();
        var changing = new DecideAction(
                ActionWorld.SCHEMAS,
                world.payees,
                (_, _) -> {
                    if (overtaken.getAndIncrement() == 0) {
                        world.registry.put(world.payGrant); // an apply, after the grant was read
                    }
                    return false;
                },
                world.clock);
        var outcome = new PerformAction(
                        changing,
                        world.registry,
                        memory,
                        world.usedTokens,
                        world.payees,
                        world.upstream,
                        Receipts.NONE,
                        new AskForApproval(world.memoryApprovals, new AuditLog(world.auditStore), world.clock),
                        new AuditLog(world.auditStore),
                        world.clock)
                .perform(world.payer, payment("invoice-1"));
        assertThat(outcome).isInstanceOf(Done.class);
        assertThat(overtaken).hasValue(2);
        assertThat(used()).isEqualTo(100);
    }

    @Test
    void aRevocationGivesBackWhatIsReservedAndNamesWhatIsSent() {
        world.upstream.meanwhile(() -> assertThat(world.endPayments())
                .singleElement()
                .satisfies(inFlight -> assertThat(inFlight.state()).isInstanceOf(State.Sent.class)));
        assertThat(world.ask(payment("invoice-1"))).isInstanceOf(Done.class);

        memory.afterNextReserving(() -> assertThat(world.endPayments()).isEmpty());
        assertThat(released(world.ask(payment("invoice-2"))).cause()).isEqualTo("revoked");
        assertThat(world.upstream.done()).hasSize(1);
        assertThat(used()).isEqualTo(100);
        assertThat(memory.all()).allMatch(Performance::isOver);
    }

    @Test
    void whatARevocationGaveBackIsPutIntoTheAuditByTheSweep() { // INV-27
        memory.afterNextReserving(() -> {
            world.endPayments();
            memory.beUnreachable(true); // whoever reserved it dies here
        });
        world.ask(payment("invoice-1"));
        memory.beUnreachable(false);
        assertThat(memory.all()).noneMatch(Performance::isOver);
        world.turn(Duration.ofMinutes(2));
        world.sweep();
        assertThat(memory.all()).allMatch(Performance::isOver);
        assertThat(facts(Phase.OUTCOME)).anySatisfy(fact -> assertThat(fact).containsEntry("rule", "revoked"));
    }

    @Test
    void nothingIsSentTooLate() { // T-31
        memory.afterNextReserving(() -> world.turn(PerformAction.TIME_TO_SEND.plusMillis(1)));
        assertThat(released(world.ask(payment("invoice-1"))).cause()).isEqualTo("too-late-to-send");
        assertThat(world.upstream.done()).isEmpty();
        assertThat(used()).isZero();
    }

    @Test
    void aBudgetIsExactAndTheDayIsUtc() { // INV-19
        for (int i = 0; i < 10; i++) {
            assertThat(world.ask(payment("invoice-" + i))).isInstanceOf(Done.class);
        }
        var full = ((Denied) world.ask(payment("one-more"))).refusal();
        assertThat(full.reason()).isEqualTo(Reason.LIMIT_REACHED);
        assertThat(full.rule()).isEqualTo(Caps.PER_DAY);
        assertThat(full.retryAfter()).contains(Duration.ofHours(15)); // it is nine
        world.turn(full.retryAfter().orElseThrow());
        assertThat(world.ask(payment("one-more"))).isInstanceOf(Done.class);
    }

    @Test
    void onePayeeDoesNotGetEverything() {
        world.caps(new Caps(ActionWorld.EUR, 500, 1000, Optional.of(600L), Set.of("acme", "globex")));
        assertThat(world.ask(payment("1", "5.00", "acme"))).isInstanceOf(Done.class);
        assertThat(((Denied) world.ask(payment("2", "1.01", "acme"))).refusal().rule())
                .isEqualTo(Caps.PER_PAYEE);
        assertThat(world.ask(payment("3", "1.00", "acme"))).isInstanceOf(Done.class);
        assertThat(world.ask(payment("4", "4.00", "globex"))).isInstanceOf(Done.class);
        assertThat(((Denied) world.ask(payment("5", "0.01", "globex")))
                        .refusal()
                        .rule())
                .isEqualTo(Caps.PER_DAY);
    }

    @Test
    void whatWasNotSpentIsGivenBack() {
        world.upstream.declare(120);
        assertThat(world.ask(question("q-1", 400))).isInstanceOf(Done.class);
        assertThat(tokens()).isEqualTo(120);
    }

    @Test
    void whatWasSpentBeyondIsCountedUpToTheCap() { // INV-19
        world.upstream.declare(700);
        world.ask(question("q-1", 1)); // an agent that says one and takes seven hundred
        assertThat(tokens()).isEqualTo(700);
        world.ask(question("q-2", 1));
        assertThat(tokens()).isEqualTo(1000);
        assertThat(reason(world.ask(question("q-3", 1)))).isEqualTo(Reason.LIMIT_REACHED);
        assertThat(facts(Phase.OUTCOME).subList(0, 2))
                .allSatisfy(fact -> assertThat(fact).containsEntry("spent", "700 tokens"));
    }

    @Test
    void whatIsNotDeclaredIsWhatWasReserved() {
        world.upstream.answer(
                _ -> new Performing.Done(Json.object().with("tokensUsed", "12").build(), ""));
        world.ask(question("q-1", 400));
        assertThat(tokens()).isEqualTo(400);
    }

    @ParameterizedTest
    @MethodSource
    void whatIsForbiddenIsForbiddenByNameAndReservesNothing(String rule, ActionRequest request) {
        assertThat(((Denied) world.ask(request)).refusal().rule()).isEqualTo(rule);
        assertThat(memory.all()).isEmpty();
        assertThat(world.auditStore.phases()).containsExactly(Phase.DENY);
    }

    static Stream<Arguments> whatIsForbiddenIsForbiddenByNameAndReservesNothing() {
        return Stream.of(
                arguments("budget.payee", payment("key", "1.00", "mallory")),
                arguments("budget.payee", payment("key", "1.00", "ACME")),
                arguments("budget.per-call", payment("key", "5.01", "acme")),
                arguments("budget.per-call", question("key", 401)),
                arguments("budget.unit", with("currency", Json.of("USD"))),
                arguments("request.form", with("currency", Json.of("XXX"))),
                arguments("request.form", with("amount", Json.of(1))),
                arguments("request.form", with("amount", Json.of("1e0"))),
                arguments("request.form", with("amount", Json.of("-1"))),
                arguments("request.form", with("payee", Json.Null.NULL)),
                arguments("request.form", question("key", 0)),
                arguments(
                        "request.form",
                        new ActionRequest(
                                ActionWorld.PAY,
                                Json.object().build(),
                                "",
                                "key",
                                Optional.empty(),
                                Optional.empty(),
                                Origin.UNKNOWN)));
    }

    private static ActionRequest with(String member, Json value) {
        var input = new TreeMap<String, Json>(payment("key").input().members());
        input.put(member, value);
        return new ActionRequest(
                ActionWorld.PAY, new Json.Obj(input), "", "key", Optional.empty(), Optional.empty(), Origin.UNKNOWN);
    }

    @Test
    void theCallersMistakesAreNamedWhereTheyAre() {
        assertThat(((Denied) world.ask(with("amount", Json.of("01")))).refusal().problems())
                .containsExactly(new Malformed.Problem("/input/amount", "has no zeros in front"));
    }

    @Test
    void anActionWithoutAGrantSoundsLikeNone() { // T-50
        var stranger = Sample.role("stranger");
        world.registry.put(Sample.agent("stranger", Environment.PRODUCTION, stranger));
        assertThat(reason(world.replica().perform(stranger, payment("key")))).isEqualTo(Reason.NO_LIVE_GRANT);
        world.registry.remove(ActionWorld.PAY);
        assertThat(reason(world.ask(payment("key")))).isEqualTo(Reason.NO_LIVE_GRANT);
        assertThat(reason(world.replica().perform(Sample.role("nobody"), payment("key"))))
                .isEqualTo(Reason.UNKNOWN_PRINCIPAL);
    }

    @Test
    void spendingWithoutABudgetIsForbidden() { // INV-5
        world.registry.put(Sample.performing("payer", "pay-invoices", ActionWorld.pay(), Optional.empty()));
        assertThat(((Denied) world.ask(payment("key"))).refusal().rule()).isEqualTo("budget.none");
        world.registry.put(ActionWorld.action(ActionWorld.PAY, List.of(), Optional.<Spends>empty()));
        world.caps(ActionWorld.TEN_EUROS);
        assertThat(((Denied) world.ask(payment("key"))).refusal().rule()).isEqualTo("budget.none");
    }

    @Test
    void anActionThatSpendsNothingNeedsNoBudget() {
        world.registry.put(ActionWorld.action(ActionWorld.PAY, List.of(), Optional.<Spends>empty()));
        world.registry.put(Sample.performing("payer", "pay-invoices", ActionWorld.pay(), Optional.empty()));
        assertThat(((Done) world.ask(payment("key"))).performance().charge()).isEmpty();
    }

    @Test
    void aGrantNarrowsWhatItsActionAllows() {
        world.registry.put(narrowed(Map.of("payee", new ParameterRule.OneOf(List.of("globex")))));
        assertThat(((Denied) world.ask(payment("key"))).refusal().problems())
                .containsExactly(new Malformed.Problem("/input/payee", "is one of globex"));
        assertThat(world.ask(payment("key", "1.00", "globex"))).isInstanceOf(Done.class);
        world.registry.put(narrowed(Map.of("memo", new ParameterRule.OneOf(List.of("rent")))));
        assertThat(reason(world.ask(payment("other")))).isEqualTo(Reason.MALFORMED); // left out is not allowed
    }

    private Grant narrowed(Map<String, ParameterRule> rules) {
        var grant = world.payGrant;
        return new Grant(
                grant.id(),
                grant.agent(),
                grant.environment(),
                grant.description(),
                grant.terms(),
                new TreeMap<>(rules),
                grant.ttlSeconds(),
                grant.limits(),
                grant.approval());
    }

    @Test
    void hoursGuardrailsAndEnvironmentsHoldForActionsToo() {
        var hours = new Hours(Hours.zone("UTC"), List.of(Hours.Span.parse("mon 10:00-11:00")));
        world.registry.put(Sample.limited(world.payGrant, new Limits(0, 0, Optional.of(hours), Sources.ANY)));
        assertThat(((Denied) world.ask(payment("key"))).refusal().rule()).isEqualTo("limit.hours");
        world.registry.put(world.payGrant);
        world.registry.guard(_ -> new Ruling.Forbidden("guardrail.no-mondays"));
        assertThat(((Denied) world.ask(payment("key"))).refusal().rule()).isEqualTo("guardrail.no-mondays");
        world.registry.guard(dev.valet.guardrail.Guardrails.NONE);
        world.registry.put(Sample.in(Environment.STAGING, world.payGrant));
        assertThat(((Denied) world.ask(payment("key"))).refusal().rule()).isEqualTo(DecideAction.ANOTHER_ENVIRONMENT);
        world.registry.put(world.payGrant);
        world.registry.revokeEverything();
        assertThat(reason(world.ask(payment("key")))).isEqualTo(Reason.NO_LIVE_GRANT);
    }

    @Test
    void aLimitOnHowOftenHoldsForActionsToo() {
        world.registry.put(new Agent(
                world.payGrant.agent(), "team", Environment.PRODUCTION, List.of(world.payer), new Limits(2, 0)));
        assertThat(world.ask(payment("1"))).isInstanceOf(Done.class);
        assertThat(world.ask(payment("2"))).isInstanceOf(Done.class);
        assertThat(((Denied) world.ask(payment("3"))).refusal().rule()).isEqualTo("agent.limit.leases-per-hour");
    }

    @Test
    void peopleAreAskedAndTheirYesIsForThisPaymentOnce() { // INV-18, T-40
        world.change(() -> world.registry.put(Sample.approved(world.payGrant, ApprovalRule.REQUIRED)));
        var asked = ((Pending) world.ask(payment("1"))).approval();
        assertThat(asked.asked().at("request").textAt("amount")).isEqualTo("1.00 EUR");
        assertThat(asked.asked().at("request", "input").textAt("payee")).isEqualTo("acme");
        assertThat(world.ask(payment("1"))).isEqualTo(new Pending(asked));
        assertThat(memory.all()).isEmpty();

        approve(asked);
        assertThat(reason(world.ask(with(asked, payment("2", "2.00", "acme"))))).isEqualTo(Reason.NO_LIVE_APPROVAL);
        assertThat(reason(world.ask(with(asked, payment("2", "1.00", "globex")))))
                .isEqualTo(Reason.NO_LIVE_APPROVAL);
        var done = (Done) world.ask(with(asked, payment("1")));
        assertThat(done.performance().approval()).contains(asked.id());
        assertThat(reason(world.ask(with(asked, payment("3"))))).isEqualTo(Reason.NO_LIVE_APPROVAL);
        assertThat(world.ask(payment("1"))).isInstanceOf(Done.class); // a repeat asks nobody
        assertThat(world.upstream.done()).hasSize(1);
        assertThat(facts(Phase.INTENT))
                .singleElement()
                .satisfies(fact ->
                        assertThat(fact).containsEntry("approval", asked.id().text()));
    }

    @Test
    void aYesDiesWithTheVersionItWasSaidTo() { // T-40
        world.change(() -> world.registry.put(Sample.approved(world.payGrant, ApprovalRule.REQUIRED)));
        var asked = ((Pending) world.ask(payment("1"))).approval();
        approve(asked);
        world.registry.put(ActionWorld.pay());
        assertThat(reason(world.ask(with(asked, payment("1"))))).isEqualTo(Reason.NO_LIVE_APPROVAL);
        assertThat(world.upstream.done()).isEmpty();
    }

    @Test
    void aYesToTheNextTwoIsGoodForTwo() {
        world.change(() -> world.registry.put(Sample.approved(world.payGrant, ApprovalRule.REQUIRED)));
        var found = ActionGrant.find(world.registry, world.payGrant.agent(), ActionWorld.PAY)
                .orElseThrow();
        var beforehand = new DecideApproval.Beforehand(
                world.payGrant.agent(),
                world.payGrant.id(),
                ActionWorld.PAY.text(),
                ActionText.basis(found, world.registry.rules().control()),
                Set.of(),
                1,
                2,
                Duration.ofMinutes(30));
        new DecideApproval(world.memoryApprovals, new AuditLog(world.auditStore), world.clock)
                .approveBeforehand(beforehand, TestBroker.approver("ann"), "month end");
        assertThat(world.ask(payment("1"))).isInstanceOf(Done.class);
        assertThat(world.ask(payment("2", "2.00", "globex"))).isInstanceOf(Done.class);
        assertThat(world.ask(payment("3"))).isInstanceOf(Pending.class);
    }

    private void askForNewPayees() {
        world.registry.guard(question -> question instanceof Question.OfPerformance performance
                        && performance.spent().filter(Question.Spent::newPayee).isPresent()
                ? new Ruling.Asks("guardrail.first-payment", ApprovalRule.REQUIRED)
                : new Ruling.Passed());
    }

    @Test
    void aFirstPaymentCanBeAskedForAndTheNextIsNone() {
        askForNewPayees();
        var asked = ((Pending) world.ask(payment("1"))).approval();
        approve(asked);
        assertThat(world.ask(with(asked, payment("1")))).isInstanceOf(Done.class);
        assertThat(world.ask(payment("2"))).isInstanceOf(Done.class);
        assertThat(world.ask(payment("3", "1.00", "globex"))).isInstanceOf(Pending.class);
    }

    @Test
    void whoWasNotPaidStaysNew() {
        world.upstream.refuse();
        assertThat(world.ask(payment("1"))).isInstanceOf(NotDone.class);
        askForNewPayees();
        assertThat(world.ask(payment("2"))).isInstanceOf(Pending.class);
    }

    @Test
    void whoWasPaidUnheardIsKnownOnceThatIsFound() {
        world.upstream.loseAnswers();
        assertThat(world.ask(payment("1"))).isInstanceOf(Unknown.class);
        askForNewPayees();
        assertThat(world.ask(payment("2"))).isInstanceOf(Pending.class);
        world.turn(Duration.ofMinutes(2));
        world.sweep();
        assertThat(world.ask(payment("3"))).isInstanceOf(Unknown.class); // nobody had to be asked
    }

    @Test
    void whetherAPayeeIsNewMustBeKnown() { // INV-5
        world.payees.beUnreachable(true);
        assertThat(reason(world.ask(payment("1")))).isEqualTo(Reason.UPSTREAM_BUSY);
        assertThat(world.ask(question("2", 10))).isInstanceOf(Done.class); // where nobody is paid it does not matter
    }

    @Test
    void aGuardrailMayAskForApproval() {
        world.registry.guard(_ -> new Ruling.Asks("guardrail.large-payments", ApprovalRule.REQUIRED));
        var asked = ((Pending) world.ask(payment("1"))).approval();
        assertThat(asked.asked().textAt("because")).isEqualTo("guardrail.large-payments");
        approve(asked);
        assertThat(world.ask(with(asked, payment("1")))).isInstanceOf(Done.class);
    }

    private void approve(Approval asked) {
        new DecideApproval(world.memoryApprovals, new AuditLog(world.auditStore), world.clock)
                .decide(asked.id(), TestBroker.approver("ann"), Vote.Choice.APPROVE, "");
    }

    private static ActionRequest with(Approval approval, ActionRequest request) {
        return new ActionRequest(
                request.action(),
                request.input(),
                request.reason(),
                request.idempotencyKey(),
                Optional.of(approval.id()),
                request.token(),
                request.origin());
    }

    @Test
    void aLowerCapHoldsAtOnce() {
        world.ask(payment("1", "5.00", "acme"));
        world.caps(new Caps(Unit.currency("EUR"), 100, 500, Optional.empty(), Set.of("acme")));
        assertThat(reason(world.ask(payment("2")))).isEqualTo(Reason.LIMIT_REACHED);
    }

    @Test
    void theAuditTellsTheDeedAndNeitherInputNorResult() { // INV-15
        world.ask(payment("invoice-1"));
        var all = world.auditStore.records().stream()
                .map(Object::toString)
                .toList()
                .toString();
        assertThat(all).doesNotContain("r-" + world.upstream.done().getFirst().providerKey());
        assertThat(facts(Phase.INTENT))
                .singleElement()
                .satisfies(fact -> assertThat(fact)
                        .containsEntry("amount", "1.00 EUR")
                        .containsEntry("payee", "acme")
                        .containsEntry("action", "pay-invoice"));
    }

    private List<Map<String, String>> facts(Phase phase) {
        return world.auditStore.entries().stream()
                .filter(entry -> entry.phase() == phase)
                .map(AuditEntry::facts)
                .<Map<String, String>>map(facts -> facts)
                .toList();
    }

    private long used() {
        return memory.all().stream()
                .findFirst()
                .map(any -> world.store().used(any, Optional.empty()))
                .orElse(0L);
    }

    private long tokens() {
        return used();
    }

    private static State.Released released(ActionOutcome outcome) {
        return (State.Released) ((NotDone) outcome).performance().state();
    }

    private static Reason reason(ActionOutcome outcome) {
        return ((Denied) outcome).refusal().reason();
    }
}
