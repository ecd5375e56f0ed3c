package dev.valet.http;

import static dev.valet.http.TestErrand.KEY;
import static dev.valet.http.TestErrand.PAY;
import static dev.valet.http.TestErrand.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Json;
import dev.valet.Unavailable;
import dev.valet.action.ActionSecrets;
import dev.valet.action.Executor;
import dev.valet.action.LambdaTarget;
import dev.valet.action.LookedUp;
import dev.valet.action.MinorUnits;
import dev.valet.action.Performing;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent, and what comes of it, when nobody is hostile. */
@Timeout(60)
class HttpPerformerTest {
    private static final String PAID = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
            + "{\"id\":\"po_1\",\"note\":\"Grüße\",\"object\":\"payout\"}";

    private TestUpstream upstream;
    private HttpPerformer performer;

    @BeforeEach
    void start() throws Exception {
        upstream = TestUpstream.start();
        performer = TestErrand.performer(upstream.transport(TestUpstream.PATIENT));
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    private Performing perform(String document) {
        return performer.perform(TestErrand.of(document));
    }

    @Test
    void theRequestIsTheOperatorsWithTheValuesFilledIn() {
        upstream.says(PAID.replace("Grüße", "fine"));
        assertThat(perform(PAY))
                .isEqualTo(new Performing.Done(
                        Json.object().with("id", "po_1").with("note", "fine").build(), "po_1"));
        assertThat(upstream.requests)
                .containsExactly(String.join(
                        "\r\n",
                        "POST /v1/accounts/acct%207/payouts?expand=fees HTTP/1.1",
                        "Accept: application/json",
                        "Accept-Encoding: identity",
                        "Api-Version: 2026-01-01",
                        "Authorization: Bearer " + SECRET,
                        "Connection: close",
                        "Content-Length: 24",
                        "Content-Type: application/x-www-form-urlencoded",
                        "Host: api.upstream.example",
                        "Idempotency-Key: " + KEY,
                        "User-Agent: valet",
                        "",
                        "amount=1250&currency=eur"));
        assertThat(upstream.names).containsExactly(TestUpstream.HOST);
        assertThat(upstream.connected).containsExactly(TestUpstream.PUBLIC); // B-6
    }

    @Test
    void theSecretGoesWhereTheTemplateSays() { // B-9
        upstream.says(PAID);
        perform(PAY.replace("\"as\": \"bearer\"", "\"as\": \"basic\", \"user\": \"valet\""));
        perform(PAY.replace("\"as\": \"bearer\"", "\"as\": \"header\", \"name\": \"X-Api-Key\""));
        var pair = Base64.getEncoder()
                .encodeToString(("valet:" + SECRET).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(upstream.requests.get(0)).contains("\r\nAuthorization: Basic " + pair + "\r\n");
        assertThat(upstream.requests.get(1))
                .contains("\r\nX-Api-Key: " + SECRET + "\r\n")
                .doesNotContain("Authorization");
    }

    /** A template without a lookup, for a GET carries no field. */
    private static String withoutLookup() {
        return PAY.substring(0, PAY.indexOf("\"lookup\"")).stripTrailing().replaceFirst(",$", "") + "}";
    }

    @Test
    void theSecretCanBeAFieldOfTheBody() {
        upstream.says(PAID);
        var field = "\"as\": \"field\", \"name\": \"client_secret\"";
        perform(withoutLookup().replace("\"as\": \"bearer\"", field));
        assertThat(upstream.requests.getFirst())
                .endsWith("\r\n\r\namount=1250&client_secret="
                        + SECRET.replace("+", "%2B").replace("/", "%2F") + "&currency=eur");
        perform(withoutLookup()
                .replace("\"as\": \"bearer\"", field)
                .replaceFirst("\"form\": \\{[^}]*}, *", "\"json\": {\"grant\": \"client\"},")
                .replaceFirst("\"form\": .*", "\"json\": {\"account\": \"\\${/account}\"},"));
        assertThat(upstream.requests.get(1))
                .contains("Content-Type: application/json\r\n")
                .endsWith("{\"account\":\"acct 7\",\"client_secret\":\"" + SECRET + "\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short",
                "with space in it",
                "with\r\nX-Injected: header",
                "mit-Ümlaut-darin",
                "with\0zero-inside"
            })
    void aSecretThatNoHeaderCanCarryIsNotSent(String secret) throws Exception {
        var transport = upstream.transport(TestUpstream.PATIENT);
        assertThat(TestErrand.performer(transport, secret).perform(TestErrand.of(PAY)))
                .isEqualTo(new Performing.NotDone("secret-unusable"));
        assertThat(upstream.requests).isEmpty();
    }

    @Test
    void withoutTheSecretNothingIsSent() throws Exception {
        var transport = upstream.transport(TestUpstream.PATIENT);
        ActionSecrets failing = _ -> {
            throw new Unavailable("secretsmanager-throttled");
        };
        assertThat(new HttpPerformer(failing, TestErrand.CENTS, transport).perform(TestErrand.of(PAY)))
                .isEqualTo(new Performing.NotDone("secret-unavailable"));
        assertThat(new HttpPerformer(ActionSecrets.REFUSING, TestErrand.CENTS, transport).perform(TestErrand.of(PAY)))
                .isEqualTo(new Performing.NotDone("secret-unavailable"));
        assertThat(upstream.connected).isEmpty();
    }

    @Test
    void anInputThatDoesNotFitItsPlaceIsNotSentAndNoSecretIsRead() throws Exception {
        ActionSecrets unread = _ -> {
            throw new AssertionError("the secret was read");
        };
        var transport = upstream.transport(TestUpstream.PATIENT);
        var climbing = Json.object()
                .with("account", "..")
                .with("amount", "12.50")
                .with("currency", "EUR")
                .build();
        assertThat(new HttpPerformer(unread, TestErrand.CENTS, transport)
                        .perform(TestErrand.of(TestErrand.template(PAY), climbing)))
                .isEqualTo(new Performing.NotDone("input-unfit"));
        assertThat(new HttpPerformer(unread, MinorUnits.REFUSING, transport).perform(TestErrand.of(PAY)))
                .isEqualTo(new Performing.NotDone("input-unfit"));
        assertThat(upstream.connected).isEmpty();
    }

    @Test
    void aRefusalIsNotDoneAndAFailureIsUnknown() { // INV-20
        upstream.says("HTTP/1.1 402 Payment Required\r\nContent-Length: 2\r\n\r\n{}");
        assertThat(perform(PAY)).isEqualTo(new Performing.NotDone("declined"));
        upstream.says("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\n\r\n{}");
        assertThat(perform(PAY)).isEqualTo(new Performing.Unknown("unexpected-status"));
        upstream.says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        assertThat(perform(PAY)).isEqualTo(new Performing.Unknown("unexpected-answer"));
    }

    private static final String READ = """
            {
              "host": "api.upstream.example",
              "method": "GET",
              "path": "/v1/balance",
              "credential": {"secret": "%s", "as": "bearer"},
              "answer": {
                "done": [{"status": [200]}],
                "result": {"available": {"type": "whole", "at": "/available"}}
              }
            }
            """.formatted(TestErrand.ARN);

    @Test
    void whatOnlyReadsIsNeverUnknown() { // B-12
        upstream.says("HTTP/1.1 200 OK\r\n\r\n{\"available\":7}");
        assertThat(perform(READ))
                .isEqualTo(
                        new Performing.Done(Json.object().with("available", 7).build(), ""));
        upstream.says("HTTP/1.1 503 Busy\r\n\r\n");
        assertThat(perform(READ)).isEqualTo(new Performing.NotDone("unexpected-status"));
        assertThat(upstream.requests.getFirst())
                .doesNotContain("Content-Length")
                .doesNotContain("Content-Type");
    }

    @Test
    void aPostOfNothingSaysSo() {
        upstream.says("HTTP/1.1 202 Accepted\r\n\r\n");
        var restart =
                READ.replace("GET", "POST").replace("[200]}],", "[202]}]}}").replaceFirst("\"result\"(?s:.*)", "");
        assertThat(perform(restart)).isEqualTo(new Performing.Done(Json.object().build(), ""));
        assertThat(upstream.requests.getFirst())
                .contains("\r\nContent-Length: 0\r\n")
                .doesNotContain("Content-Type");
    }

    @Test
    void aLookupFindsOutWhatBecameOfIt() {
        upstream.says(
                "HTTP/1.1 200 OK\r\n\r\n{\"object\":\"list\",\"data\":[{\"id\":\"po_1\",\"key\":\"" + KEY + "\"}]}");
        assertThat(performer.lookUp(TestErrand.of(PAY)))
                .isEqualTo(new LookedUp.Found(Json.object().with("id", "po_1").build(), "po_1"));
        assertThat(upstream.requests.getFirst())
                .startsWith("GET /v1/payouts?key=" + KEY + " HTTP/1.1\r\n")
                .contains("Authorization: Bearer " + SECRET);
        upstream.says("HTTP/1.1 200 OK\r\n\r\n{\"object\":\"list\",\"data\":[]}");
        assertThat(performer.lookUp(TestErrand.of(PAY))).isEqualTo(new LookedUp.NotFound(Duration.ofHours(1)));
        upstream.says("HTTP/1.1 500 Oh\r\n\r\n");
        assertThat(performer.lookUp(TestErrand.of(PAY))).isEqualTo(new LookedUp.StillUnknown("unexpected-status"));
        upstream.says("HTTP/1.1 200 OK\r\nX: " + SECRET + "\r\n\r\n{\"object\":\"list\",\"data\":[]}");
        assertThat(performer.lookUp(TestErrand.of(PAY))).isEqualTo(new LookedUp.StillUnknown(Performing.ECHOED));
        upstream.plays((_, raw) -> raw.close());
        assertThat(performer.lookUp(TestErrand.of(PAY))).isEqualTo(new LookedUp.StillUnknown("broken-off"));
        assertThat(performer.lookUp(TestErrand.of(READ))).isEqualTo(new LookedUp.StillUnknown("no-lookup"));
    }

    @Test
    void anotherExecutorsActionIsNotPerformed() {
        var errand = TestErrand.of(PAY);
        var action = errand.action();
        var other = new dev.valet.action.Errand(
                errand.id(),
                new dev.valet.action.Action(
                        action.id(),
                        action.description(),
                        action.impact(),
                        action.environment(),
                        action.input(),
                        new Executor.Lambda(
                                new LambdaTarget("arn:aws:lambda:eu-west-1:111122223333:function:act:live")),
                        action.spends()),
                errand.input(),
                KEY);
        assertThat(performer.perform(other)).isEqualTo(new Performing.NotDone("wrong-performer"));
        assertThat(performer.lookUp(other)).isEqualTo(new LookedUp.StillUnknown("wrong-performer"));
    }

    @Test
    void aNameThatDoesNotResolveIsNotDone() throws Exception {
        var transport = upstream.transport(
                name -> {
                    throw new UnknownHostException(name);
                },
                TestUpstream.PATIENT);
        assertThat(TestErrand.performer(transport).perform(TestErrand.of(PAY)))
                .isEqualTo(new Performing.NotDone("name-unresolved"));
    }

    @Test
    void whereNobodyListensNothingIsDone() throws Exception {
        upstream.close();
        assertThat(perform(PAY)).isEqualTo(new Performing.NotDone("unreachable"));
    }

    @Test
    void sixIsUsedWhereTheTemplateAsksForIt() throws Exception { // B-4
        var six = InetAddress.ofLiteral("2606:4700::6810:84e5");
        upstream.says(PAID);
        var both = TestErrand.performer(
                upstream.transport(TestUpstream.resolving(six, TestUpstream.PUBLIC), TestUpstream.PATIENT));
        both.perform(TestErrand.of(PAY));
        both.perform(TestErrand.of(PAY.replaceFirst("\\{", "{\"ipv6\": true,")));
        assertThat(upstream.connected).containsExactly(TestUpstream.PUBLIC, six);
        var only = TestErrand.performer(upstream.transport(TestUpstream.resolving(six), TestUpstream.PATIENT));
        assertThat(only.perform(TestErrand.of(PAY))).isEqualTo(new Performing.NotDone("name-unresolved"));
    }

    @Test
    void theEndpointsOfTheFunctionItselfAreRefusedByValue() throws Exception { // B-10
        var own = new CheckedNames(
                TestUpstream.resolving(TestUpstream.PUBLIC),
                Map.of(
                        "AWS_LAMBDA_RUNTIME_API",
                        "93.184.215.14:9001",
                        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                        "http://credentials.example:80/v2",
                        "AWS_XRAY_DAEMON_ADDRESS",
                        "169.254.79.129:2000"));
        for (var name : List.of(TestUpstream.HOST, "credentials.example")) {
            assertThat(faultOf(own, name)).isEqualTo(HttpFault.ADDRESS_REFUSED);
        }
        var elsewhere = new CheckedNames(
                TestUpstream.resolving(InetAddress.ofLiteral("2606:4700::1")),
                Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://[2606:4700:0:0:0:0:0:1]:80/x"));
        assertThat(faultOf(elsewhere, TestUpstream.HOST)).isEqualTo(HttpFault.ADDRESS_REFUSED);
    }

    private static HttpFault faultOf(CheckedNames names, String name) {
        try {
            names.resolve(name, true);
            throw new AssertionError("resolved");
        } catch (Unsound refused) {
            return refused.fault();
        }
    }

    @Test
    void aGuardThatIsNotInForceDeniesAllWork() throws Exception { // B-6
        CheckedNames.Resolver blind = _ -> new InetAddress[] {TestUpstream.PUBLIC};
        assertThat(new CheckedNames(blind, Map.of()).isInForce()).isFalse();
        var performer = TestErrand.performer(upstream.transport(blind, TestUpstream.PATIENT));
        assertThat(performer.perform(TestErrand.of(PAY))).isEqualTo(new Performing.NotDone("guard-not-in-force"));
        assertThat(upstream.connected).isEmpty();
        assertThat(new CheckedNames(InetAddress::getAllByName, Map.of()).isInForce())
                .isTrue();
    }

    @Test
    void nothingThatHoldsASecretPrintsIt() throws Exception { // INV-15
        var request = TestErrand.template(PAY).call().fill(TestUpstream.HOST, TestErrand.INPUT, KEY, TestErrand.CENTS);
        var armed = SecretPlacement.arm(
                request, TestErrand.template(PAY).credential().place(), new dev.valet.SecretText(SECRET));
        var raw = RawAnswer.parse(("HTTP/1.1 200 OK\r\nX: " + SECRET + "\r\n\r\n" + SECRET)
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(List.of(request, armed, armed.scrubber(), raw, new Transport.Exchanged.Answered(raw)))
                .noneMatch(each -> each.toString().contains(SECRET));
    }
}
