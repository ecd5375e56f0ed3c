package dev.valet.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every claim that makes or guards a subject, wrong in one way at a time: the token is refused, or its subject is another one,
 * which speaks for no agent (T-06).
 */
class NearMissTest {
    private final TestVerifier world = new TestVerifier();

    /** The claims that pin, by their path. */
    private static List<String> pins(TestIssuer issuer) {
        return switch (issuer) {
            case AWS ->
                List.of(
                        "iss",
                        "aud",
                        "sub",
                        "https://sts.amazonaws.com/|aws_account",
                        "https://sts.amazonaws.com/|org_id");
            case KUBERNETES ->
                List.of(
                        "iss",
                        "sub",
                        "kubernetes.io|namespace",
                        "kubernetes.io|serviceaccount|name",
                        "kubernetes.io|serviceaccount|uid");
            case GITHUB ->
                List.of("iss", "aud", "repository_id", "repository_owner_id", "event_name", "ref", "job_workflow_ref");
            case OIDC -> List.of("iss", "aud", "sub", "https://issuer.example/tenant");
        };
    }

    /** Claims that have to be there and name an instance, so their value may differ; and what claims are kept in. */
    private static List<String> instancesAndContainers(TestIssuer issuer) {
        return switch (issuer) {
            case AWS -> List.of("https://sts.amazonaws.com/");
            case KUBERNETES ->
                List.of(
                        "kubernetes.io",
                        "kubernetes.io|serviceaccount",
                        "kubernetes.io|pod",
                        "kubernetes.io|pod|uid",
                        "aud");
            case GITHUB -> List.of("run_id");
            case OIDC -> List.of();
        };
    }

    @TestFactory
    Stream<DynamicTest> oneClaimAlmostRightIsNobody() {
        return Arrays.stream(TestIssuer.values())
                .flatMap(issuer -> Stream.concat(
                        pins(issuer).stream().flatMap(path -> misses(issuer, path, nearMisses(text(issuer, path)))),
                        instancesAndContainers(issuer).stream().flatMap(path -> misses(issuer, path, wrongTypes()))));
    }

    private Stream<DynamicTest> misses(TestIssuer issuer, String path, Map<String, Json> misses) {
        var sound = world.subject(issuer.token()).orElseThrow();
        return Stream.concat(
                Stream.of(DynamicTest.dynamicTest(
                        issuer + " " + path + " removed",
                        () -> assertThat(world.subject(issuer.token(changed(issuer.claims(), path, null))))
                                .isEmpty())),
                misses.entrySet().stream()
                        .map(miss -> DynamicTest.dynamicTest(issuer + " " + path + " " + miss.getKey(), () -> {
                            var token = issuer.token(changed(issuer.claims(), path, miss.getValue()));
                            assertThat(world.subject(token)).isNotEqualTo(Optional.of(sound));
                        })));
    }

    private static Map<String, Json> nearMisses(String right) {
        var misses = new LinkedHashMap<>(wrongTypes());
        misses.put("prefixed", Json.of("x" + right));
        misses.put("suffixed", Json.of(right + "x"));
        misses.put("prefixed by a space", Json.of(" " + right));
        misses.put("suffixed by a space", Json.of(right + " "));
        misses.put("suffixed by a newline", Json.of(right + "\n"));
        misses.put("suffixed by a NUL", Json.of(right + "\0"));
        misses.put("suffixed by a zero-width space", Json.of(right + "\u200b"));
        misses.put("with a star", Json.of("*"));
        misses.put("cut", Json.of(right.substring(0, right.length() - 1)));
        misses.put("in a list", Json.strings(List.of(right, right)));
        var upper = right.toUpperCase(Locale.ROOT);
        if (!upper.equals(right)) {
            misses.put("in capitals", Json.of(upper));
        }
        return misses;
    }

    private static Map<String, Json> wrongTypes() {
        var wrong = new LinkedHashMap<String, Json>();
        wrong.put("empty", Json.of(""));
        wrong.put("blank", Json.of("  "));
        wrong.put("null", Json.Null.NULL);
        wrong.put("a number", Json.of(74));
        wrong.put("true", Json.of(true));
        wrong.put("an empty list", Json.strings(List.of()));
        wrong.put("an empty object", Json.object().build());
        return wrong;
    }

    private static String text(TestIssuer issuer, String path) {
        Json at = issuer.claims();
        for (var name : path.split("\\|", -1)) {
            at = requireNonNull(((Json.Obj) at).members().get(name));
        }
        return ((Json.Str) at).text();
    }

    private static Json.Obj changed(Json.Obj claims, String path, @Nullable Json value) {
        int end = path.indexOf('|');
        if (end < 0) {
            return value == null ? TestKeys.without(claims, path) : TestKeys.with(claims, Map.of(path, value));
        }
        var name = path.substring(0, end);
        var inner = (Json.Obj) requireNonNull(claims.members().get(name));
        return TestKeys.with(claims, Map.of(name, changed(inner, path.substring(end + 1), value)));
    }

    @Test
    void aSessionOfTheRightRoleIsNoRole() {
        assertRefused("arn:aws:sts::444455556666:assumed-role/billing-agent/billing-agent");
        assertRefused("arn:aws:iam::444455556666:user/billing-agent");
        assertRefused("arn:aws:iam::444455556666:root");
        assertRefused("arn:aws-cn:iam::444455556666:role/agents/billing-agent");
    }

    @Test
    void theAccountOfTheRoleAndTheAccountClaimAgree() {
        assertRefused("arn:aws:iam::444455556667:role/agents/billing-agent");
    }

    private void assertRefused(String subject) {
        var claims = TestKeys.with(TestIssuer.AWS.claims(), Map.of("sub", Json.of(subject)));
        assertThat(world.fault(TestIssuer.AWS.token(claims))).isEqualTo("unaccepted-claims");
    }

    @Test
    void whatTheCallerChoseIsNeverRead() { // request_tags taken for a claim
        var chosen = Json.object()
                .with("aws_account", "444455556666")
                .with("request_tags", Json.strings(Map.of("org_id", "o-example12345")))
                .with("principal_tags", Json.strings(Map.of("org_id", "o-example12345")))
                .build();
        var claims = TestKeys.with(TestIssuer.AWS.claims(), Map.of("https://sts.amazonaws.com/", chosen));
        assertThat(world.fault(TestIssuer.AWS.token(claims))).isEqualTo("unaccepted-claims");
        var top = TestKeys.with(claims, Map.of("org_id", Json.of("o-example12345")));
        assertThat(world.fault(TestIssuer.AWS.token(top))).isEqualTo("unaccepted-claims");
    }

    @Test
    void aLegacyKubernetesTokenIsRefused() {
        var flat = TestKeys.without(
                TestKeys.with(
                        TestIssuer.KUBERNETES.claims(),
                        Map.of(
                                "kubernetes.io/serviceaccount/namespace", Json.of("agents"),
                                "kubernetes.io/serviceaccount/service-account.name", Json.of("billing"),
                                "kubernetes.io/serviceaccount/service-account.uid", Json.of("s-1"))),
                "kubernetes.io");
        assertThat(world.fault(TestIssuer.KUBERNETES.token(flat))).isEqualTo("unaccepted-claims");
    }

    @Test
    void aPullRequestIsAnotherSubject() {
        var push = world.subject(TestIssuer.GITHUB.token()).orElseThrow();
        for (var event : List.of("pull_request", "pull_request_target", "workflow_dispatch")) {
            var claims = TestKeys.with(TestIssuer.GITHUB.claims(), Map.of("event_name", Json.of(event)));
            assertThat(world.subject(TestIssuer.GITHUB.token(claims)).orElseThrow())
                    .isNotEqualTo(push);
        }
    }

    @Test
    void aCustomisedSubOfGitHubChangesNothing() {
        var sound = world.subject(TestIssuer.GITHUB.token());
        var claims = TestKeys.with(
                TestIssuer.GITHUB.claims(), Map.of("sub", Json.of("repo:acme@65/reports@74:ref:refs/heads/main")));
        assertThat(world.subject(TestIssuer.GITHUB.token(claims))).isEqualTo(sound);
    }
}
