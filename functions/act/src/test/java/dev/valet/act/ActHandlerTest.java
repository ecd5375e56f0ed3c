package dev.valet.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Json;
import dev.valet.action.Performing;
import dev.valet.action.VerifyReceipt;
import dev.valet.grant.ApprovalRule;
import dev.valet.identity.Environment;
import dev.valet.json.StrictJson;
import dev.valet.testkit.ActionWorld;
import dev.valet.testkit.Events;
import dev.valet.testkit.OpenApi;
import dev.valet.testkit.Sample;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an agent that asks for actions hears, byte for byte where it matters. */
class ActHandlerTest {
    private static final String EURO =
            "{\"input\":{\"amount\":\"1.00\",\"currency\":\"EUR\",\"payee\":\"acme\"},\"reason\":\"invoice 42\"}";
    private static final byte[] WAKE_UP = "{\"wakeUp\":\"act\"}".getBytes(StandardCharsets.UTF_8);

    private static final OpenApi DESCRIBED = new OpenApi();

    private final ActApi api = new ActApi();

    @ParameterizedTest(name = "{0}: {1} {2}")
    @MethodSource("events")
    void anEventEndsAsItsStorySays(String name, int status, String part) {
        var answer = api.answer(Events.read("act-" + name));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().text()).contains(part);
    }

    static Stream<Arguments> events() {
        return Stream.of(
                arguments("list", 200, "\"name\":\"pay-invoice\""),
                arguments("perform", 200, "\"spent\":\"4.50 EUR\""),
                arguments("perform-bearer", 200, "\"receipt\":\""));
    }

    @Test
    void noEventIsWithoutItsStory() {
        assertThat(Events.of("act"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Stream.of("wake-up"), events().map(event -> (String) event.get()[0]))
                                .toList());
        assertThat(Events.read("act-wake-up")).startsWith(WAKE_UP);
    }

    @Test
    void everyRouteIsDescribed() {
        assertThat(DESCRIBED.routes()).containsAll(api.handler.routes().names());
    }

    /** Every answer that a story of this class gets is one that docs/openapi.yaml knows. */
    @AfterEach
    void whatWasAnsweredIsDescribed() {
        api.answers.forEach((route, answers) -> answers.forEach(
                answer -> assertThat(DESCRIBED.faults(route, answer.status(), answer.type(), answer.body()))
                        .as(route + " " + answer.status())
                        .isEmpty()));
    }

    @Test
    void aPaymentIsAnsweredWithItsResultAndItsReceipt() {
        var answer = api.pay("invoice-42", EURO);
        assertThat(answer.status()).isEqualTo(200);
        var performance = answer.body().at("performance");
        assertThat(((Json.Obj) performance).members())
                .containsOnlyKeys("id", "action", "grant", "agent", "environment", "state", "at", "reference", "spent");
        assertThat(performance.textAt("state")).isEqualTo("done");
        assertThat(performance.textAt("spent")).isEqualTo("1.00 EUR");
        assertThat(answer.body().textAt("result", "receipt")).startsWith("r-");
        var receipt = new VerifyReceipt(api.world.receiptKey.keys(), StrictJson::read)
                .verify(answer.body().textAt("receipt"));
        assertThat(receipt.performance().text()).isEqualTo(performance.textAt("id"));
        assertThat(last())
                .contains("\"outcome\":\"done\"")
                .contains("\"Performed\":1")
                .contains("\"agent\":\"payer\"");
    }

    @Test
    void aRepeatHearsTheSameAndPaysNothing() { // INV-20
        var first = api.pay("invoice-42", EURO);
        var again = api.pay("invoice-42", EURO.replace("invoice 42", "in other words"));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body().at("performance")).isEqualTo(first.body().at("performance"));
        assertThat(again.body().at("result")).isEqualTo(first.body().at("result"));
        assertThat(api.world.upstream.done()).hasSize(1);
        assertThat(last()).contains("\"outcome\":\"repeated\"").doesNotContain("Performed");

        var other = api.pay("invoice-42", EURO.replace("1.00", "2.00"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.body().textAt("reason")).isEqualTo("key-reused");
    }

    @Test
    void withoutAKeyNothingIsPerformed() {
        var answer =
                api.send(ActApi.event(api.world.payer, "/v1", "pay-invoice").body(EURO));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().text()).contains("has an Idempotency-Key header");
        assertThat(api.world.upstream.done()).isEmpty();
    }

    @Test
    void everyMistakeIsTold() {
        var answer = api.pay("k", "{\"input\":[],\"approval\":\"no\",\"host\":\"evil.example\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().text())
                .contains("\"pointer\":\"/input\"", "\"pointer\":\"/approval\"", "\"pointer\":\"/host\"");
        var broken = api.pay("k", "{\"input\":{\"amount\":\"1.00\"}}");
        assertThat(broken.body().text()).contains("\"pointer\":\"/input/currency\"", "\"pointer\":\"/input/payee\"");
        assertThat(api.pay("k", "{}").body().text()).contains("\"pointer\":\"/input\"");
        assertThat(api.send(ActApi.event(api.world.payer, "/v1", "no such")
                                .header("Idempotency-Key", "k")
                                .body(EURO))
                        .body()
                        .text())
                .contains("\"pointer\":\"/name\"");
    }

    @Test
    void aBearerTokenPerformsOnce() { // J-10
        assertThat(api.payWithToken("invoice-42", EURO).status()).isEqualTo(200);
        var again = api.payWithToken("invoice-42", EURO);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.body().textAt("reason")).isEqualTo("token-used");
        assertThat(api.list(ActApi.BEARER).status()).isEqualTo(200); // reading uses nothing up
        assertThat(api.world.upstream.done()).hasSize(1);
    }

    @Test
    void whatCannotBeKnownIsSaidSo() { // INV-20
        api.world.upstream.loseAnswers();
        var unknown = api.pay("invoice-42", EURO);
        assertThat(unknown.status()).isEqualTo(202);
        assertThat(unknown.retryAfter()).contains("60");
        assertThat(unknown.body().textAt("performance", "state")).isEqualTo("unknown");
        assertThat(api.world.upstream.done()).hasSize(1);

        api.world.turn(Duration.ofMinutes(2));
        assertThat(api.send(WAKE_UP)).isEmpty();
        assertThat(last()).contains("\"PerformancesUnknown\":0").contains("\"function\":\"act\"");
        var known = api.pay("invoice-42", EURO);
        assertThat(known.status()).isEqualTo(200);
        assertThat(known.body().textAt("performance", "id"))
                .isEqualTo(unknown.body().textAt("performance", "id"));
        assertThat(api.world.upstream.done()).hasSize(1);
    }

    @Test
    void whatStaysUnknownIsCounted() {
        api.world.upstream.loseAnswers();
        api.world.upstream.beSilent(true);
        api.pay("invoice-42", EURO);
        api.world.turn(Duration.ofMinutes(2));
        api.send(WAKE_UP);
        assertThat(last()).contains("\"PerformancesUnknown\":1").contains("\"unknown\":[\"va-");
    }

    @Test
    void whoAsksWhileItIsPerformedWaits() {
        api.world.upstream.meanwhile(() -> {
            api.world.upstream.meanwhile(() -> {});
            var second = api.pay("invoice-42", EURO);
            assertThat(second.status()).isEqualTo(202);
            assertThat(second.retryAfter()).contains("5");
            assertThat(second.body().textAt("performance", "state")).isEqualTo("running");
        });
        assertThat(api.pay("invoice-42", EURO).status()).isEqualTo(200);
    }

    @Test
    void aProvidersNoHasItsCode() {
        api.world.upstream.refuse();
        var answer = api.pay("invoice-42", EURO);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(answer.body().textAt("reason")).isEqualTo("not-performed");
        assertThat(answer.body().textAt("code")).isEqualTo("card-declined");
        assertThat(last()).contains("\"cause\":\"card-declined\"").contains("\"lease\":\"va-");
    }

    @Test
    void aSecretThatCameBackIsAnAlarmAndNoResult() {
        api.world.upstream.answer(_ -> new Performing.Withheld(Performing.ECHOED));
        var answer = api.pay("invoice-42", EURO);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(((Json.Obj) answer.body()).members()).doesNotContainKey("result");
        assertThat(answer.body().textAt("performance", "cause")).isEqualTo("upstream-echoed-secret");
        assertThat(last()).contains("\"outcome\":\"echoed\"");
    }

    @Test
    void peopleAreAskedFirst() {
        api.world.change(() -> api.world.registry.put(Sample.approved(api.world.payGrant, ApprovalRule.REQUIRED)));
        var answer = api.pay("invoice-42", EURO);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().textAt("approval", "id")).startsWith("ap-");
        assertThat(last()).contains("\"outcome\":\"pending\"");
        assertThat(api.world.upstream.done()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"6.00, acme, 403, forbidden", "1.00, mallory, 403, forbidden", "1.000, acme, 400, malformed"})
    void aBudgetIsNoAdvice(String amount, String payee, int status, String reason) {
        var answer = api.pay("k", EURO.replace("1.00", amount).replace("acme", payee));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().textAt("reason")).isEqualTo(reason);
        assertThat(api.world.upstream.done()).isEmpty();
    }

    @Test
    void aDaysBudgetIsExact() {
        for (int i = 0; i < 2; i++) {
            assertThat(api.pay("k" + i, EURO.replace("1.00", "5.00")).status()).isEqualTo(200);
        }
        var full = api.pay("k3", EURO);
        assertThat(full.status()).isEqualTo(429);
        assertThat(full.body().textAt("reason")).isEqualTo("limit-reached");
        assertThat(full.retryAfter()).isPresent();
    }

    @Test
    void anAgentSeesItsActionsAndNobodyElsesAndNotWhereTheyLead() { // INV-7
        var answer = api.list(api.world.payer);
        assertThat(answer.status()).isEqualTo(200);
        var actions = ((Json.Arr) answer.body().at("actions")).items();
        assertThat(actions)
                .extracting(action -> action.textAt("name"))
                .containsExactlyInAnyOrder("pay-invoice", "ask-model");
        assertThat(actions)
                .allSatisfy(action -> assertThat(((Json.Obj) action).members())
                        .containsOnlyKeys("name", "grant", "description", "impact", "environment", "input", "budget"));
        assertThat(answer.body().text()).doesNotContain("arn:", "lambda", "function");
        assertThat(api.list(Sample.role("stranger")).status()).isEqualTo(403);
    }

    @Test
    void whatMayNotBePerformedNowIsNotListed() {
        api.world.registry.remove(ActionWorld.PAY);
        assertThat(names(api.list(api.world.payer))).containsExactly("ask-model");
        api.world.registry.revoke(api.world.askGrant.id());
        assertThat(names(api.list(api.world.payer))).isEmpty();
        api.world.registry.put(ActionWorld.pay());
        assertThat(names(api.list(api.world.payer))).containsExactly("pay-invoice");
        api.world.registry.revokeEverything();
        assertThat(names(api.list(api.world.payer))).isEmpty();
    }

    @Test
    void aDevelopmentIdentitySeesTheSandboxOnly() { // T-41
        var developer = Sample.role(Sample.DEVELOPMENT_ACCOUNT, "payer");
        api.world.registry.put(Sample.agent("payer", Environment.PRODUCTION, api.world.payer, developer));
        assertThat(names(api.list(developer))).containsExactlyInAnyOrder("pay-invoice", "ask-model");
        api.world.registry.put(Sample.in(Environment.PRODUCTION, api.world.payGrant));
        assertThat(names(api.list(developer))).containsExactly("ask-model");
        assertThat(names(api.list(api.world.payer))).containsExactlyInAnyOrder("pay-invoice", "ask-model");
    }

    private static List<String> names(ActApi.Answer answer) {
        return ((Json.Arr) answer.body().at("actions"))
                .items().stream().map(action -> action.textAt("name")).toList();
    }

    @Test
    void aQueryParameterMeansNothingHere() {
        var event = ActApi.event(api.world.payer, "/v1", "pay-invoice")
                .header("Idempotency-Key", "k")
                .query(Map.of("dryRun", "true"))
                .body(EURO);
        assertThat(api.send(event).status()).isEqualTo(400);
        assertThat(api.world.upstream.done()).isEmpty();
    }

    @Test
    void aSweepThatCannotReadFails() {
        var memory = (dev.valet.testkit.MemoryPerformances) api.world.store().performances();
        memory.beUnreachable(true);
        assertThatThrownBy(() -> api.send(WAKE_UP)).isInstanceOf(IllegalStateException.class);
        assertThat(last()).contains("\"failure\":\"");
    }

    @Test
    void whatWasAbandonedIsGivenBack() {
        assertThat(Optional.of(api.send(WAKE_UP))).contains("");
        assertThat(last())
                .contains("\"PerformancesLeft\":0", "\"PerformancesUnrecorded\":0", "\"PerformancesUnknown\":0");
    }

    private String last() {
        return api.log.getLast();
    }
}
