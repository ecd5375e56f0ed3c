package dev.valet.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Json;
import dev.valet.json.StrictJson;
import dev.valet.testkit.Events;
import dev.valet.testkit.OpenApi;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Apart from what is the revoke function's, the operators' half of docs/openapi.yaml says what the handler does, and no more. */
class OpenApiTest {
    private static final OpenApi DESCRIBED = new OpenApi();
    private static final String APPLY = "POST /admin/apply";

    private final OperatorApi api = new OperatorApi();

    @Test
    void everyRouteIsDescribedAndEveryDescribedRouteIsThere() {
        assertThat(api.handler.routes().names())
                .containsExactlyElementsOf(DESCRIBED.routes().stream()
                        .filter(route ->
                                route.contains(" /admin/") && !route.matches(".*/(revocations.*|suspend|resume)"))
                        .toList());
    }

    @Test
    void operatorsSignAndBringNoToken() { // INV-3
        assertThat(api.handler.routes().names())
                .allSatisfy(route -> assertThat(DESCRIBED.operation(route).get("security"))
                        .isEqualTo(List.of(Map.of("sigv4", List.of()))));
    }

    @ParameterizedTest
    @MethodSource("events")
    void aReplyIsAsDescribed(String name) {
        assertDescribed(route(name), api.sendEvent(name));
        assertDescribed(APPLY, api.sendEvent("apply"));
        assertDescribed(route(name), api.sendEvent(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"agents", "actions", "grants", "issuers", "guardrails"})
    void everyListingAndEveryDocumentIsAsDescribed(String kind) {
        api.apply("apply", true, WHOLE);
        assertDescribed("GET /admin/" + kind, api.get("/admin/" + kind));
        var document = api.get("/admin/" + kind + "/{id}", "sample");
        assertThat(document.status()).isEqualTo(200);
        assertDescribed("GET /admin/" + kind + "/{id}", document);
    }

    @Test
    void whatStopsHalfwayIsAsDescribed() {
        api.auditStore.failNext(1);
        var unrecorded = api.sendEvent("apply");
        assertThat(unrecorded.status()).isEqualTo(503);
        assertDescribed(APPLY, unrecorded);
        var overtaken =
                api.post(api.handler(new OperatorApi.Overtaken(api.memory)), OperatorApi.body("apply", true, WHOLE));
        assertThat(overtaken.status()).isEqualTo(409);
        assertDescribed(APPLY, overtaken);
    }

    @ParameterizedTest
    @MethodSource("events")
    void whatTheHandlerTakesIsDescribedAndWhatItRefusesForItsFormIsNot(String name) {
        if (Events.members("admin-" + name).get("body") instanceof Json.Str(String body)) {
            var faults = DESCRIBED.requestFaults(route(name), StrictJson.read(body));
            if (BROKEN.contains(name)) {
                assertThat(faults).as(name).isNotEmpty();
            } else {
                assertThat(faults).as(name).isEmpty();
            }
        }
    }

    private static final List<String> BROKEN =
            List.of("apply-unknown-member", "deny-without-reason", "approve-beforehand-too-long");

    private static final String WHOLE = """
            issuer: sample
            type: oidc
            url: https://issuer.example
            jwks: https://issuer.example/jwks
            algorithm: ES256
            subjectClaims: [sub]
            ---
            agent: sample
            owner: team
            environment: sandbox
            identities: [{issuer: "https://issuer.example", claims: {sub: sample}}]
            ---
            action: sample
            description: Tells somebody
            impact: low
            environment: sandbox
            input: {type: object, additionalProperties: false}
            lambda: {function: "arn:aws:lambda:eu-west-1:444455556666:function:notify:live"}
            ---
            grant: sample
            agent: sample
            environment: sandbox
            description: Decrypts with one key
            aws:
              role: arn:aws:iam::444455556666:role/valet/keys
              externalId: vx-7f3a91
              allow: [{actions: ["kms:Decrypt"], resources: ["arn:aws:kms:eu-west-1:444455556666:key/abc"]}]
              escapeActions: ["kms:Decrypt"]
            ---
            guardrail: sample
            description: Nothing for longer than a lease lives
            cedar: forbid (principal, action, resource) when { context.ttlSeconds > 900 };
            """;

    static Stream<String> events() {
        return Events.of("admin");
    }

    private static String route(String name) {
        var event = Events.members("admin-" + name);
        return text(event, "httpMethod") + " " + text(event, "resource");
    }

    private static void assertDescribed(String route, OperatorApi.Answer answer) {
        var type = text(answer.headers(), "Content-Type");
        assertThat(DESCRIBED.faults(route, answer.status(), type, answer.body()))
                .isEmpty();
    }

    private static String text(Map<String, Json> members, String name) {
        return members.get(name) instanceof Json.Str(String text) ? text : "";
    }
}
