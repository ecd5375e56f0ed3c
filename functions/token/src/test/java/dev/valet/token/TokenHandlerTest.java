package dev.valet.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Es256Key;
import dev.valet.Json;
import dev.valet.Unavailable;
import dev.valet.action.VerifyReceipt;
import dev.valet.edge.Edge;
import dev.valet.edge.RequestLog;
import dev.valet.edge.Settings;
import dev.valet.edge.Wiring;
import dev.valet.identity.Principal;
import dev.valet.json.StrictJson;
import dev.valet.testkit.Events;
import dev.valet.testkit.MemoryReceiptSigner;
import dev.valet.testkit.OpenApi;
import dev.valet.testkit.RestEvent;
import dev.valet.testkit.TurnableClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Public keys for anybody: the same for everybody, and nothing that came with the request is looked at. */
class TokenHandlerTest {
    private static final OpenApi DESCRIBED = new OpenApi();
    private static final Settings SETTINGS = Settings.from(Events.environment("TokenFunction"));
    private static final String PATH = "/.well-known/jwks.json";

    private final MemoryReceiptSigner signer = new MemoryReceiptSigner();
    private final List<String> log = new ArrayList<>();

    private Json answer(Supplier<List<Es256Key>> keys, byte[] event) {
        var edge = new Edge(SETTINGS, new RequestLog(log::add, new TurnableClock()));
        var out = new ByteArrayOutputStream();
        try {
            new TokenHandler(edge, keys, null).handle(new ByteArrayInputStream(event), out, "an-invocation");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return StrictJson.event(out.toByteArray());
    }

    private Json answer(RestEvent event) {
        return answer(() -> List.of(signer.key()), event.text().getBytes(StandardCharsets.UTF_8));
    }

    private static Json body(Json answer) {
        return StrictJson.read(answer.textAt("body"));
    }

    @Test
    void theStoryOfTheEvent() {
        var answer = answer(() -> List.of(signer.key()), Events.read("token-jwks"));
        assertThat(answer.at("statusCode")).isEqualTo(Json.of(200));
        assertThat(body(answer)).isEqualTo(signer.keys());
        assertThat(answer.textAt("headers", "Cache-Control")).isEqualTo("public, max-age=300");
        assertThat(answer.textAt("headers", "Content-Type")).isEqualTo("application/json");
        assertThat(Events.of("token")).containsExactly("jwks");
    }

    @Test
    void aKeyHasTheMembersThatVerifyAndNoOther() {
        var keys = ((Json.Arr) body(answer(RestEvent.fromNobody("GET", PATH))).at("keys")).items();
        assertThat(keys)
                .singleElement()
                .satisfies(key -> assertThat(((Json.Obj) key).members())
                        .containsOnlyKeys("kty", "crv", "x", "y", "use", "alg", "kid"));
        assertThat(new VerifyReceipt(body(answer(RestEvent.fromNobody("GET", PATH))), StrictJson::read))
                .isNotNull();
    }

    @Test
    void whatCameWithTheRequestChangesNothing() { // INV-2
        var plain = answer(RestEvent.fromNobody("GET", PATH));
        assertThat(answer(RestEvent.fromNobody("GET", PATH)
                        .header("Authorization", "Bearer canary.canary.canary")
                        .query(Map.of("canary", "canary"))
                        .body("canary")))
                .isEqualTo(plain);
        assertThat(String.join("", log)).doesNotContain("canary");
    }

    @Test
    void whoeverWasAskedWhoHeIsIsInTheWrongPlace() { // INV-3
        var role = new Principal.AwsRole("aws", "444455556666", "reporter", "AROAREPORTER00000000");
        var subject = new Principal.Subject("https://issuer.example", new TreeMap<>(Map.of("sub", "a")));
        for (var event : List.of(RestEvent.from(role, "GET", PATH), RestEvent.from(subject, "GET", PATH))) {
            assertThat(answer(event).at("statusCode")).isEqualTo(Json.of(403));
        }
    }

    @Test
    void anotherRouteAnotherApiAndAnotherStageGetNothing() {
        assertThat(answer(RestEvent.fromNobody("GET", "/.well-known/other")).at("statusCode"))
                .isEqualTo(Json.of(404));
        assertThat(answer(RestEvent.fromNobody("POST", PATH)).at("statusCode")).isEqualTo(Json.of(404));
        for (var place : List.of("apiId", "stage", "accountId")) {
            assertThat(answer(RestEvent.fromNobody("GET", PATH).set("requestContext." + place, "other"))
                            .at("statusCode"))
                    .isEqualTo(Json.of(403));
        }
    }

    @Test
    void whatFailsIsNotKeptOnTheWay() {
        var answer = answer(
                () -> {
                    throw new Unavailable("kms-throttled");
                },
                Events.read("token-jwks"));
        assertThat(answer.at("statusCode")).isEqualTo(Json.of(503));
        assertThat(answer.textAt("headers", "Cache-Control")).isEqualTo("no-store");
        assertThat(answer.textAt("body")).doesNotContain("kms");
        assertThat(log.getFirst()).contains("\"cause\":\"kms-throttled\"");
    }

    @Test
    void aReplyIsAsDescribed() {
        var route = "GET " + PATH;
        assertThat(DESCRIBED.operation(route).get("security")).isEqualTo(List.of());
        var answer = answer(RestEvent.fromNobody("GET", PATH));
        assertThat(DESCRIBED.faults(route, 200, "application/json", body(answer)))
                .isEmpty();
        var failed = answer(
                () -> {
                    throw new Unavailable("kms-throttled");
                },
                Events.read("token-jwks"));
        assertThat(DESCRIBED.faults(route, 503, "application/problem+json", body(failed)))
                .isEmpty();
    }

    @Test // before a snapshot there is nobody to ask KMS as, and nothing is asked
    void itStartsWithoutACallAndNotWithoutKeys() {
        var clock = new TurnableClock();
        assertThat(new TokenHandler(Wiring.of(SETTINGS, clock))).isNotNull();
        var none = new HashMap<>(Events.environment("TokenFunction"));
        none.remove("VALET_PUBLISHED_KEYS");
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> new TokenHandler(Wiring.of(Settings.from(none), clock)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("VALET_PUBLISHED_KEYS is not set");
    }
}
