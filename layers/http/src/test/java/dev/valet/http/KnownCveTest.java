package dev.valet.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Json;
import dev.valet.identity.Issuer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes that others made with tokens, keys and issuers, and what becomes of them here. */
class KnownCveTest {
    private static final TestIssuer RS = TestIssuer.GITHUB;
    private static final TestIssuer ES = TestIssuer.OIDC;

    private final TestVerifier world = new TestVerifier();

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aTokenThatSomebodyElseBelievedIsRefused(String cve, String token, String fault) {
        assertThat(world.fault(token)).as(cve).isEqualTo(fault);
        assertThat(world.issuers.calls()).as("nothing but the one listing").isLessThanOrEqualTo(1);
    }

    static Stream<Arguments> aTokenThatSomebodyElseBelievedIsRefused() {
        return Stream.of(
                arguments("CVE-2015-9235: the header chooses HS256", hs256(), "unaccepted-header"),
                arguments("CVE-2018-0114: the key is in the token", embeddedKey(), "bad-signature"),
                arguments("CVE-2022-21449: a signature of zeros", zeros(), "bad-signature"),
                arguments("CVE-2024-5798: an audience that only looks right", audience("x"), "wrong-audience"),
                arguments("CVE-2026-44428: an audience of two", audiences(), "wrong-audience"),
                arguments(
                        "CVE-2025-52477: the issuer is an address inside",
                        issuer("http://169.254.169.254/latest/meta-data"),
                        "unknown-issuer"),
                arguments(
                        "CVE-2026-22772: the issuer matches half a pattern",
                        issuer(RS.url() + ".evil.example"),
                        "unknown-issuer"),
                arguments("CVE-2025-66506: dots without end", ".".repeat(1_000_000), "malformed-token"),
                arguments("CVE-2025-6203: nesting without end", nested(), "malformed-token"),
                arguments("CVE-2025-12044: a string without end", longString(), "malformed-token"),
                arguments("CVE-2021-32923: no end of life", lives(Json.of(253_402_300_799L)), "too-long-lived"),
                arguments("CVE-2020-25816: zero for never", lives(Json.of(0)), "expired"),
                arguments("CVE-2026-27896: names in another case", otherCase(), "unknown-issuer"));
    }

    private static String hs256() {
        return TestTokens.signed(
                TestTokens.header("HS256", "key-1").text(), RS.claims().text(), "RS256", RS.key());
    }

    private static String embeddedKey() {
        var mine = TestKeys.OTHER_RSA;
        var header =
                TestKeys.with(TestTokens.header("RS256", "key-1"), Map.of("jwk", TestKeys.jwk("key-1", "RS256", mine)));
        return TestTokens.signed(header.text(), RS.claims().text(), "RS256", mine);
    }

    private static String zeros() {
        var token = ES.token();
        return token.substring(0, token.lastIndexOf('.') + 1) + Base64Url.encode(new byte[64]);
    }

    private static String audience(String more) {
        return ES.token(TestKeys.with(ES.claims(), Map.of("aud", Json.of(TestIssuer.AUDIENCE + more))));
    }

    private static String audiences() {
        var both = Json.strings(List.of(TestIssuer.AUDIENCE, "https://staging.valet.example.com"));
        return ES.token(TestKeys.with(ES.claims(), Map.of("aud", both)));
    }

    private static String issuer(String url) {
        return RS.token(TestKeys.with(RS.claims(), Map.of("iss", Json.of(url))));
    }

    private static String nested() {
        return TestTokens.segment("{\"alg\":" + "[".repeat(3000)) + ".e30.AA";
    }

    private static String longString() {
        return TestTokens.segment("{\"alg\":\"" + "x".repeat(6000)) + ".e30.AA";
    }

    private static String lives(Json expires) {
        return ES.token(TestKeys.with(ES.claims(), Map.of("exp", expires)));
    }

    private static String otherCase() {
        var upper = new HashMap<String, Json>();
        ES.claims().members().forEach((name, value) -> upper.put(name.toUpperCase(java.util.Locale.ROOT), value));
        return ES.token(TestKeys.with(Json.object().build(), upper));
    }

    @Test
    void cve_2024_2048_aKeyForAnotherUseVouchesForNothing() {
        var encryption = TestKeys.with(TestKeys.jwk("key-1", "ES256", ES.key()), Map.of("use", Json.of("enc")));
        var other = TestKeys.jwk("key-2", "ES256", TestKeys.ec("secp256r1"));
        world.issuers.register(ES.registered(new Issuer.Keys.Inline(TestKeys.set(encryption, other)), Map.of()));
        assertThat(world.fault(ES.token())).isEqualTo("unknown-key");
    }

    @Test
    void cve_2025_11621_theSameRoleNameInAnotherAccountIsSomebodyElse() {
        var ours = world.subject(TestIssuer.AWS.token()).orElseThrow();
        var theirs = Json.object()
                .with("aws_account", "999988887777")
                .with("org_id", "o-example12345")
                .build();
        var claims = TestKeys.with(
                TestIssuer.AWS.claims(),
                Map.of(
                        "sub",
                        Json.of("arn:aws:iam::999988887777:role/agents/billing-agent"),
                        "https://sts.amazonaws.com/",
                        theirs));
        assertThat(world.subject(TestIssuer.AWS.token(claims))).isPresent().isNotEqualTo(Optional.of(ours));
    }

    @Test
    void cve_2021_27099_aPathIsComparedAsItIsWritten() {
        var ours = world.subject(TestIssuer.AWS.token()).orElseThrow();
        for (var role : List.of("agents//billing-agent", "agents/./billing-agent", "agents/x/../billing-agent")) {
            var claims = TestKeys.with(
                    TestIssuer.AWS.claims(), Map.of("sub", Json.of("arn:aws:iam::444455556666:role/" + role)));
            assertThat(world.subject(TestIssuer.AWS.token(claims))).isNotEqualTo(Optional.of(ours));
        }
    }

    @Test
    void cve_2024_7594_nothingRequiredIsNotEverythingAllowed() {
        var issuer = ES.inline();
        world.issuers.register(new Issuer(
                issuer.id(),
                issuer.type(),
                issuer.issuer(),
                issuer.keys(),
                issuer.algorithm(),
                Optional.empty(),
                false,
                List.of(),
                Map.of()));
        assertThat(world.fault(ES.token())).isEqualTo("unaccepted-claims");
    }

    @Test
    void cve_2025_52893_nothingOfABadTokenIsInWhatIsSaidOfIt() {
        for (var text : List.of("canary", "canary.canary.canary", TestTokens.segment("canary") + ".e30.AA")) {
            assertThat(world.verifier.verify(text).toString()).doesNotContain("canary", TestTokens.segment("canary"));
        }
        assertThatCode(() -> world.verifier.verify(new String(new byte[] {(byte) 0xc0, (byte) 0xaf}, UTF_8)))
                .doesNotThrowAnyException();
    }
}
