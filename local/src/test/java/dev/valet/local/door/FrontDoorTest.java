package dev.valet.local.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.json.StrictJson;
import dev.valet.local.template.Place;
import dev.valet.local.template.Template;
import dev.valet.local.template.TemplateException;
import dev.valet.local.template.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrontDoorTest {
    private static final String ALLOWED = """
            {"principalId":"local","policyDocument":{"Version":"2012-10-17","Statement":[{"Action":"execute-api:Invoke",
             "Effect":"%s","Resource":"arn:aws:execute-api:eu-west-1:111122223333:*/live/GET/oidc/v1/grants"}]},
             "context":{"issuer":"https://issuer.example","claims":"{}"}}""";

    private final DoorWorld world;

    FrontDoorTest() throws IOException {
        world = new DoorWorld();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aSignedCallerArrivesAsApiGatewayTellsIt() throws Exception {
        var answer = world.get("/v1/leases/vl-1?b=2&a=%C3%A9+x&a=y");
        assertThat(answer.statusCode()).isEqualTo(200);
        var event = StrictJson.read(world.event);
        assertThat(Tree.text(event, "resource")).contains("/v1/leases/{id}");
        assertThat(Tree.text(event, "path")).contains("/v1/leases/vl-1");
        assertThat(Tree.text(event, "pathParameters", "id")).contains("vl-1");
        assertThat(Tree.text(event, "queryStringParameters", "a")).contains("y");
        assertThat(Tree.texts(event, "multiValueQueryStringParameters", "a")).containsExactly("é x", "y");
        assertThat(Tree.text(event, "requestContext", "accountId")).contains("111122223333");
        assertThat(Tree.text(event, "requestContext", "stage")).contains("live");
        assertThat(Tree.text(event, "requestContext", "identity", "userArn")).contains(DoorWorld.REPORTER.userArn());
        assertThat(Tree.text(event, "requestContext", "identity", "caller")).contains(DoorWorld.REPORTER.caller());
        assertThat(Tree.at(event, "requestContext", "authorizer")).isEmpty(); // INV-3: one kind of identity
    }

    @Test
    void aBearerCallerArrivesWithTheAuthorizersContextAndNoIdentity() throws Exception {
        world.authorize = ALLOWED.formatted("Allow");
        assertThat(world.get("/oidc/v1/grants", "Authorization", "Bearer a.b.c").statusCode())
                .isEqualTo(200);
        assertThat(world.invoked).containsExactly("valet-authorize", "valet-issue");
        var event = StrictJson.read(world.event);
        assertThat(Tree.text(event, "requestContext", "authorizer", "principalId"))
                .contains("local");
        assertThat(Tree.text(event, "requestContext", "authorizer", "issuer")).contains("https://issuer.example");
        assertThat(Tree.text(event, "requestContext", "identity", "userArn")).contains("");
    }

    @Test
    void whereNobodyIsAskedNobodyArrivesWhateverWasSent() throws Exception {
        var answer = world.get("/.well-known/keys.json", "Authorization", "Bearer a.b.c");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(world.invoked).containsExactly("valet-token");
        var event = StrictJson.read(world.event);
        assertThat(Tree.at(event, "requestContext", "authorizer")).isEmpty();
        for (var name : java.util.List.of("accessKey", "accountId", "caller", "user", "userArn")) {
            assertThat(event.at("requestContext", "identity", name)).isEqualTo(dev.valet.Json.Null.NULL);
        }
    }

    @Test
    void withoutTheApisYesNobodyIsLetInEither() throws Exception {
        world.anybody = arn -> !arn.endsWith("/live/GET/.well-known/keys.json");
        assertThat(world.get("/.well-known/keys.json").statusCode()).isEqualTo(403);
        assertThat(world.invoked).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void aTokenThatCannotBeOneCostsNoInvocation(String header) throws Exception {
        var answer =
                header.isEmpty() ? world.get("/oidc/v1/grants") : world.get("/oidc/v1/grants", "Authorization", header);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"reason\":\"unauthorized\"");
        assertThat(world.invoked).isEmpty();
    }

    static Stream<String> aTokenThatCannotBeOneCostsNoInvocation() {
        return Stream.of("", "junk", "Bearer a.b", "Bearer a.b.c.d", "AWS4-HMAC-SHA256 Credential=x");
    }

    @ParameterizedTest
    @MethodSource
    void whatAnAuthorizerAnswersDecides(String answer, String failure, int status) throws Exception {
        world.authorize = answer;
        world.failure = failure;
        assertThat(world.get("/oidc/v1/grants", "Authorization", "a.b.c").statusCode())
                .isEqualTo(status);
        assertThat(world.invoked).containsExactly("valet-authorize");
    }

    static Stream<Arguments> whatAnAuthorizerAnswersDecides() {
        return Stream.of(
                arguments(ALLOWED.formatted("Deny"), "", 403),
                arguments(ALLOWED.formatted("Allow").replace("/oidc/v1/grants", "/oidc/v1/other"), "", 403),
                arguments("", "Unauthorized", 401),
                arguments("", "Unauthorized.", 500),
                arguments("", "anything else", 500),
                arguments("[]", "", 500),
                arguments("{\"principalId\":\"x\"}", "", 500),
                arguments(ALLOWED.formatted("Allow").replace("\"{}\"", "{}"), "", 500)); // a context is flat
    }

    @ParameterizedTest
    @MethodSource
    void whatTheGatewayRefusesItRefusesInTheTemplatesWords(Gateway why, int status, String reason) throws Exception {
        world.caller = new Callers.Answer.Refused(why);
        var answer = world.get("/v1/leases");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("\"reason\":\"" + reason + "\"");
        assertThat(world.invoked).isEmpty();
    }

    static Stream<Arguments> whatTheGatewayRefusesItRefusesInTheTemplatesWords() {
        return Stream.of(
                arguments(Gateway.MISSING_AUTHENTICATION_TOKEN, 403, "MISSING_AUTHENTICATION_TOKEN"),
                arguments(Gateway.INVALID_SIGNATURE, 403, "INVALID_SIGNATURE"),
                arguments(Gateway.EXPIRED_TOKEN, 403, "EXPIRED_TOKEN"),
                arguments(Gateway.ACCESS_DENIED, 403, "ACCESS_DENIED"));
    }

    @ParameterizedTest
    @MethodSource
    void aRouteThatIsNotThereSoundsLikeNoSignature(String path) throws Exception {
        var answer = world.get(path);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("MISSING_AUTHENTICATION_TOKEN");
    }

    static Stream<String> aRouteThatIsNotThereSoundsLikeNoSignature() {
        return Stream.of("/", "/v1", "/v1/leases/", "/v1/leases/a/b", "/V1/leases", "/live/v1/leases");
    }

    @ParameterizedTest
    @MethodSource
    void anAnswerOfAnotherShapeIsABadGateway(String answer) throws Exception {
        world.issue = answer;
        assertThat(world.get("/v1/leases").statusCode()).isEqualTo(502);
    }

    static Stream<String> anAnswerOfAnotherShapeIsABadGateway() {
        return Stream.of(
                "",
                "null",
                "\"text\"",
                "{}",
                "{\"statusCode\":\"200\"}",
                "{\"statusCode\":200,\"more\":1}",
                "{\"statusCode\":99}",
                "{\"statusCode\":200,\"body\":{}}",
                "{\"statusCode\":200,\"headers\":[]}",
                "{\"statusCode\":200} {}");
    }

    @Test
    void aFunctionThatFailsIsABadGatewayAndItsMessageStaysInside() throws Exception {
        world.failure = "canary-5f1c in a message";
        var answer = world.get("/v1/leases");
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).isEqualTo("{\"reason\":\"internal\"}");
    }

    @Test
    void aFunctionThatTakesTooLongIsGivenUp() throws Exception {
        world.issue = "never";
        assertThat(world.get("/v1/leases").statusCode()).isEqualTo(504);
    }

    @Test
    void aBodyBeyondTenMegabytesNeverReachesAFunction() throws Exception {
        assertThat(world.post("/v1/leases", "x".repeat(10 * 1024 * 1024 + 1)).statusCode())
                .isEqualTo(413);
        assertThat(world.post("/v1/leases", "x".repeat(7 * 1024 * 1024)).statusCode())
                .isEqualTo(413); // more than Lambda takes
        assertThat(world.invoked).isEmpty();
    }

    @Test
    void theChallengeHeaderOfAFunctionIsRenamedOnTheWayOut() throws Exception {
        world.issue = "{\"statusCode\":401,\"headers\":{\"WWW-Authenticate\":\"Bearer\"},\"body\":\"\"}";
        var answer = world.get("/v1/leases");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
        assertThat(answer.headers().firstValue("x-amzn-remapped-www-authenticate"))
                .contains("Bearer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Host: evil.example", "Host: HOST\r\nHost: evil.example", "Host: evil.example\r\nHost: HOST"})
    void anotherHostsNameIsNotServed(String lines) throws Exception { // DNS rebinding
        assertThat(raw("GET /v1/leases HTTP/1.1\r\n" + lines)).startsWith("HTTP/1.1 403");
        assertThat(world.invoked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example/v1/leases", "http://evil.example/v1/leases", "/v1/leases#"})
    void aTargetIsTakenWordForWord(String target) throws Exception { // T-03
        assertThat(raw("GET " + target + " HTTP/1.1\r\nHost: HOST")).startsWith("HTTP/1.1 403");
        assertThat(world.invoked).isEmpty();
    }

    @Test
    void ofTwoTokensNeitherIsMeant() throws Exception {
        world.authorize = ALLOWED.formatted("Allow");
        var token = "Authorization: Bearer abc.def.ghi\r\n";
        var request = "GET /oidc/v1/grants HTTP/1.1\r\n" + token + "%sHost: HOST";
        assertThat(raw(request.formatted(""))).startsWith("HTTP/1.1 200");
        world.invoked.clear();
        assertThat(raw(request.formatted(token))).startsWith("HTTP/1.1 401");
        assertThat(world.invoked).isEmpty();
    }

    private String raw(String request) throws IOException {
        int port = world.address().getPort();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            var bytes = request.replace("HOST", "127.0.0.1:" + port) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
            return text(socket.getInputStream());
        }
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void aBrokenEncodingIsABadRequest() throws Exception {
        assertThat(raw("GET /v1/leases/%zz HTTP/1.1\r\nHost: HOST")).startsWith("HTTP/1.1 400");
    }

    @Test
    void aPortThatIsTakenIsSaidAtOnce() {
        assertThatThrownBy(() -> FrontDoor.take(world.address().getPort())).isInstanceOf(BindException.class);
    }

    @Test
    void otherMethodsOfARouteAreNotThere() throws Exception {
        var request = world.request("/oidc/v1/grants").method("POST", HttpRequest.BodyPublishers.noBody());
        assertThat(world.send(request).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @MethodSource
    void aTemplateThatMixesCallersIsRefused(String from, String to) { // INV-3, T-21
        var template = Template.of(
                DoorWorld.TEMPLATE.replace(from, to), new Place("111122223333", "eu-west-1", "valet"), Map.of());
        assertThatThrownBy(() -> Routes.of(template, "111122223333", "eu-west-1"))
                .isInstanceOf(TemplateException.class);
    }

    static Stream<Arguments> aTemplateThatMixesCallersIsRefused() {
        return Stream.of(
                arguments("[{sigv4: []}]", "[{sigv4: []}, {bearer: []}]"),
                arguments("[{sigv4: []}]", "[{bearer: []}]"),
                arguments("[{bearer: []}]", "[]"),
                arguments("{type: NONE}", "{type: AWS_IAM}"),
                arguments("security: []", "security: [{sigv4: []}]"),
                arguments("security: []", "summary: open"),
                arguments("[{bearer: []}]", "[{sigv4: []}]"),
                arguments("authorizerResultTtlInSeconds: 0", "authorizerResultTtlInSeconds: 300"));
    }
}
