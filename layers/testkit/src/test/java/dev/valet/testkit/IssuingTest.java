package dev.valet.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Malformed;
import dev.valet.Reason;
import dev.valet.audit.Phase;
import dev.valet.grant.GrantId;
import dev.valet.guardrail.Guardrails;
import dev.valet.guardrail.Ruling;
import dev.valet.identity.Agent;
import dev.valet.identity.Environment;
import dev.valet.identity.Principal;
import dev.valet.lease.EndedBy;
import dev.valet.lease.Lease;
import dev.valet.lease.LeaseRequest;
import dev.valet.lease.Outcome;
import dev.valet.lease.Outcome.Issued;
import dev.valet.lease.Refusal;
import dev.valet.lease.Verdict;
import dev.valet.limit.Hours;
import dev.valet.limit.Limits;
import dev.valet.limit.Network;
import dev.valet.limit.Origin;
import dev.valet.limit.Sources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IssuingTest {
    private final TestBroker broker = new TestBroker();
    private final Principal reporter = broker.principal("reporter");

    @Test
    void anAgentGetsALeaseOfItsGrant() {
        var grant = broker.grantTo(reporter, "reports-reader");
        var issued = (Issued) broker.ask(reporter, grant);
        assertThat(issued.lease().agent().text()).isEqualTo("reporter");
        assertThat(issued.lease().principal()).isEqualTo(reporter.key());
        assertThat(Duration.between(issued.lease().issuedAt(), issued.lease().expiresAt()))
                .isEqualTo(Duration.ofMinutes(15));
        assertThat(issued.lease().endedBy()).isEqualTo(EndedBy.STS);
        assertThat(broker.audit()).containsExactly(Phase.INTENT);
    }

    @Test
    void theLeaseAndTheIntentAreOnRecordBeforeAnythingIsMinted() { // INV-8
        var grant = broker.grantTo(reporter, "reports-reader");
        broker.minter.meanwhile(() -> {
            assertThat(broker.leases.all()).hasSize(1);
            assertThat(broker.audit()).containsExactly(Phase.INTENT);
        });
        assertThat(broker.ask(reporter, grant)).isInstanceOf(Issued.class);
    }

    @Test
    void whatIsNotOnRecordIsNotMinted() { // INV-8, T-14
        var grant = broker.grantTo(reporter, "reports-reader");
        broker.auditStore.failNext(2); // the record, and the opening of another chain
        assertThat(reason(broker.ask(reporter, grant))).isEqualTo(Reason.UPSTREAM_BUSY);
        assertThat(broker.leases.all()).extracting(Lease::state).containsExactly(Lease.State.WITHHELD);
        broker.leases.beUnreachable();
        assertThat(reason(broker.ask(reporter, grant))).isEqualTo(Reason.UPSTREAM_BUSY);
        assertThat(broker.minter.minted()).isEmpty();
    }

    @Test
    void nothingIsMintedForACallerWhoMayHaveGone() { // T-31
        var grant = broker.grantTo(reporter, "reports-reader");
        broker.leases.afterNextOpening(() -> broker.clock.turn(Duration.ofSeconds(13)));
        assertThat(reason(broker.ask(reporter, grant))).isEqualTo(Reason.UPSTREAM_BUSY);
        assertThat(broker.minter.minted()).isEmpty();
        assertThat(broker.leases.all()).extracting(Lease::state).containsExactly(Lease.State.WITHHELD);
    }

    @Test
    void aBugWhileMintingLeavesALeaseThatWasWithheld() { // INV-14
        var grant = broker.grantTo(reporter, "reports-reader");
        broker.minter.meanwhile(() -> {
            throw new IllegalStateException("a bug");
        });
        assertThatThrownBy(() -> broker.ask(reporter, grant)).hasMessage("a bug");
        assertThat(broker.leases.all()).extracting(Lease::state).containsExactly(Lease.State.WITHHELD);
        assertThat(broker.audit()).containsExactly(Phase.INTENT, Phase.OUTCOME);
    }

    @Test
    void aParameterOutsideItsRuleIsNamedAndNothingIsMinted() {
        broker.grant(Sample.reports("reporter", "reports-reader"));
        var grant = Sample.reports("reporter", "reports-reader").id();
        assertThat(refusal(broker.ask(reporter, grant, Map.of("team", "BLUE/*")))
                        .problems())
                .containsExactly(new Malformed.Problem("/parameters/team", "matches [a-z]{2,20}"));
        assertThat(broker.ask(reporter, grant, Map.of("team", "blue"))).isInstanceOf(Issued.class);
        assertThat(broker.minter.minted()).hasSize(1);
        assertThat(broker.audit()).containsExactly(Phase.DENY, Phase.INTENT);
    }

    @Test
    void anActionIsPerformedAndNeverLeased() {
        var action = Sample.notify("notify-team");
        broker.grant(Sample.performing("reporter", "notices", action, Optional.empty()));
        var notices = new GrantId("notices");
        assertThat(refusal(broker.ask(reporter, notices)).problems())
                .containsExactly(new Malformed.Problem(
                        "/grant", "is a grant that is leased; an action is performed at /actions"));
        assertThat(reason(broker.ask(broker.principal("stranger"), notices)))
                .as("another's sounds like none")
                .isEqualTo(Reason.NO_LIVE_GRANT); // T-50
        broker.revoke(notices);
        assertThat(reason(broker.ask(reporter, notices))).isEqualTo(Reason.NO_LIVE_GRANT);
        assertThat(broker.minter.minted()).isEmpty();
        assertThat(broker.leases.all()).isEmpty();
        assertThat(broker.audit()).contains(Phase.DENY);
    }

    @Test
    void nobodyKnowsAStranger() {
        var grant = broker.grantTo(reporter, "reports-reader");
        assertThat(reason(broker.ask(Sample.role("stranger"), grant))).isEqualTo(Reason.UNKNOWN_PRINCIPAL);
        assertThat(broker.minter.minted()).isEmpty();
        assertThat(broker.audit()).endsWith(Phase.DENY);
    }

    @Test
    void theSameRoleNameInAnotherAccountIsAStranger() { // INV-1
        var grant = broker.grantTo(reporter, "reports-reader");
        assertThat(reason(broker.ask(Sample.role("999988887777", "reporter"), grant)))
                .isEqualTo(Reason.UNKNOWN_PRINCIPAL);
    }

    @Test
    void aForeignGrantLooksLikeNoGrant() { // T-50
        var grant = broker.grantTo(reporter, "reports-reader");
        var neighbour = broker.principal("neighbour");
        var none = new GrantId("no-such-grant");
        assertThat(refusal(broker.ask(neighbour, grant))).isEqualTo(refusal(broker.ask(neighbour, none)));
        assertThat(reason(broker.ask(neighbour, grant))).isEqualTo(Reason.NO_LIVE_GRANT);
    }

    @Test
    void aLeaseIsNoLongerThanItsGrantAllows() {
        broker.grant(Sample.lasting(Sample.aws("reporter", "short-reader"), 120));
        var grant = Sample.aws("reporter", "short-reader").id();
        var issued = (Issued) broker.ask(reporter, grant);
        assertThat(Duration.between(issued.lease().issuedAt(), issued.lease().expiresAt()))
                .isEqualTo(Duration.ofMinutes(2));
        var longer = new LeaseRequest(grant, Map.of(), "", Optional.of(300), Optional.empty(), Origin.UNKNOWN, false);
        assertThat(refusal(broker.ask(reporter, longer)).problems())
                .containsExactly(new Malformed.Problem("/ttlSeconds", "is at most 120 for this grant"));
    }

    @Test
    void aDevelopmentIdentityReachesTheSandboxOnly() { // T-41
        var developer = Sample.role(Sample.DEVELOPMENT_ACCOUNT, "release");
        var production = Sample.role("release");
        broker.registry.put(Sample.agent("release", Environment.PRODUCTION, production, developer));
        var publish = broker.grant(Sample.in(Environment.PRODUCTION, Sample.aws("release", "release-publish")));
        var dryRun = broker.grant(Sample.aws("release", "release-dry-run"));
        assertThat(broker.ask(production, publish)).isInstanceOf(Issued.class);
        assertThat(broker.ask(developer, dryRun)).isInstanceOf(Issued.class);
        assertThat(reason(broker.ask(developer, publish))).isEqualTo(Reason.FORBIDDEN);
        assertThat(((Verdict.Refused) broker.explain(developer, publish))
                        .refusal()
                        .rule())
                .isEqualTo("environment.development-reaches-sandbox-only");
    }

    @Test
    void outsideItsHoursAGrantGivesNothing() {
        var hours = new Hours(Hours.zone("UTC"), List.of(Hours.Span.parse("mon 08:00-09:10")));
        var grant = broker.grant(Sample.limited(
                Sample.aws("reporter", "reports-reader"), new Limits(0, 0, Optional.of(hours), Sources.ANY)));
        assertThat(broker.askForDocument(reporter, grant)).isInstanceOf(Issued.class); // Monday, nine o'clock
        broker.turn(Duration.ofMinutes(10));
        assertThat(reason(broker.ask(reporter, grant))).isEqualTo(Reason.FORBIDDEN);
        assertThat(reason(broker.askForDocument(reporter, grant))).isEqualTo(Reason.FORBIDDEN); // S-11
        assertThat(((Verdict.Refused) broker.explain(reporter, grant)).refusal().rule())
                .isEqualTo("limit.hours");
    }

    @Test
    void fromElsewhereAGrantGivesNothing() {
        var office = new Sources(List.of(Network.parse("203.0.113.0/24")), List.of());
        var grant = broker.grant(
                Sample.limited(Sample.aws("reporter", "reports-reader"), new Limits(0, 0, Optional.empty(), office)));
        assertThat(broker.ask(reporter, from(grant, "203.0.113.7"))).isInstanceOf(Issued.class);
        assertThat(reason(broker.ask(reporter, from(grant, "198.51.100.7")))).isEqualTo(Reason.FORBIDDEN);
        assertThat(reason(broker.ask(reporter, from(grant, "")))).isEqualTo(Reason.FORBIDDEN); // INV-5
    }

    private static LeaseRequest from(GrantId grant, String address) {
        return new LeaseRequest(
                grant, Map.of(), "", Optional.empty(), Optional.empty(), new Origin(address, ""), false);
    }

    @Test
    void anAgentsLimitBindsAllItsGrantsTogether() {
        broker.registry.put(new Agent(
                broker.agentOf(reporter), "team", Environment.PRODUCTION, List.of(reporter), new Limits(2, 0)));
        var one = broker.grantTo(reporter, "reports-reader");
        var other = broker.grantTo(reporter, "invoices-reader");
        assertThat(broker.ask(reporter, one)).isInstanceOf(Issued.class);
        assertThat(broker.ask(reporter, other)).isInstanceOf(Issued.class);
        assertThat(refusal(broker.ask(reporter, one)).rule()).isEqualTo("agent.limit.leases-per-hour");
    }

    @Test
    void aGuardrailForbidsAndAnErrorForbidsToo() { // INV-6
        var grant = broker.grantTo(reporter, "reports-reader");
        broker.guard(_ -> new Ruling.Forbidden("guardrail.no-nights"));
        assertThat(reason(broker.ask(reporter, grant))).isEqualTo(Reason.FORBIDDEN);
        broker.guard(Guardrails.REFUSING);
        assertThat(reason(broker.ask(reporter, grant))).isEqualTo(Reason.FORBIDDEN);
        broker.guard(Guardrails.NONE);
        assertThat(broker.ask(reporter, grant)).isInstanceOf(Issued.class);
    }

    @Test
    void explainDecidesAlikeAndDoesNothing() {
        var grant = broker.grantTo(reporter, "reports-reader");
        assertThat(broker.explain(reporter, grant)).isInstanceOf(Verdict.Allowed.class);
        assertThat(broker.explain(Sample.role("stranger"), grant)).isInstanceOf(Verdict.Refused.class);
        assertThat(broker.leases.all()).isEmpty();
        assertThat(broker.minter.minted()).isEmpty();
        assertThat(broker.audit()).isEmpty();
    }

    @Test
    void aLimitIsReachedAndTheHourRollsOn() {
        broker.grant(Sample.limited(Sample.aws("reporter", "reports-reader"), new Limits(2, 0)));
        var grant = Sample.aws("reporter", "reports-reader").id();
        broker.ask(reporter, grant);
        broker.ask(reporter, grant);
        var third = refusal(broker.ask(reporter, grant));
        assertThat(third.reason()).isEqualTo(Reason.LIMIT_REACHED);
        assertThat(third.retryAfter()).isPresent();
        broker.turn(third.retryAfter().orElseThrow());
        assertThat(broker.ask(reporter, grant)).isInstanceOf(Issued.class);
    }

    @Test
    void aRepeatGetsTheLeaseAndNotTheCredential() { // INV-13
        var grant = broker.grantTo(reporter, "reports-reader");
        var first = (Issued) broker.ask(reporter, TestBroker.once(grant, "run-42"));
        assertThat(broker.ask(reporter, TestBroker.once(grant, "run-42")))
                .isEqualTo(new Outcome.Repeated(first.lease()));
        assertThat(broker.minter.minted()).hasSize(1);
    }

    @Test
    void aKeyBelongsToItsCallerAndItsRequest() {
        var grant = broker.grantTo(reporter, "reports-reader");
        var other = broker.grantTo(reporter, "other-reader");
        broker.ask(reporter, TestBroker.once(grant, "run-42"));
        assertThat(reason(broker.ask(reporter, TestBroker.once(other, "run-42"))))
                .isEqualTo(Reason.KEY_REUSED);
        var neighbour = broker.principal("neighbour");
        var theirs = broker.grantTo(neighbour, "their-reader");
        assertThat(broker.ask(neighbour, TestBroker.once(theirs, "run-42"))).isInstanceOf(Issued.class);
    }

    @Test
    void aSecretByValueIsMarkedAsEndedByRotation() {
        var grant = broker.grant(Sample.secretValue("reporter", "api-key"));
        assertThat(((Issued) broker.ask(reporter, grant)).lease().endedBy()).isEqualTo(EndedBy.ROTATION);
    }

    @Test
    void aWithheldLeaseStaysOnRecord() { // INV-14
        var grant = broker.grantTo(reporter, "reports-reader");
        broker.minter.fail(Reason.UPSTREAM_BUSY, "sts-throttled");
        assertThat(reason(broker.ask(reporter, grant))).isEqualTo(Reason.UPSTREAM_BUSY);
        assertThat(broker.leases.all()).extracting(Lease::state).containsExactly(Lease.State.WITHHELD);
        assertThat(broker.audit()).containsExactly(Phase.INTENT, Phase.OUTCOME);
    }

    private static Refusal refusal(Outcome outcome) {
        return ((Outcome.Denied) outcome).refusal();
    }

    private static Reason reason(Outcome outcome) {
        return refusal(outcome).reason();
    }
}
