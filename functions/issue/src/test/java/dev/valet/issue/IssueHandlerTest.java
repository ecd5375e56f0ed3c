package dev.valet.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.valet.Json;
import dev.valet.Reason;
import dev.valet.audit.Phase;
import dev.valet.budget.Caps;
import dev.valet.budget.Unit;
import dev.valet.edge.Settings;
import dev.valet.grant.GrantId;
import dev.valet.identity.Environment;
import dev.valet.identity.Principal;
import dev.valet.testkit.OpenApi;
import dev.valet.testkit.RestEvent;
import dev.valet.testkit.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What agents see of the broker's promises. */
class IssueHandlerTest {
    private static final Principal ROLE = Sample.role("reporter");

    private final AgentApi api = new AgentApi();

    private AgentApi.Reply ask(String grant) {
        return api.send(RestEvent.from(ROLE, "POST", "/v1/leases")
                .body(Json.object().with("grant", grant).build()));
    }

    @Test
    void aSecretIsInTheCredentialAndNowhereElse() { // INV-15
        var reply = api.sendEvent("lease");
        var canaries = api.broker.minter.canaries();
        assertThat(canaries).hasSize(2);
        assertThat(reply.at("credential.secretAccessKey")).isEqualTo(canaries.get(0));
        assertThat(reply.at("credential.sessionToken")).isEqualTo(canaries.get(1));

        var elsewhere = reply.at("lease")
                + reply.header("Content-Type")
                + api.log
                + api.broker.auditStore.records()
                + api.broker.leases.all()
                + api.sendEvent("leases").text()
                + api.sendEvent("grants").text()
                + api.sendEvent("explain").text()
                + api.sendEvent("whoami").text()
                + api.log;
        assertThat(canaries).allSatisfy(canary -> {
            assertThat(reply.text()).containsOnlyOnce(canary);
            assertThat(elsewhere).doesNotContain(canary);
        });
    }

    @Test
    void aDroppedCredentialIsInNoOutputAtAll() { // INV-14
        api.broker.leases.afterNextOpening(() -> api.broker.revoke(new GrantId("reports-reader")));
        var reply = api.sendEvent("lease");
        assertThat(reply.at("reason")).isEqualTo("no-live-grant");
        assertThat(api.broker.minter.canaries())
                .isNotEmpty()
                .noneSatisfy(canary -> assertThat(reply.text() + api.log).contains(canary));
    }

    @Test
    void aRepeatGetsTheLeaseAndNoCredential() { // INV-13
        var first = api.sendEvent("lease-once");
        var again = api.sendEvent("lease-once");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.at("lease.id")).isEqualTo(first.at("lease.id"));
        assertThat(again.text()).doesNotContain("credential");
        assertThat(api.broker.minter.minted()).hasSize(1);
    }

    @Test
    void anotherRequestUnderTheSameKeyIsRefused() {
        api.sendEvent("lease-once");
        var other = RestEvent.from(ROLE, "POST", "/v1/leases")
                .header("Idempotency-Key", "nightly-2026-03-02")
                .body("{\"grant\":\"payments-api\"}");
        assertThat(api.send(other).status()).isEqualTo(409);
    }

    @Test
    void aLeaseIsNeverLongerThanFifteenMinutesAndSaysWhatEndsIt() { // INV-12
        var reply = api.sendEvent("lease");
        assertThat(reply.at("lease.issuedAt")).isEqualTo("2026-03-02T09:00:00Z");
        assertThat(reply.at("lease.expiresAt")).isEqualTo("2026-03-02T09:15:00Z");
        assertThat(reply.at("lease.endedBy")).isEqualTo("sts");
    }

    @Test
    void whereAGrantLeadsIsNotForItsAgent() {
        var seen = api.sendEvent("grants").text()
                + api.sendEvent("lease").at("lease")
                + api.sendEvent("explain").text();
        assertThat(seen).doesNotContain(Sample.EXTERNAL_ID, "arn:aws:iam", "acme-reports");
    }

    @ParameterizedTest
    @MethodSource
    void noGrantOfOnesOwnSoundsLikeAnother(String path) { // T-50
        api.broker.revoke(new GrantId("payments-api"));
        var replies = Stream.of("payments-api", "billing-export", "no-such-grant")
                .map(grant -> api.send(RestEvent.from(ROLE, "POST", path)
                        .body(Json.object().with("grant", grant).build())))
                .map(AgentApi.Reply::text);
        assertThat(replies.distinct()).hasSize(1);
    }

    static Stream<String> noGrantOfOnesOwnSoundsLikeAnother() {
        return Stream.of("/v1/leases", "/v1/explain");
    }

    @Test
    void anotherAgentsLeaseIsNotThere() { // INV-4
        api.hasLease();
        assertThat(api.sendEvent("lease-get-foreign").text())
                .isEqualTo(api.sendEvent("lease-get-unknown").text());
    }

    @Test
    void aRevokedGrantIsNotListed() {
        api.broker.revoke(new GrantId("reports-reader"));
        assertThat(api.sendEvent("grants").text()).doesNotContain("reports-reader");
    }

    @Test
    void aGrantOfAnActionIsListedWithItsBudgetAndNeverLeased() {
        var caps = new Caps(Unit.currency("EUR"), 500_00, 2000_00, Optional.empty(), Set.of("acct_1"));
        api.broker.grant(Sample.performing("reporter", "invoices", Sample.pay("pay-invoice"), Optional.of(caps)));
        var listed = api.sendEvent("grants");
        assertThat(listed.at("grants"))
                .startsWith("[{\"id\":\"invoices\",\"action\":\"pay-invoice\",")
                .contains("\"budget\":{\"currency\":\"EUR\",\"perCall\":\"500.00\",\"perDay\":\"2000.00\","
                        + "\"payees\":[\"acct_1\"]}");
        assertThat(new OpenApi().faults("GET /v1/grants", 200, "application/json", listed.body()))
                .isEmpty();
        for (var path : List.of("/v1/leases", "/v1/explain")) {
            var reply = api.send(RestEvent.from(ROLE, "POST", path).body("{\"grant\":\"invoices\"}"));
            assertThat(reply.text()).contains("an action is performed at /actions");
        }
        assertThat(api.broker.minter.minted()).isEmpty();
        assertThat(api.broker.leases.all()).isEmpty();
    }

    @Test
    void aDevelopmentIdentityIsShownTheSandboxOnly() { // T-41
        var laptop = Sample.role(Sample.DEVELOPMENT_ACCOUNT, "laptop");
        api.broker.grant(Sample.in(Environment.SANDBOX, Sample.aws("laptop", "laptop-sandbox")));
        assertThat(api.send(RestEvent.from(laptop, "GET", "/v1/grants")).text())
                .contains("laptop-sandbox")
                .doesNotContain("laptop-staging");
    }

    @Test
    void aSuspendedAgentMayHaveNothing() {
        api.broker.suspend(ROLE);
        assertThat(api.sendEvent("grants").at("grants")).isEqualTo("[]");
        assertThat(api.sendEvent("lease").at("reason")).isEqualTo("no-live-grant");
        assertThat(api.sendEvent("explain").at("rule")).isEqualTo("agent.suspended");
    }

    @Test
    void aLeaseOnRecordIsExpiredWhenItIs() {
        api.hasLease();
        api.broker.turn(Duration.ofMinutes(15));
        assertThat(api.sendEvent("lease-get").at("lease.state")).isEqualTo("expired");
    }

    @Test
    void aUsedUpLimitSaysWhenToComeBack() {
        for (int i = 0; i < 5; i++) {
            api.sendEvent("lease");
        }
        var refused = api.sendEvent("lease");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("900");
    }

    @Test
    void aFailedUpstreamIsSaidInOurWordsOnly() {
        api.broker.minter.fail(Reason.UPSTREAM_BUSY, "sts-throttled");
        var refused = api.sendEvent("lease");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text()).doesNotContain("sts");
        assertThat(api.broker.audit()).containsExactly(Phase.INTENT, Phase.OUTCOME);
    }

    @Test
    void anSdkGetsTheSameLeaseWhileEnoughOfItIsLeft() { // S-11
        var first = api.sendEvent("document");
        api.broker.turn(Duration.ofMinutes(10));
        assertThat(api.sendEvent("document").text()).isEqualTo(first.text());
        api.broker.turn(Duration.ofMinutes(2));
        assertThat(api.sendEvent("document").at("Token")).isNotEqualTo(first.at("Token"));
        assertThat(api.broker.audit()).containsExactly(Phase.INTENT, Phase.REUSE, Phase.INTENT);
    }

    @Test
    void anSdkGetsNothingAfterARevocation() { // INV-9
        api.sendEvent("document");
        api.broker.revoke(new GrantId("reports-reader"));
        assertThat(api.sendEvent("document").at("code")).isEqualTo("no-live-grant");
    }

    @Test
    void aQueryThatWouldDoNothingIsRefused() {
        var event = RestEvent.from(ROLE, "GET", "/v1/leases").query(Map.of("limit", "1000"));
        assertThat(api.send(event).status()).isEqualTo(400);
    }

    @Test
    void aRouteThatIsNotThereIsNotFound() {
        assertThat(api.send(RestEvent.from(ROLE, "DELETE", "/v1/leases")).status())
                .isEqualTo(404);
    }

    @Test
    void oneLineIsLoggedForOneRequest() {
        api.sendEvent("lease");
        assertThat(api.log)
                .singleElement()
                .asString()
                .contains(
                        "\"route\":\"POST /v1/leases\"",
                        "\"outcome\":\"issued\"",
                        "\"agent\":\"reporter\"",
                        "\"grant\":\"reports-reader\"",
                        "\"lease\":\"vl-",
                        "\"Issued\":1");
        ask("no-such-grant");
        assertThat(api.log.getLast()).contains("\"cause\":\"grant.unknown\"", "\"Denied\":1");
    }

    @Test
    void aDevelopmentIdentitySeesNoProductionLease() { // T-41
        var developer = Sample.role(Sample.DEVELOPMENT_ACCOUNT, "reporter");
        api.broker.registry.put(Sample.agent("reporter", Environment.PRODUCTION, Sample.role("reporter"), developer));
        api.hasLease(Environment.PRODUCTION);
        assertThat(lease(Sample.role("reporter")).status()).isEqualTo(200);
        assertThat(lease(developer).status()).isEqualTo(404);
        assertThat(leases(Sample.role("reporter"))).contains(AgentApi.LEASE);
        assertThat(leases(developer)).doesNotContain(AgentApi.LEASE);
    }

    @Test
    void whenEverythingIsRevokedEveryLeaseReadsSo() {
        api.hasLease();
        assertThat(lease(Sample.role("reporter")).at("lease.state")).isEqualTo("live");
        api.broker.revokeEverything();
        assertThat(lease(Sample.role("reporter")).at("lease.state")).isEqualTo("revoked");
    }

    private AgentApi.Reply lease(Principal who) {
        return api.send(RestEvent.from(who, "GET", "/v1/leases/{id}").path("id", AgentApi.LEASE));
    }

    private String leases(Principal who) {
        return api.send(RestEvent.from(who, "GET", "/v1/leases")).body().text();
    }

    @Test
    void theFunctionRehearsesItsOwnPath() {
        var settings = Settings.from(Map.of(
                "VALET_STATE_TABLE", "valet-state",
                "VALET_AUDIT_TABLE", "valet-audit",
                "VALET_ACCOUNT", Sample.VALET_ACCOUNT,
                "VALET_STAGE", "live",
                "VALET_API_ID", "agentapi",
                "VALET_AUDIENCE", "urn:valet:test",
                "VALET_PRINCIPAL_ORG", "o-example12345",
                "AWS_REGION", "eu-west-1"));
        assertThatCode(() -> new IssueRehearsal(settings).run()).doesNotThrowAnyException();
    }
}
