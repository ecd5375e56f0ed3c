package dev.valet.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Reason;
import dev.valet.approval.Approval;
import dev.valet.approval.Approval.State;
import dev.valet.approval.DecideApproval;
import dev.valet.audit.Phase;
import dev.valet.grant.ApprovalRule;
import dev.valet.grant.Grant;
import dev.valet.grant.GrantId;
import dev.valet.guardrail.Ruling;
import dev.valet.identity.Agent;
import dev.valet.identity.AgentId;
import dev.valet.identity.Environment;
import dev.valet.identity.Principal;
import dev.valet.lease.LeaseRequest;
import dev.valet.lease.LeaseText;
import dev.valet.lease.Outcome;
import dev.valet.limit.Limits;
import dev.valet.limit.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A human's yes to one exact request: asked for, given by somebody else, used once (INV-18, T-40). */
class ApprovalTest {
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final TestBroker broker = new TestBroker();
    private final Principal reporter = broker.principal("reporter");
    private final Grant asking = Sample.approved(Sample.reports("reporter", "reports-reader"), ApprovalRule.REQUIRED);
    private final GrantId grant = broker.grant(asking);

    @Test
    void anApprovedRequestIsIssuedOnce() {
        var approval = pending(blue(Optional.empty()));
        assertThat(broker.leases.all()).isEmpty();

        broker.approve(approval, "ann");
        assertThat(broker.ask(reporter, blue(Optional.of(approval)))).isInstanceOf(Outcome.Issued.class);
        assertThat(reason(broker.ask(reporter, blue(Optional.of(approval))))).isEqualTo(Reason.NO_LIVE_APPROVAL);
        assertThat(broker.audit()).containsExactly(Phase.ASK, Phase.APPROVE, Phase.INTENT, Phase.DENY);
    }

    @Test
    void whatWasNotApprovedYetIsNotIssued() {
        var approval = pending(blue(Optional.empty()));
        assertThat(reason(broker.ask(reporter, blue(Optional.of(approval))))).isEqualTo(Reason.NO_LIVE_APPROVAL);
    }

    @Test
    void theSameRequestAgainWaitsForTheSameAnswer() {
        var first = pending(blue(Optional.empty()));
        assertThat(pending(blue(Optional.empty())).id()).isEqualTo(first.id());
        broker.approve(first, "ann");
        assertThat(pending(blue(Optional.empty())).id()).isEqualTo(first.id());
    }

    static Stream<LeaseRequest> anotherRequest() {
        return Stream.of(
                request(Map.of("team", "red"), "to read", Optional.empty()),
                request(Map.of("team", "blue"), "to read more", Optional.empty()),
                request(Map.of("team", "blue"), "to read", Optional.of(300)));
    }

    @ParameterizedTest
    @MethodSource
    void anotherRequest(LeaseRequest changed) { // T-40: changed after consent
        var approval = pending(blue(Optional.empty()));
        broker.approve(approval, "ann");
        assertThat(reason(broker.ask(reporter, naming(approval, changed)))).isEqualTo(Reason.NO_LIVE_APPROVAL);
        assertThat(broker.ask(reporter, blue(Optional.of(approval)))).isInstanceOf(Outcome.Issued.class);
    }

    @Test
    void itDiesWithTheVersionOfTheGrant() {
        var approval = pending(blue(Optional.empty()));
        broker.approve(approval, "ann");
        broker.grant(asking);
        assertThat(reason(broker.ask(reporter, blue(Optional.of(approval))))).isEqualTo(Reason.NO_LIVE_APPROVAL);
    }

    @Test
    void itDiesWithAChangeOfTheRules() {
        var approval = pending(blue(Optional.empty()));
        broker.approve(approval, "ann");
        broker.guard(_ -> new Ruling.Passed());
        assertThat(reason(broker.ask(reporter, blue(Optional.of(approval))))).isEqualTo(Reason.NO_LIVE_APPROVAL);
    }

    @Test
    void itIsTooLateAfterItsEnd() {
        var approval = pending(blue(Optional.empty()));
        broker.approve(approval, "ann");
        broker.turn(Duration.ofHours(1));
        assertThat(reason(broker.ask(reporter, blue(Optional.of(approval))))).isEqualTo(Reason.NO_LIVE_APPROVAL);

        var next = pending(blue(Optional.empty()));
        broker.turn(Duration.ofHours(1));
        assertThat(broker.approve(next, "ann")).isEqualTo(refused(Reason.NOT_OPEN));
    }

    @Test
    void anotherAgentCannotUseIt() { // INV-4
        var approval = pending(blue(Optional.empty()));
        broker.approve(approval, "ann");
        var stranger = broker.principal("stranger");
        var theirs = broker.grant(Sample.approved(Sample.reports("stranger", "their-reader"), ApprovalRule.REQUIRED));
        var request = new LeaseRequest(
                theirs,
                Map.of("team", "blue"),
                "to read",
                Optional.empty(),
                Optional.empty(),
                Optional.of(approval.id()),
                Origin.UNKNOWN,
                false);
        assertThat(reason(broker.ask(stranger, request))).isEqualTo(Reason.NO_LIVE_APPROVAL);
    }

    @Test
    void twoAtOnceWinOnce() throws Exception {
        var approval = pending(blue(Optional.empty()));
        broker.approve(approval, "ann");
        var work = new ArrayList<Callable<Outcome>>();
        for (int i = 0; i < 20; i++) {
            work.add(() -> broker.ask(reporter, blue(Optional.of(approval))));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long issued = 0;
            for (var one : threads.invokeAll(work)) {
                issued += one.get() instanceof Outcome.Issued ? 1 : 0;
            }
            assertThat(issued).isEqualTo(1);
        }
    }

    @Test
    void aDenialEndsItWithItsReason() {
        var approval = pending(blue(Optional.empty()));
        broker.deny(approval, "ann", "not on a Friday");
        assertThat(stateOf(approval)).isEqualTo(State.DENIED);
        assertThat(broker.approve(approval, "ben")).isEqualTo(refused(Reason.NOT_OPEN));
        assertThat(reason(broker.ask(reporter, blue(Optional.of(approval))))).isEqualTo(Reason.NO_LIVE_APPROVAL);
    }

    @Test
    void aYesCanBeTakenBackBeforeItIsUsed() {
        var approval = pending(blue(Optional.empty()));
        broker.approve(approval, "ann");
        broker.deny(approval, "ann", "I misread it");
        assertThat(reason(broker.ask(reporter, blue(Optional.of(approval))))).isEqualTo(Reason.NO_LIVE_APPROVAL);
    }

    @Test
    void theOwnerAndItsMembersDoNotApprove() { // INV-18
        broker.registry.put(new Agent(
                new AgentId("reporter"),
                "otto",
                Set.of("mia@acme.example"),
                Environment.PRODUCTION,
                List.of(reporter),
                Limits.NONE));
        var approval = pending(blue(Optional.empty()));
        assertThat(broker.approve(approval, "otto")).isEqualTo(refused(Reason.NOT_APPROVER));
        assertThat(broker.approve(approval, "Mia@Acme.example")).isEqualTo(refused(Reason.NOT_APPROVER));
        assertThat(broker.approve(approval, "ann")).isInstanceOf(DecideApproval.Outcome.Decided.class);
    }

    @Test
    void whoBecomesTheOwnerAfterwardsHasNotApproved() {
        var approval = pending(blue(Optional.empty()));
        broker.approve(approval, "ann");
        broker.registry.put(
                new Agent(new AgentId("reporter"), "ann", Environment.PRODUCTION, List.of(reporter), Limits.NONE));
        assertThat(reason(broker.ask(reporter, blue(Optional.of(approval))))).isEqualTo(Reason.NO_LIVE_APPROVAL);
    }

    @Test
    void aQuorumCountsPeopleAndNotAnswers() {
        broker.grant(Sample.approved(asking, new ApprovalRule(2, Duration.ofMinutes(30))));
        var approval = pending(blue(Optional.empty()));
        broker.approve(approval, "ann");
        assertThat(broker.approve(approval, "ANN")).isEqualTo(refused(Reason.NOT_APPROVER));
        assertThat(stateOf(approval)).isEqualTo(State.OPEN);
        broker.approve(approval, "ben");
        assertThat(broker.ask(reporter, blue(Optional.of(approval)))).isInstanceOf(Outcome.Issued.class);
    }

    @Test
    void aGuardrailCanAsk() {
        broker.grant(Sample.reports("reporter", "reports-reader"));
        broker.guard(_ -> new Ruling.Asks("guardrail.ask-first", new ApprovalRule(2, Duration.ofMinutes(5))));
        var approval = pending(blue(Optional.empty()));
        assertThat(approval.approvers()).isEqualTo(2);
        assertThat(approval.expires()).isEqualTo(broker.clock.instant().plus(Duration.ofMinutes(5)));
    }

    @Test
    void theStricterOfGrantAndGuardrailHolds() {
        broker.guard(_ -> new Ruling.Asks("guardrail.ask-first", new ApprovalRule(3, Duration.ofHours(8))));
        var approval = pending(blue(Optional.empty()));
        assertThat(approval.approvers()).isEqualTo(3);
        assertThat(approval.expires()).isEqualTo(broker.clock.instant().plus(Duration.ofHours(1)));
    }

    @Test
    void anApprovalBeforehandIsGoodForSoManyRequests() {
        beforehand("ann", 2);
        assertThat(broker.ask(reporter, blue(Optional.empty()))).isInstanceOf(Outcome.Issued.class);
        assertThat(broker.ask(reporter, request(Map.of("team", "red"), "another", Optional.empty())))
                .isInstanceOf(Outcome.Issued.class);
        assertThat(broker.ask(reporter, blue(Optional.empty()))).isInstanceOf(Outcome.Pending.class);
    }

    @Test
    void anApprovalBeforehandEndsWithItsTimeAndWithItsGrant() {
        beforehand("ann", 2);
        broker.turn(Duration.ofMinutes(10));
        assertThat(broker.ask(reporter, blue(Optional.empty()))).isInstanceOf(Outcome.Pending.class);
        beforehand("ann", 2);
        broker.grant(asking);
        assertThat(broker.ask(reporter, blue(Optional.empty()))).isInstanceOf(Outcome.Pending.class);
    }

    @Test
    void theOwnerGivesNothingBeforehand() {
        assertThat(beforehand("team-reporter", 2)).isEqualTo(refused(Reason.NOT_APPROVER));
        assertThat(broker.ask(reporter, blue(Optional.empty()))).isInstanceOf(Outcome.Pending.class);
    }

    /** An SDK shows an error and tries again; nobody should be asked each time. */
    @Test
    void aDocumentWaitsForNobody() {
        broker.grant(Sample.approved(Sample.aws("reporter", "reports-reader"), ApprovalRule.REQUIRED));
        assertThat(reason(broker.askForDocument(reporter, grant))).isEqualTo(Reason.APPROVAL_REQUIRED);
        assertThat(broker.approvals.recent(10)).isEmpty();
        beforehand("ann", 1);
        assertThat(broker.askForDocument(reporter, grant)).isInstanceOf(Outcome.Issued.class);
        assertThat(broker.askForDocument(reporter, grant)).isInstanceOf(Outcome.Issued.class); // the same lease
    }

    @Test
    void aRepeatOfWhatWasApprovedIsTheSameLease() { // INV-13
        var approval = pending(blue(Optional.empty()));
        broker.approve(approval, "ann");
        var once = new LeaseRequest(
                grant,
                Map.of("team", "blue"),
                "to read",
                Optional.empty(),
                Optional.of("key-1"),
                Optional.of(approval.id()),
                Origin.UNKNOWN,
                false);
        assertThat(broker.ask(reporter, once)).isInstanceOf(Outcome.Issued.class);
        assertThat(broker.ask(reporter, once)).isInstanceOf(Outcome.Repeated.class);
        assertThat(broker.leases.all()).hasSize(1);
    }

    @Test
    void nobodyIsAskedWithoutEnd() {
        for (int i = 0; i < 20; i++) {
            pending(request(Map.of("team", "blue"), "reason " + i, Optional.empty()));
            broker.turn(A_MOMENT);
        }
        assertThat(reason(broker.ask(reporter, blue(Optional.empty())))).isEqualTo(Reason.LIMIT_REACHED);
    }

    @Test
    void nothingIsAskedOrDecidedOffTheRecord() {
        var approval = pending(blue(Optional.empty()));
        broker.auditStore.failNext(1000);
        assertThat(broker.approve(approval, "ann")).isEqualTo(refused(Reason.NOT_RECORDED));
        assertThat(stateOf(approval)).isEqualTo(State.OPEN);
        assertThat(reason(broker.ask(reporter, request(Map.of("team", "red"), "", Optional.empty()))))
                .isEqualTo(Reason.UPSTREAM_BUSY);
        assertThat(broker.approvals.recent(10)).hasSize(1);
    }

    @Test
    void whenApprovalsCannotBeReadNothingIsIssued() { // INV-5
        var approval = pending(blue(Optional.empty()));
        broker.approve(approval, "ann");
        broker.approvals.beUnreachable();
        assertThat(reason(broker.ask(reporter, blue(Optional.of(approval))))).isEqualTo(Reason.UPSTREAM_BUSY);
    }

    @Test
    void thePeopleReadAllThatIsApproved() {
        var text = pending(blue(Optional.empty())).asked().canonical();
        assertThat(text)
                .contains("reports-reader", "blue", "to read", "arn:aws:iam::444455556666:role/valet/reports-reader")
                .contains(
                        "\"ttlSeconds\":900",
                        "\"grantVersion\":",
                        reporter.key().replace("\"", "\\\""));
    }

    private LeaseRequest blue(Optional<Approval> approval) {
        var plain = request(Map.of("team", "blue"), "to read", Optional.empty());
        return approval.map(one -> naming(one, plain)).orElse(plain);
    }

    private static LeaseRequest request(Map<String, String> parameters, String reason, Optional<Integer> ttl) {
        return new LeaseRequest(
                new GrantId("reports-reader"), parameters, reason, ttl, Optional.empty(), Origin.UNKNOWN, false);
    }

    private static LeaseRequest naming(Approval approval, LeaseRequest plain) {
        return new LeaseRequest(
                plain.grant(),
                plain.parameters(),
                plain.reason(),
                plain.ttlSeconds(),
                plain.idempotencyKey(),
                Optional.of(approval.id()),
                plain.origin(),
                plain.document());
    }

    private Approval pending(LeaseRequest request) {
        return ((Outcome.Pending) broker.ask(reporter, request)).approval();
    }

    private State stateOf(Approval approval) {
        return broker.approvals.find(approval.id()).orElseThrow().state(broker.clock.instant());
    }

    private DecideApproval.Outcome beforehand(String person, int uses) {
        var agent = broker.agentOf(reporter);
        var held = broker.registry.grant(agent, grant).orElseThrow();
        var owner = broker.registry.agentOf(reporter).orElseThrow().value();
        return broker.decideApproval()
                .approveBeforehand(
                        new DecideApproval.Beforehand(
                                agent,
                                grant,
                                LeaseText.ACT,
                                LeaseText.basis(held, broker.registry.rules().control()),
                                owner.people(),
                                1,
                                uses,
                                Duration.ofMinutes(10)),
                        TestBroker.approver(person),
                        "a drill");
    }

    private static DecideApproval.Outcome refused(Reason reason) {
        return new DecideApproval.Outcome.Refused(reason);
    }

    private static Reason reason(Outcome outcome) {
        return ((Outcome.Denied) outcome).refusal().reason();
    }
}
