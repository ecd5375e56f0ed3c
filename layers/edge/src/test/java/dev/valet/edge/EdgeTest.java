package dev.valet.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Unavailable;
import dev.valet.identity.Principal;
import dev.valet.json.StrictJson;
import dev.valet.testkit.RestEvent;
import dev.valet.testkit.Sample;
import dev.valet.testkit.TurnableClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Edge makes of an event, before and after the use case. */
class EdgeTest {
    private static final Principal.AwsRole ROLE = Sample.role("reporter");
    private static final Principal.Subject SUBJECT = Sample.subject("system:serviceaccount:prod:reporter");
    private static final String IDENTITY = "requestContext.identity.";

    private final TurnableClock clock = new TurnableClock();
    private final List<String> log = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final Edge edge = edge(SettingsTest.ENV);

    private Edge edge(Map<String, String> env) {
        return new Edge(Settings.from(env), new RequestLog(log::add, clock));
    }

    private String send(RestEvent event) {
        return send(edge, event.bytes(), this::take);
    }

    private HttpReply take(Call call) {
        calls.add(call);
        return HttpReply.json(200, Json.object().build(), Noted.READ);
    }

    private static String send(Edge edge, InputStream bytes, Function<Call, HttpReply> use) {
        var out = new ByteArrayOutputStream();
        try {
            edge.answer(bytes, out, "invocation-1", use);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static RestEvent signed() {
        return RestEvent.from(ROLE, "POST", "/v1/leases");
    }

    private static RestEvent bearer() {
        return RestEvent.from(SUBJECT, "POST", "/oidc/v1/leases");
    }

    @Test
    void aSignedCallerIsItsRole() { // INV-1
        send(signed());
        assertThat(calls).singleElement().satisfies(call -> {
            assertThat(call.principal()).isEqualTo(ROLE);
            assertThat(call.person()).isEmpty();
            assertThat(call.route()).isEqualTo("POST /v1/leases");
            assertThat(call.origin().address()).isEqualTo("203.0.113.7");
        });
    }

    @Test
    void aBearerCallerIsWhatTheAuthorizerSaid() {
        send(bearer());
        assertThat(calls).singleElement().extracting(Call::principal).isEqualTo(SUBJECT);
    }

    @Test
    void onlyOnTheOperatorApiIsTheSessionAPerson() {
        send(RestEvent.fromNobody("GET", "/admin/agents").signed(ROLE, "ann@example.com"));
        assertThat(calls).singleElement().extracting(Call::person).isEqualTo("ann@example.com");
    }

    @Test
    void theSessionNameChangesNothing() { // INV-2
        send(RestEvent.fromNobody("POST", "/v1/leases").signed(ROLE, "first"));
        send(RestEvent.fromNobody("POST", "/v1/leases").signed(ROLE, "second"));
        assertThat(calls).extracting(Call::principal).containsExactly(ROLE, ROLE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void anIdentityNotExactlyOfTheRouteIsNobody(String why, RestEvent event) { // T-02, INV-3
        assertThat(send(event)).startsWith("{\"statusCode\":403").contains("unknown-principal");
        assertThat(calls).isEmpty();
        assertThat(log).singleElement().asString().contains("identity-not-of-the-route");
    }

    static Stream<Arguments> anIdentityNotExactlyOfTheRouteIsNobody() {
        var account = Sample.ACCOUNT;
        return Stream.of(
                arguments("a user", arn("arn:aws:iam::" + account + ":user/reporter")),
                arguments("a federated user", arn("arn:aws:sts::" + account + ":federated-user/reporter")),
                arguments("root", arn("arn:aws:iam::" + account + ":root")),
                arguments("a role, not a session", arn("arn:aws:iam::" + account + ":role/reporter")),
                arguments("China", arn("arn:aws-cn:sts::" + account + ":assumed-role/reporter/run-42")),
                arguments("a newline", arn("arn:aws:sts::" + account + ":assumed-role/reporter/run-42\n")),
                arguments("a path", arn("arn:aws:sts::" + account + ":assumed-role/agents/reporter/run-42")),
                arguments("another account in the ARN", arn("arn:aws:sts::999999999999:assumed-role/reporter/run-42")),
                arguments("another account beside it", signed().set(IDENTITY + "accountId", "999999999999")),
                arguments("no account", signed().set(IDENTITY + "accountId", Json.Null.NULL)),
                arguments("another session", caller(ROLE.uniqueId() + ":run-43")),
                arguments("a user's id", caller("AIDAREPORTER00000000:run-42")),
                arguments("an id without session", caller(ROLE.uniqueId())),
                arguments("an empty id", caller(":run-42")),
                arguments("user is not caller", signed().set(IDENTITY + "user", "AROAOTHEROTHEROTHER0:run-42")),
                arguments("a number for an ARN", signed().set(IDENTITY + "userArn", Json.of(1))),
                arguments("Cognito too", signed().set(IDENTITY + "cognitoIdentityId", "eu-west-1:canary")),
                arguments("Cognito's type", signed().set(IDENTITY + "cognitoAuthenticationType", "unauthenticated")),
                arguments("nobody signed", RestEvent.fromNobody("POST", "/v1/leases")),
                arguments("nobody authorized", RestEvent.fromNobody("POST", "/oidc/v1/leases")),
                arguments("both on a signed route", signed().authorized(SUBJECT)),
                arguments("both on a bearer route", bearer().signed(ROLE, "run-42")),
                arguments("a token on a signed route", RestEvent.from(SUBJECT, "POST", "/v1/leases")),
                arguments("a token on an operator's route", RestEvent.from(SUBJECT, "POST", "/admin/apply")),
                arguments("a signature on a bearer route", RestEvent.from(ROLE, "POST", "/oidc/v1/leases")),
                arguments("an access key beside a token", bearer().set(IDENTITY + "accessKey", "ASIAEXAMPLEKEY")),
                arguments("a tree of its own", RestEvent.from(ROLE, "POST", "/v2/leases")),
                arguments("no tree", RestEvent.from(ROLE, "POST", "/v1")),
                arguments("no issuer", bearer().set("requestContext.authorizer.issuer", Json.Null.NULL)),
                arguments("an empty issuer", bearer().set("requestContext.authorizer.issuer", "")),
                arguments("no claims", claims("{}")),
                arguments("an empty claim", claims("{\"sub\":\"\"}")),
                arguments("a claim that is no text", claims("{\"sub\":1}")),
                arguments("a claim twice", claims("{\"sub\":\"a\",\"sub\":\"b\"}")),
                arguments("claims as Valet never writes them", claims("{ \"sub\":\"a\"}")),
                arguments("claims that are no text", bearer().set("requestContext.authorizer.claims", Json.of(7))));
    }

    private static RestEvent arn(String arn) {
        return signed().set(IDENTITY + "userArn", arn);
    }

    private static RestEvent caller(String caller) {
        return signed().set(IDENTITY + "caller", caller).set(IDENTITY + "user", caller);
    }

    private static RestEvent claims(String claims) {
        return bearer().set("requestContext.authorizer.claims", claims);
    }

    @Test
    void whereAnOrganisationIsAskedForOthersAreNobody() {
        var strict = edge(SettingsTest.with("VALET_PRINCIPAL_ORG", "o-example12345"));
        assertThat(send(strict, signed().bytes(), this::take)).startsWith("{\"statusCode\":200");
        var other = signed().set(IDENTITY + "principalOrgId", "o-other1234567");
        assertThat(send(strict, other.bytes(), this::take)).startsWith("{\"statusCode\":403");
        var none = signed().set(IDENTITY + "principalOrgId", Json.Null.NULL);
        assertThat(send(strict, none.bytes(), this::take)).startsWith("{\"statusCode\":403");
    }

    @ParameterizedTest
    @MethodSource
    void anEventOfAnotherApiIsRefused(String place) { // T-01: finds wiring mistakes
        assertThat(send(signed().set("requestContext." + place, "elsewhere")))
                .startsWith("{\"statusCode\":403")
                .contains("forbidden");
        assertThat(calls).isEmpty();
    }

    static Stream<String> anEventOfAnotherApiIsRefused() {
        return Stream.of("apiId", "stage", "accountId", "resourcePath", "httpMethod");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{}", "{\"requestContext\":1}", "{} {}", "{\"a\":1,\"a\":2}"})
    void whatIsNoEventIsMalformed(String text) {
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        assertThat(send(edge, bytes, this::take)).startsWith("{\"statusCode\":400");
    }

    @Test
    void aBodyIsSixteenKibibytesAtMost() { // INV-25
        send(signed().body("a".repeat(16384)));
        assertThat(calls).hasSize(1);
        assertThat(send(signed().body("a".repeat(16385)))).startsWith("{\"statusCode\":400");
        assertThat(send(signed().body("ä".repeat(8193)))).startsWith("{\"statusCode\":400");
        assertThat(send(signed().body("\u0001".repeat(600_000)))).startsWith("{\"statusCode\":400");
        assertThat(calls).hasSize(1);
    }

    @Test
    void howeverLongABodyIsTheRuleIsTheSame() {
        for (int length : new int[] {16_385, 600_000, 3_000_000}) {
            assertThat(send(signed().body("a".repeat(length)))).contains("has a body of 16384 bytes at most");
        }
    }

    @Test
    void onlyApplyTakesMore() {
        send(RestEvent.from(ROLE, "POST", "/admin/apply").body("a".repeat(256 * 1024)));
        assertThat(calls).hasSize(1);
        assertThat(send(RestEvent.from(ROLE, "POST", "/admin/apply").body("a".repeat(256 * 1024 + 1))))
                .startsWith("{\"statusCode\":400");
    }

    @Test
    void anEncodedBodyIsDecodedAndHeldToTheSameBounds() {
        send(encoded("{\"a\":\"ä\"}".getBytes(StandardCharsets.UTF_8)));
        assertThat(calls).singleElement().extracting(Call::body).isEqualTo("{\"a\":\"ä\"}");
        assertThat(send(encoded(new byte[16385]))).startsWith("{\"statusCode\":400");
        assertThat(send(encoded(new byte[] {(byte) 0xc3, 0x28}))).startsWith("{\"statusCode\":400");
        assertThat(send(signed().body("%%%").set("isBase64Encoded", Json.of(true))))
                .startsWith("{\"statusCode\":400");
    }

    private static RestEvent encoded(byte[] body) {
        return signed().body(Base64.getEncoder().encodeToString(body)).set("isBase64Encoded", Json.of(true));
    }

    @Test
    void theOneHeaderThatIsReadIsReadInAnyCaseAndOnce() {
        send(signed().header("idempotency-KEY", "k-1"));
        assertThat(calls)
                .singleElement()
                .satisfies(call -> assertThat(call.idempotencyKey()).contains("k-1"));
        var twice = signed().header("Idempotency-Key", "k-1");
        twice.set("multiValueHeaders.Idempotency-Key", Json.strings(List.of("k-1", "k-2")));
        assertThat(send(twice)).startsWith("{\"statusCode\":400");
        var cased = signed().header("Idempotency-Key", "k-1").set("headers.idempotency-key", "k-2");
        assertThat(send(cased)).startsWith("{\"statusCode\":400");
    }

    @Test
    void aQueryParameterTwiceIsRefused() {
        var twice = signed().query(Map.of("team", "a"));
        twice.set("multiValueQueryStringParameters.team", Json.strings(List.of("a", "b")));
        assertThat(send(twice)).startsWith("{\"statusCode\":400").contains("names no query parameter twice");
    }

    @Test
    void aBugIsARequestIdAndNoMore() { // INV-5, INV-15
        var canary = "canary-in-an-exception";
        var answer = send(edge, signed().bytes(), _ -> {
            throw new IllegalArgumentException(canary, new RuntimeException(canary));
        });
        assertThat(answer).startsWith("{\"statusCode\":500").contains("6c1f0e2a-0000-4000-8000-000000000001");
        assertThat(answer + log).doesNotContain(canary);
        assertThat(log).singleElement().asString().contains("\"cause\":\"java.lang.IllegalArgumentException\"");
    }

    @Test
    void aStoreThatDoesNotAnswerIsBusyAndSaysWhenToComeBack() {
        var answer = send(edge, signed().bytes(), _ -> {
            throw new Unavailable("dynamodb");
        });
        assertThat(answer).startsWith("{\"statusCode\":503").contains("\"Retry-After\":\"2\"");
        assertThat(log).singleElement().asString().contains("\"Failed\":1");
    }

    @Test
    void aMistakeOfTheCallersIsNamedByPlaceAndRule() {
        var answer = send(edge, signed().bytes(), _ -> {
            throw new Malformed("/parameters/team", "matches [a-z]{2,20}");
        });
        assertThat(Event.of(StrictJson.read(answer)).text("body")).isEqualTo("""
                        {"type":"urn:valet:problem:malformed","title":"The request breaks a rule of its form",\
                        "status":400,"detail":"Each entry of errors names a place in the request and the rule that holds \
                        there.","reason":"malformed","requestId":"6c1f0e2a-0000-4000-8000-000000000001",\
                        "errors":[{"pointer":"/parameters/team","rule":"matches [a-z]{2,20}"}]}""");
    }

    @Test
    void everyReplyIsNotToBeKept() {
        assertThat(List.of(send(signed()), send(RestEvent.fromNobody("GET", "/v1/whoami"))))
                .allSatisfy(answer -> assertThat(answer).contains("\"Cache-Control\":\"no-store\""));
    }

    @Test
    void anSdkIsRefusedInItsOwnWords() {
        var answer = send(RestEvent.fromNobody("GET", "/oidc/v1/credentials/{grant}"));
        assertThat(answer).startsWith("{\"statusCode\":403").contains("{\\\"code\\\":\\\"unknown-principal\\\",");
    }

    @ParameterizedTest
    @MethodSource
    void noStrangersTextReachesTheLog(UnaryOperator<RestEvent> change) { // T-36
        var event = change.apply(signed().body("{\"grant\":\"canary\"}"));
        send(event);
        assertThat(log)
                .singleElement()
                .asString()
                .doesNotContain("canary")
                .matches(line -> line.chars().allMatch(c -> c >= 0x20 && c < 0x7f));
    }

    static Stream<UnaryOperator<RestEvent>> noStrangersTextReachesTheLog() {
        return Stream.of(
                UnaryOperator.identity(),
                event -> event.header("Idempotency-Key", "canary\r\n{}"),
                event -> event.header("Authorization", "canary"),
                event -> event.set("requestContext.requestId", "canary\u001b[31m\u009b"),
                event -> event.set("resource", "/v1/canary\n").set("requestContext.resourcePath", "/v1/canary\n"),
                event -> event.query(Map.of("canary", "canary")),
                event -> event.path("id", "canary"));
    }

    @Test
    void aCallAndAReplyPrintNothingOfWhatTheyCarry() { // INV-15
        send(signed().body("canary"));
        assertThat(calls.toString()).doesNotContain("canary");
        var reply = HttpReply.json(201, Json.object().with("secret", "canary").build(), Noted.READ);
        assertThat(reply.toString()).doesNotContain("canary");
    }

    @Test
    void theTimeARequestTookIsInItsLine() {
        Consumer<Duration> work = clock::turn;
        send(edge, signed().bytes(), call -> {
            work.accept(Duration.ofMillis(7));
            return take(call);
        });
        assertThat(log).singleElement().asString().contains("\"millis\":7");
    }
}
