package dev.valet.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.testkit.Events;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every {@code events/admin-*.json} through the real handler: what {@code sam local invoke -e} would answer as well. */
class EventsTest {
    private final OperatorApi api = new OperatorApi();

    /** So that there is something to read, and to find unchanged. */
    @BeforeEach
    void theSameIsConfiguredBefore() {
        api.hasApproval();
        assertThat(api.sendEvent("apply").status()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @MethodSource("events")
    void anEventEndsAsItsStorySays(String name, int status, String part) {
        var answer = api.sendEvent(name);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).contains(part);
        assertThat(answer.headers().get("Cache-Control")).hasToString("Str[text=no-store]");
    }

    static Stream<Arguments> events() {
        return Stream.of(
                arguments("apply", 200, "{\"applied\":0,\"plan\":[]}"),
                arguments("apply-plan", 200, "{\"applied\":0,\"plan\":[]}"),
                arguments(
                        "apply-broken-rules",
                        400,
                        "\"errors\":[{\"column\":14,\"file\":\"grants.yaml\",\"line\":3,\"pointer\":\"/environment\","
                                + "\"rule\":\"is sandbox, staging or production\"}]"),
                arguments(
                        "apply-grant-without-agent",
                        400,
                        "\"errors\":[{\"column\":8,\"file\":\"grants.yaml\",\"line\":2,\"pointer\":\"/agent\","
                                + "\"rule\":\"is the name of an agent\"}]"),
                arguments(
                        "apply-unknown-member",
                        400,
                        "\"errors\":[{\"pointer\":\"/force\",\"rule\":\"is not a known member\"}]"),
                arguments("apply-not-an-operator", 403, "\"reason\":\"unknown-principal\""), // T-25
                arguments("apply-operator-made-again", 403, "\"reason\":\"unknown-principal\""), // INV-1
                arguments("apply-production", 202, "\"act\":\"apply\""), // T-25
                arguments("apply-not-approved", 403, "\"reason\":\"no-live-approval\""),
                arguments("apply-break-glass", 200, ""),
                arguments("approvals", 200, "\"state\":\"open\""),
                arguments(
                        "approval",
                        200,
                        "\"hash\":\"d3d7bb0f6386a5ffc23255c0c0d9e33b47cd8de39907c0b4dc4ef80561af3447\""),
                arguments("approval-unknown", 404, "\"reason\":\"not-found\""),
                arguments("approve", 200, "\"state\":\"approved\""),
                arguments("approve-another-text", 400, "\"pointer\":\"/hash\""),
                arguments("deny", 200, "\"deniedBecause\":\"not on a Friday\""),
                arguments("deny-without-reason", 400, "\"pointer\":\"/reason\""),
                arguments("approve-beforehand", 200, "\"uses\":20"),
                arguments("approve-beforehand-too-long", 400, "is a whole number from 1 to 1440"),
                arguments("agents", 200, "{\"agents\":[{\"document\":{\"agent\":\"reporter\""),
                arguments(
                        "apply-unbounded-action",
                        400,
                        "\"errors\":[{\"column\":5,\"file\":\"actions.yaml\",\"line\":8,"
                                + "\"pointer\":\"/input/properties/message\",\"rule\":\"has maxLength, 16384 at most,"),
                arguments("actions", 200, "{\"actions\":[]}"),
                arguments("grant", 200, "\"live\":true,\"version\":1}"),
                arguments("grant-unknown", 404, "\"reason\":\"not-found\""),
                arguments("audit", 200, "\"phase\":\"CONFIGURE\",\"principal\":\"[\\\"aws\\\""),
                arguments("audit-of-everybody", 400, "\"rule\":\"names exactly one of agent, grant and lease\""));
    }

    @Test
    void onAnEmptyConfigurationAPlanShowsAllAndApplyDoesIt() {
        var empty = new OperatorApi();
        assertThat(empty.sendEvent("apply-plan").text())
                .startsWith("{\"applied\":0,")
                .contains("\"id\":\"reporter\"");
        assertThat(empty.memory.read().documents()).isEmpty();
        assertThat(empty.sendEvent("apply").text()).startsWith("{\"applied\":2,");
        assertThat(empty.memory.read().documents()).hasSize(2);
    }

    @Test
    void noEventIsWithoutItsStory() {
        assertThat(Events.of("admin"))
                .containsExactlyInAnyOrderElementsOf(
                        events().map(event -> (String) event.get()[0]).toList());
    }
}
