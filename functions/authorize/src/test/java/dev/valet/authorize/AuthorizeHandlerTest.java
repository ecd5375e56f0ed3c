package dev.valet.authorize;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.valet.Hash;
import dev.valet.Unavailable;
import dev.valet.http.TokenVerifier;
import dev.valet.identity.Issuer;
import dev.valet.identity.IssuerId;
import dev.valet.identity.Issuers;
import dev.valet.testkit.TurnableClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizeHandlerTest {
    private final World world = new World();

    private void assertUnauthorized(String event) {
        assertThatThrownBy(() -> world.answer(event))
                .isInstanceOf(Unauthorized.class)
                .hasMessage("Unauthorized");
    }

    @Test
    void aGoodTokenOpensExactlyTheMethodThatWasCalled() { // T-20
        var token = world.token("workload-7");
        var answer = world.answer(World.event("lease", token));
        var signed = token.substring(0, token.lastIndexOf('.'));
        assertThat(answer.text())
                .isEqualTo(
                        "{\"principalId\":\"sample-issuer\",\"policyDocument\":{\"Version\":\"2012-10-17\",\"Statement\":["
                                + "{\"Action\":\"execute-api:Invoke\",\"Effect\":\"Allow\",\"Resource\":"
                                + "\"arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/live/POST/oidc/v1/leases\"}]},"
                                + "\"context\":{\"issuer\":\"https://issuer.example\",\"claims\":\"{\\\"sub\\\":\\\"workload-7\\\"}\",\"token\":\""
                                + Hash.sha256(signed) + "\",\"expires\":\""
                                + (TurnableClock.START.getEpochSecond() + 300) + "\"}}");
    }

    @Test
    void aTokenWithoutItsSchemeIsTakenForACredentialsDocumentOnly() {
        var token = world.token("workload-7");
        assertThat(world.answer(World.event("credentials-verbatim", token)).text())
                .contains("/live/GET/oidc/v1/credentials/reports-reader\"");
        assertUnauthorized(World.event("lease-verbatim", token));
        assertUnauthorized(World.event(token, "POST", "oidc/v1/credentials/reports-reader"));
        assertUnauthorized(World.event(token, "GET", "oidc/v1/credentials"));
        assertUnauthorized(World.event(token, "GET", "oidc/v1/credentials/"));
        assertUnauthorized(World.event(token, "GET", "oidc/v1/credentials/reports-reader/leases"));
        assertUnauthorized(World.event(token, "GET", "oidc/v1/leases/credentials/reports-reader"));
    }

    @Test
    void theSchemeIsBearerInAnyCaseAndOneSpace() {
        var token = world.token("workload-7");
        for (var scheme : List.of("Bearer ", "bearer ", "BEARER ")) {
            assertThatCode(() -> world.answer(World.event(scheme + token, "GET", "oidc/v1/whoami")))
                    .doesNotThrowAnyException();
        }
        for (var scheme : List.of(
                "", "Bearer", "Bearer  ", " Bearer ", "Bearer\t", "Basic ", "DPoP ", "Token ", "Bearer Bearer ")) {
            assertUnauthorized(World.event(scheme + token, "GET", "oidc/v1/whoami"));
        }
    }

    @Test
    void anEventOfAnotherDeploymentIsRefused() { // T-01
        var token = world.token("workload-7");
        assertUnauthorized(World.event("another-api", token));
        var event = World.event("lease", token);
        assertUnauthorized(event.replace("111122223333", "111122223334"));
        assertUnauthorized(event.replace("/live/", "/test-invoke-stage/"));
        assertUnauthorized(event.replace("eu-west-1", "eu-west-2"));
        assertUnauthorized(event.replace("arn:aws:", "arn:aws-cn:"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1/leases",
                "admin/apply",
                "oidc/v1",
                "oidc/v1/",
                "oidc/v2/leases",
                "OIDC/v1/leases",
                "/oidc/v1/leases",
                "oidc/v1/*",
                "oidc/v1/leases/?",
                "oidc/v1/${aws:username}",
                "oidc/v1/leases/../grants",
                "oidc/v1/leases%2f",
                "oidc/v1/leases\n",
                "oidc/v1/leases/é",
                "*"
            })
    void onlyAPlainBearerRouteIsAnswered(String path) { // INV-3, T-20
        assertUnauthorized(World.event("Bearer " + world.token("workload-7"), "GET", path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"type\":\"TOKEN\"}",
                "{\"type\":\"REQUEST\",\"authorizationToken\":\"Bearer a.b.c\",\"methodArn\":\"x\"}",
                "{\"type\":\"TOKEN\",\"authorizationToken\":null,\"methodArn\":null}",
                "{\"type\":\"TOKEN\",\"authorizationToken\":[\"Bearer a.b.c\"],\"methodArn\":\"x\"}",
                "{\"type\":\"TOKEN\",\"type\":\"TOKEN\"}"
            })
    void whatIsNoSuchEventIsUnauthorized(String event) {
        assertUnauthorized(event);
    }

    @Test
    void anEventHasABound() { // INV-25
        assertUnauthorized(World.event("Bearer " + "a".repeat(70_000), "GET", "oidc/v1/whoami"));
        assertThat(world.logged).hasSize(1).first().asString().contains("malformed-event");
    }

    @Test
    void everyRefusalSoundsTheSame() {
        assertUnauthorized(World.event("junk", ""));
        assertUnauthorized(World.event("lease", world.token("")));
        var token = world.token("workload-7");
        assertUnauthorized(World.event("lease", token.substring(0, token.length() - 8) + "AAAAAAAA"));
        world.issuers.remove(new IssuerId("sample-issuer"));
        assertUnauthorized(World.event("lease", token));
    }

    @Test
    void oneLineIsLoggedAndNothingOfTheTokenIsInIt() { // INV-15
        var token = world.token("canary-5f1d");
        world.answer(World.event("lease", token));
        assertThat(catchThrowable(() -> world.answer(World.event("lease", token + "AAAA"))))
                .isNotNull();
        assertThat(catchThrowable(() -> world.answer(World.event("lease-verbatim", token))))
                .isNotNull();
        assertThat(world.logged).hasSize(3);
        assertThat(world.logged.getFirst())
                .isEqualTo("{\"requestId\":\"request-1\",\"function\":\"authorize\",\"outcome\":\"allowed\","
                        + "\"route\":\"POST /oidc/v1/leases\",\"issuer\":\"sample-issuer\"}");
        assertThat(world.logged.get(1)).contains("\"cause\":\"bad-signature\"", "\"issuer\":\"sample-issuer\"");
        assertThat(world.logged.get(2)).contains("\"cause\":\"no-bearer-token\"");
        for (var part : token.split("\\.", -1)) {
            assertThat(String.join("", world.logged)).doesNotContain(part);
        }
        assertThat(String.join("", world.logged)).doesNotContain("canary");
    }

    @Test
    void aStoreThatDoesNotAnswerIsNeitherYesNorNo() { // INV-5
        assertFails(new Unavailable("dynamodb.throttled"), "dynamodb.throttled");
    }

    @Test
    void aBugIsNamedByItsClassAndNotByItsText() {
        assertFails(new IllegalStateException("canary-of-a-token"), "java.lang.IllegalStateException");
    }

    private void assertFails(RuntimeException failure, String cause) {
        var logged = new ArrayList<String>();
        var handler = new AuthorizeHandler(
                new TokenVerifier(new Failing(failure), "https://valet.example.com/live", world.clock),
                World.SETTINGS,
                new AuthorizeLog(logged::add, world.clock),
                null);
        var event = World.event("lease", world.token("workload-7")).getBytes(UTF_8);
        var thrown = catchThrowable(() -> handler.answer(event, "request-1"));
        assertThat(thrown).isInstanceOf(AuthorizerFailed.class).hasMessage("AuthorizerFailed");
        assertThat(printed(thrown)).doesNotContain("canary");
        assertThat(logged)
                .singleElement()
                .asString()
                .contains("\"cause\":\"" + cause + "\"")
                .doesNotContain("canary");
    }

    private static String printed(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private record Failing(RuntimeException failure) implements Issuers {
        @Override
        public Optional<Issuer> byUrl(String issuer) {
            throw failure;
        }

        @Override
        public List<Issuer> all() {
            throw failure;
        }

        @Override
        public Optional<StoredKeys> keys(IssuerId issuer) {
            throw failure;
        }

        @Override
        public void store(IssuerId issuer, StoredKeys keys) {
            throw failure;
        }

        @Override
        public void wantRefresh(IssuerId issuer) {
            throw failure;
        }
    }

    @Test
    void theRehearsalBeforeASnapshotGoesAsItShould() {
        assertThatCode(() -> new AuthorizeRehearsal(World.SETTINGS).run()).doesNotThrowAnyException();
    }

    @Test
    void tenThousandJunkEventsAskTheStoreNothing() { // INV-24
        for (int i = 0; i < 10_000; i++) {
            var event = World.event("Bearer junk" + i + ".junk.junk", "GET", "oidc/v1/whoami")
                    .getBytes(UTF_8);
            assertThatThrownBy(() -> world.handler.answer(event, "r")).isInstanceOf(Unauthorized.class);
        }
        assertThat(world.issuers.calls()).isZero();
    }
}
