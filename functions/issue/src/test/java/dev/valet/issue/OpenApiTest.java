package dev.valet.issue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Json;
import dev.valet.Reason;
import dev.valet.json.StrictJson;
import dev.valet.testkit.Events;
import dev.valet.testkit.OpenApi;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/openapi.yaml says what the handler does, and no more. */
class OpenApiTest {
    private static final OpenApi DESCRIBED = new OpenApi();

    private final AgentApi api = new AgentApi();

    @Test
    void everyRouteIsDescribedAndEveryDescribedRouteIsThere() {
        assertThat(api.handler.routes().names())
                .containsExactlyElementsOf(DESCRIBED.routes().stream()
                        .filter(route -> !route.matches("DELETE .*|.*/v1/actions.*|.* /(admin|[.]well-known)/.*"))
                        .toList());
    }

    @Test
    void aTreeTakesOneKindOfIdentity() { // INV-3
        assertThat(DESCRIBED.routes()).filteredOn(route -> !isOpen(route)).allSatisfy(route -> {
            var kind = route.contains(" /oidc/") ? "bearer" : "sigv4";
            assertThat(DESCRIBED.operation(route).get("security")).isEqualTo(List.of(Map.of(kind, List.of())));
        });
    }

    /** Where nobody is asked who is calling: these routes and no other. */
    private static boolean isOpen(String route) {
        return route.equals("GET /.well-known/jwks.json");
    }

    @Test
    void theReasonsAreAllOfThem() {
        assertThat((List<?>) DESCRIBED.schema("Reason").get("enum"))
                .isEqualTo(Arrays.stream(Reason.values()).map(Reason::word).toList());
    }

    @ParameterizedTest
    @MethodSource("events")
    void aReplyIsAsDescribed(String name) {
        api.hasLease();
        var reply = api.sendEvent(name);
        assertThat(DESCRIBED.faults(route(name), reply.status(), reply.header("Content-Type"), reply.body()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("events")
    void whatTheHandlerTakesIsDescribed(String name) {
        if (Events.members("issue-" + name).get("body") instanceof Json.Str(String body)
                && api.sendEvent(name).status() == 201) {
            assertThat(DESCRIBED.faults("LeaseRequest", StrictJson.read(body))).isEmpty();
        }
    }

    static Stream<String> events() {
        return EventsTest.events().map(event -> (String) event.get()[0]);
    }

    private static String route(String name) {
        var event = Events.members("issue-" + name);
        return text(event, "httpMethod") + " " + text(event, "resource");
    }

    private static String text(Map<String, Json> event, String name) {
        return event.get(name) instanceof Json.Str(String text) ? text : "";
    }
}
