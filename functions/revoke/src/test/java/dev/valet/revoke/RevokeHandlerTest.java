package dev.valet.revoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Json;
import dev.valet.identity.Environment;
import dev.valet.json.StrictJson;
import dev.valet.lease.Lease;
import dev.valet.testkit.Events;
import dev.valet.testkit.OpenApi;
import dev.valet.testkit.Sample;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every {@code events/revoke-*.json} through the real handler, and docs/openapi.yaml held against what it answers. */
class RevokeHandlerTest {
    private static final OpenApi DESCRIBED = new OpenApi();

    private final RevokeApi api = new RevokeApi();

    @ParameterizedTest(name = "{0}: {1} {2}")
    @MethodSource("events")
    void anEventEndsAsItsStorySays(String name, int status, String part) {
        var answer = api.sendEvent(name);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().text()).contains(part);
        assertThat(DESCRIBED.faults(route(name), status, answer.type(), answer.body()))
                .isEmpty();
    }

    static Stream<Arguments> events() {
        return Stream.of(
                arguments("lease", 200, "\"state\":\"revoked\""),
                arguments("lease-of-a-stranger", 403, "unknown-principal"),
                arguments("grant", 200, "\"standing\":\"confirmed\""),
                arguments("everything", 200, "\"scope\":{\"everything\":true}"),
                arguments("nothing-named", 400, "names an agent, or everything"),
                arguments("without-reason", 400, "\"pointer\":\"/reason\""),
                arguments("suspend", 200, "\"scope\":{\"agent\":\"reporter\"}"),
                arguments("suspend-nobody", 404, "not-found"),
                arguments("resume", 404, "not-found"),
                arguments("list", 200, "\"revocations\":[]"));
    }

    @Test
    void noEventIsWithoutItsStory() {
        assertThat(Events.of("revoke"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Stream.of("wake-up"), events().map(event -> (String) event.get()[0]))
                                .toList());
    }

    @Test
    void everyRouteIsDescribed() {
        assertThat(DESCRIBED.routes()).containsAll(api.handler.routes().names());
    }

    @Test
    void aLeaseGivenBackIsDenied() {
        api.sendEvent("lease");
        assertThat(api.broker.leases.all()).extracting(Lease::state).containsExactly(Lease.State.REVOKED);
        assertThat(api.broker.iam.denies(api.lease)).isTrue();
        assertThat(api.log).noneMatch(line -> line.contains("role/valet"));
    }

    @Test
    void aDevelopmentIdentityEndsNoProductionLease() { // T-41
        api.developerOf(Environment.PRODUCTION);
        assertThat(api.end(Sample.role(Sample.DEVELOPMENT_ACCOUNT, "reporter"), RevokeApi.PRODUCTION_LEASE))
                .isEqualTo(404);
        assertThat(api.end(
                        Sample.role(Sample.DEVELOPMENT_ACCOUNT, "reporter"),
                        api.lease.id().text()))
                .isEqualTo(200);
        assertThat(api.end(Sample.role("reporter"), RevokeApi.PRODUCTION_LEASE)).isEqualTo(200);
    }

    @Test
    void anAgentIsToldNoRole() {
        assertThat(api.sendEvent("lease").body().text()).doesNotContain("arn:aws:iam");
    }

    @Test
    void aSuspendedAgentIsResumedOnceTheDeniesHaveSettled() {
        api.sendEvent("suspend");
        var soon = api.sendEvent("resume");
        assertThat(soon.status()).isEqualTo(409);
        assertThat(DESCRIBED.faults(route("resume"), 409, soon.type(), soon.body()))
                .isEmpty();
        api.broker.turn(Duration.ofSeconds(62));
        var resumed = api.sendEvent("resume");
        assertThat(resumed.body().text()).contains("\"state\":\"lifted\"");
        assertThat(DESCRIBED.faults(route("resume"), 200, resumed.type(), resumed.body()))
                .isEmpty();
        assertThat(api.sendEvent("list").body().text()).contains("ada@acme.example");
    }

    @Test
    void theScheduleFinishesWhatWasBegun() {
        api.broker.iam.fail(true);
        assertThat(api.sendEvent("grant").body().text()).contains("\"cause\":\"iam-failed\"");
        assertThat(api.send(Events.read("revoke-wake-up"))).isEmpty();
        assertThat(last()).contains("\"RolesUnenforced\":1").contains("iam-failed");
        api.broker.iam.fail(false);
        api.send(Events.read("revoke-wake-up"));
        assertThat(last()).contains("\"RolesUnenforced\":0");
        assertThat(api.broker.iam.denies(api.lease)).isTrue();
    }

    @Test
    void anOperatorIsToldHowEachValueStands() {
        api.holdsValue(Sample.rotatedValue("reporter", "payments-hook"));
        var answer = api.sendEvent("suspend");
        assertThat(answer.body().text())
                .contains("\"rotations\":{\"" + Sample.SECRET + "\":{\"standing\":\"replaced\"}}")
                .contains("\"leavesValues\":false")
                .contains("confirmedAt");
        assertThat(DESCRIBED.faults(route("suspend"), 200, answer.type(), answer.body()))
                .isEmpty();
    }

    @Test
    void anOperatorIsToldOfCopiesThatLiveOn() {
        api.holdsValue(Sample.secretValue("reporter", "payments-key"));
        assertThat(api.sendEvent("suspend").body().text())
                .contains("\"leavesValues\":true")
                .doesNotContain("confirmedAt");
    }

    @Test
    void anAgentIsToldNothingThatItDoesNotKnow() {
        var lease = api.holdsValue(Sample.rotatedValue("reporter", "payments-hook"));
        assertThat(api.end(Sample.role("reporter"), lease.id().text())).isEqualTo(200);
        assertThat(api.broker.secrets.rotations(Sample.SECRET)).isOne();
        assertThat(api.log).noneMatch(line -> line.contains("arn:aws:secretsmanager"));
    }

    @Test
    void theScheduleRotatesWhatIsOverAndTellsWhatItCouldNot() {
        api.holdsValue(Sample.rotatedValue("reporter", "payments-hook"));
        api.broker.turn(Duration.ofMinutes(15));
        api.broker.secrets.enable(Sample.SECRET, false);
        api.send(Events.read("revoke-wake-up"));
        assertThat(last())
                .contains("\"SecretsUnrotated\":1")
                .contains("\"unrotated\":{\"" + Sample.SECRET + "\":\"rotation-not-enabled\"}");
        api.broker.secrets.enable(Sample.SECRET, true);
        api.send(Events.read("revoke-wake-up"));
        assertThat(last()).contains("\"SecretsUnrotated\":0").contains("\"unrotated\":{}");
        assertThat(api.broker.secrets.rotations(Sample.SECRET)).isOne();
    }

    /** A wake-up that a stranger could make up would do nothing but what is due; one that is not exact is no wake-up. */
    @Test
    void anythingElseIsARequest() {
        var answer = api.send("{\"wakeUp\":\"revoke\",\"more\":1}".getBytes(StandardCharsets.UTF_8));
        assertThat(StrictJson.read(answer).text()).contains("\"statusCode\":400");
        assertThatThrownBy(this::last).isInstanceOf(NoSuchElementException.class);
    }

    private String last() {
        return api.log.stream()
                .filter(line -> line.contains("\"function\":\"revoke\""))
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    private static String route(String name) {
        var event = Events.members("revoke-" + name);
        return text(event, "httpMethod") + " " + text(event, "resource");
    }

    private static String text(Map<String, Json> members, String name) {
        return members.get(name) instanceof Json.Str(String text) ? text : "";
    }
}
