package dev.valet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Hash;
import dev.valet.Json;
import dev.valet.identity.Issuer;
import dev.valet.identity.Principal;
import dev.valet.testkit.TurnableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
    private static final long NOW = TurnableClock.START.getEpochSecond();

    private final TestVerifier world = new TestVerifier();

    @ParameterizedTest
    @MethodSource
    void aSoundTokenGivesThePinnedClaimsAndNoOthers(TestIssuer issuer, Map<String, String> claims) { // J-8
        assertThat(world.verifier.verify(issuer.token())).isInstanceOfSatisfying(Verdict.Believed.class, believed -> {
            assertThat(believed.issuer()).isEqualTo(issuer.id());
            assertThat(believed.subject()).isEqualTo(new Principal.Subject(issuer.url(), new TreeMap<>(claims)));
        });
    }

    @Test
    void aTokenIsKnownByWhatItsIssuerSigned() { // J-10: with another signature over the same it is the same token
        var one = TestIssuer.OIDC.token();
        var signed = one.substring(0, one.lastIndexOf('.'));
        var believed = (Verdict.Believed) world.verifier.verify(one);
        assertThat(believed.token().hash()).isEqualTo(Hash.sha256(signed));
        assertThat(believed.token().expiresAt()).isAfter(TurnableClock.START);
        assertThat(((Verdict.Believed) world.verifier.verify(TestIssuer.OIDC.token())).token())
                .isEqualTo(believed.token());
        assertThat(believed.toString()).doesNotContain(one);
    }

    static Stream<Arguments> aSoundTokenGivesThePinnedClaimsAndNoOthers() {
        return Stream.of(
                arguments(
                        TestIssuer.AWS,
                        Map.of(
                                "sub", "arn:aws:iam::444455556666:role/agents/billing-agent",
                                "aws_account", "444455556666",
                                "org_id", "o-example12345")),
                arguments(
                        TestIssuer.KUBERNETES,
                        Map.of("namespace", "agents", "serviceaccount", "billing", "serviceaccount_uid", "s-1")),
                arguments(
                        TestIssuer.GITHUB,
                        Map.of(
                                "repository_id", "74",
                                "repository_owner_id", "65",
                                "event_name", "push",
                                "ref", "refs/heads/main",
                                "job_workflow_ref", "acme/reports/.github/workflows/nightly.yml@refs/heads/main")),
                arguments(TestIssuer.OIDC, Map.of("sub", "workload-7", "https://issuer.example/tenant", "acme")));
    }

    @ParameterizedTest
    @MethodSource
    void timesDecideToTheSecond(Map<String, Json> times, String verdict) { // J-7
        assertThat(world.fault(oidc(times))).isEqualTo(verdict);
    }

    static Stream<Arguments> timesDecideToTheSecond() {
        return Stream.of(
                arguments(times(NOW, NOW + 3600), "believed"),
                arguments(times(NOW, NOW + 3601), "too-long-lived"),
                arguments(times(NOW - 100, NOW - 29), "believed"),
                arguments(times(NOW - 100, NOW - 30), "expired"),
                arguments(times(NOW + 30, NOW + 60), "believed"),
                arguments(times(NOW + 31, NOW + 60), "not-yet-valid"),
                arguments(Map.of("nbf", Json.of(NOW + 30)), "believed"),
                arguments(Map.of("nbf", Json.of(NOW + 31)), "not-yet-valid"),
                arguments(times(NOW, NOW), "too-long-lived"),
                arguments(times(NOW + 20, NOW + 10), "too-long-lived"),
                arguments(times(0, NOW + 60), "too-long-lived"),
                arguments(times(-1, NOW + 60), "unaccepted-claims"),
                arguments(times(NOW, Long.MAX_VALUE), "unaccepted-claims"),
                arguments(Map.of("exp", fraction(NOW + ".0")), "unaccepted-claims"),
                arguments(Map.of("exp", fraction("1e12")), "unaccepted-claims"),
                arguments(Map.of("iat", fraction(NOW + ".5")), "unaccepted-claims"),
                arguments(Map.of("exp", Json.of(String.valueOf(NOW + 60))), "unaccepted-claims"),
                arguments(Map.of("nbf", Json.Null.NULL), "unaccepted-claims"),
                arguments(Map.of("nbf", Json.of(true)), "unaccepted-claims"));
    }

    private static Map<String, Json> times(long issuedAt, long expires) {
        return Map.of("iat", Json.of(issuedAt), "exp", Json.of(expires), "nbf", Json.of(Math.max(issuedAt, 0)));
    }

    private static Json fraction(String text) {
        return new Json.Fraction(new BigDecimal(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exp", "iat"})
    void aTokenWithoutItsTimesIsRefused(String time) {
        var claims = TestKeys.without(TestIssuer.OIDC.claims(), time);
        assertThat(world.fault(TestIssuer.OIDC.token(claims))).isEqualTo("unaccepted-claims");
    }

    @ParameterizedTest
    @EnumSource
    void aTokenOfEachTypeDiesOfItsOwnAge(TestIssuer issuer) {
        var cap = issuer.inline().type().longestLife();
        var longest = Json.of(NOW + cap.toSeconds());
        var tooLong = Json.of(NOW + cap.toSeconds() + 1);
        assertThat(world.fault(issuer.token(TestKeys.with(issuer.claims(), Map.of("exp", tooLong)))))
                .isEqualTo("too-long-lived");
        var token = issuer.token(TestKeys.with(issuer.claims(), Map.of("exp", longest)));
        assertThat(world.fault(token)).isEqualTo("believed");
        world.clock.turn(cap.plus(Duration.ofSeconds(29)));
        assertThat(world.fault(token)).isEqualTo("believed");
        world.clock.turn(Duration.ofSeconds(1));
        assertThat(world.fault(token)).isEqualTo("expired");
    }

    @ParameterizedTest
    @MethodSource
    void exactlyOneAudienceIsOurs(Json audience, String verdict) { // J-7, CVE-2026-44428
        assertThat(world.fault(oidc(Map.of("aud", audience)))).isEqualTo(verdict);
    }

    static Stream<Arguments> exactlyOneAudienceIsOurs() {
        var ours = TestIssuer.AUDIENCE;
        return Stream.of(
                arguments(Json.of(ours), "believed"),
                arguments(Json.strings(List.of(ours)), "believed"),
                arguments(Json.strings(List.of(ours, "evil")), "wrong-audience"),
                arguments(Json.strings(List.of("evil", ours)), "wrong-audience"),
                arguments(Json.strings(List.of(ours, ours)), "wrong-audience"),
                arguments(Json.strings(List.of()), "wrong-audience"),
                arguments(new Json.Arr(List.of(Json.strings(List.of(ours)))), "wrong-audience"),
                arguments(Json.of(ours + "/"), "wrong-audience"),
                arguments(Json.of(" " + ours), "wrong-audience"),
                arguments(Json.of(ours.replace("live", "test")), "wrong-audience"),
                arguments(Json.of(ours.replace("valet", "Valet")), "wrong-audience"),
                arguments(Json.of(""), "wrong-audience"),
                arguments(Json.Null.NULL, "wrong-audience"),
                arguments(Json.strings(Map.of("aud", ours)), "wrong-audience"));
    }

    @Test
    void aRegistrationMayExpectAnAudienceOfItsOwnAndThenNoOther() {
        var issuer = TestIssuer.OIDC.inline();
        world.issuers.register(new Issuer(
                issuer.id(),
                issuer.type(),
                issuer.issuer(),
                issuer.keys(),
                issuer.algorithm(),
                Optional.of("its-own"),
                issuer.development(),
                issuer.subjectClaims(),
                issuer.requiredClaims()));
        assertThat(world.fault(oidc(Map.of("aud", Json.of("its-own"))))).isEqualTo("believed");
        assertThat(world.fault(TestIssuer.OIDC.token())).isEqualTo("wrong-audience");
    }

    @ParameterizedTest
    @MethodSource
    void whateverARegistrationMayNameIsRead(TestIssuer issuer, Json claims) { // J-8
        var named = issuer.inline().type().claims();
        world.issuers.register(issuer.subjects(named));
        assertThat(world.subject(issuer.token(claims)).orElseThrow().claims()).containsOnlyKeys(named);
    }

    static Stream<Arguments> whateverARegistrationMayNameIsRead() {
        var aws = Json.object().with("aws_account", "444455556666");
        Stream.of("org_id", "ou_path", "source_region", "lambda_source_function_arn", "ec2_source_instance_arn")
                .forEach(name -> aws.with(name, "of " + name));
        var github = new TreeMap<String, Json>();
        TestIssuer.GITHUB.inline().type().claims().forEach(name -> github.put(name, Json.of("of " + name)));
        github.putAll(TestIssuer.GITHUB.claims().members());
        return Stream.of(
                arguments(
                        TestIssuer.AWS,
                        TestKeys.with(TestIssuer.AWS.claims(), Map.of("https://sts.amazonaws.com/", aws.build()))),
                arguments(TestIssuer.KUBERNETES, TestIssuer.KUBERNETES.claims()),
                arguments(TestIssuer.GITHUB, new Json.Obj(github)));
    }

    @ParameterizedTest
    @CsvSource({"AWS, request_tags", "AWS, iss", "KUBERNETES, sub", "GITHUB, repository", "GITHUB, sub"})
    void whatNoRegistrationMayNameIsNotRead(TestIssuer issuer, String claim) { // T-06
        world.issuers.register(issuer.subjects(List.of(claim)));
        assertThat(world.fault(issuer.token())).isEqualTo("unaccepted-claims");
    }

    @Test
    void requiredClaimsHaveExactlyTheirValue() {
        var issuer = TestIssuer.OIDC;
        world.issuers.register(issuer.registered(new Issuer.Keys.Inline(issuer.jwks()), Map.of("tier", "agent")));
        assertThat(world.fault(oidc(Map.of("tier", Json.of("agent"))))).isEqualTo("believed");
        assertThat(world.fault(issuer.token())).isEqualTo("unaccepted-claims");
        for (var wrong : List.of(Json.of("Agent"), Json.of("agents"), Json.of(1), Json.strings(List.of("agent")))) {
            assertThat(world.fault(oidc(Map.of("tier", wrong)))).isEqualTo("unaccepted-claims");
        }
    }

    @Test
    void aTokenMadeForAnotherPurposeIsRefused() { // RFC 8725, section 3.11
        for (var type : List.of("logout+jwt", "dpop+jwt", "secevent+jwt", "jwt", "", "JWT ")) {
            assertThat(world.fault(oidcTyped(Json.of(type)))).isEqualTo("unaccepted-header");
        }
        assertThat(world.fault(oidcTyped(Json.of(7)))).isEqualTo("unaccepted-header");
        assertThat(world.fault(oidcTyped(Json.of("at+jwt")))).isEqualTo("believed");
        assertThat(world.fault(typed(TestIssuer.GITHUB, Json.of("at+jwt")))).isEqualTo("unaccepted-header");
    }

    @Test
    void valetBelievesItselfOnlyWithAnAccessToken() { // J-11
        var own = TestIssuer.AUDIENCE;
        var issuer = TestIssuer.OIDC.inline();
        world.issuers.register(new Issuer(
                issuer.id(),
                issuer.type(),
                own,
                issuer.keys(),
                issuer.algorithm(),
                Optional.empty(),
                false,
                List.of("sub"),
                Map.of()));
        var claims = TestKeys.with(TestIssuer.OIDC.claims(), Map.of("iss", Json.of(own)));
        assertThat(world.fault(typed(TestIssuer.OIDC, Json.of("at+jwt"), claims)))
                .isEqualTo("believed");
        assertThat(world.fault(typed(TestIssuer.OIDC, Json.of("JWT"), claims))).isEqualTo("unaccepted-header");
        var leased = TestKeys.with(claims, Map.of("aud", Json.of("https://somebody.example")));
        assertThat(world.fault(typed(TestIssuer.OIDC, Json.of("at+jwt"), leased)))
                .isEqualTo("wrong-audience");
    }

    private static String oidcTyped(Json type) {
        return typed(TestIssuer.OIDC, type);
    }

    private static String typed(TestIssuer issuer, Json type) {
        return typed(issuer, type, issuer.claims());
    }

    private static String typed(TestIssuer issuer, Json type, Json claims) {
        var header = TestKeys.with(TestTokens.header(issuer.algorithm(), TestIssuer.KEY_ID), Map.of("typ", type));
        return TestTokens.signed(header.text(), claims.text(), issuer.algorithm(), issuer.key());
    }

    private static String oidc(Map<String, Json> changes) {
        return TestIssuer.OIDC.token(TestKeys.with(TestIssuer.OIDC.claims(), changes));
    }
}
