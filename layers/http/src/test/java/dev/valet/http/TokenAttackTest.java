package dev.valet.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Json;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The attack classes of jwt_tool and its kin, told again (T-04). */
class TokenAttackTest {
    private static final TestIssuer RS = TestIssuer.GITHUB;
    private static final TestIssuer ES = TestIssuer.OIDC;

    private final TestVerifier world = new TestVerifier();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none", "None", "NONE", "nOnE", "", " RS256", "rs256", "HS256", "PS256", "RS384", "ES256", "EdDSA"
            })
    void noAlgorithmButTheRegisteredOneIsTaken(String algorithm) {
        var header = TestTokens.header(algorithm, TestIssuer.KEY_ID).text();
        var signed = TestTokens.signed(header, RS.claims().text(), "RS256", RS.key());
        assertThat(world.fault(signed)).isEqualTo("unaccepted-header");
        var unsigned = signed.substring(0, signed.lastIndexOf('.') + 1);
        assertThat(world.fault(unsigned)).isEqualTo("malformed-token");
        assertThat(world.fault(unsigned + "AA")).isEqualTo("unaccepted-header");
    }

    @Test
    void thePublicKeyIsNoSharedSecret() throws GeneralSecurityException { // CVE-2015-9235
        for (var secret : List.of(
                RS.key().getPublic().getEncoded(),
                pem(RS.key().getPublic().getEncoded()),
                RS.jwks().text().getBytes(UTF_8))) {
            for (var algorithm : List.of("HS256", "RS256")) {
                var content = TestTokens.segment(
                                TestTokens.header(algorithm, TestIssuer.KEY_ID).text())
                        + "."
                        + TestTokens.segment(RS.claims().text());
                var mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret, "HmacSHA256"));
                var token = content + "." + Base64Url.encode(mac.doFinal(content.getBytes(UTF_8)));
                assertThat(world.fault(token)).isIn("unaccepted-header", "bad-signature");
            }
        }
    }

    private static byte[] pem(byte[] key) {
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
        return ("-----BEGIN PUBLIC KEY-----\n" + text + "\n-----END PUBLIC KEY-----\n").getBytes(UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void aSignatureOfAnotherKeyIsRefused(TestIssuer issuer) {
        var other = issuer.algorithm().equals("RS256")
                ? TestKeys.OTHER_RSA
                : TestKeys.ec(issuer.algorithm().equals("ES256") ? "secp256r1" : "secp384r1");
        var token = TestTokens.signed(TestIssuer.KEY_ID, issuer.algorithm(), other, issuer.claims());
        assertThat(world.fault(token)).isEqualTo("bad-signature");
    }

    @ParameterizedTest
    @EnumSource
    void aChangedTokenIsRefused(TestIssuer issuer) {
        var token = issuer.token();
        var other = issuer.token(TestKeys.with(issuer.claims(), Map.of("jti", Json.of("2"))));
        var swapped = other.substring(0, other.lastIndexOf('.')) + token.substring(token.lastIndexOf('.'));
        assertThat(world.fault(swapped)).isEqualTo("bad-signature");
        var signature = Base64Url.decode(token.substring(token.lastIndexOf('.') + 1));
        for (int i = 0; i < signature.length; i += 7) {
            var flipped = signature.clone();
            flipped[i] ^= 1;
            assertThat(world.fault(resigned(token, flipped))).isEqualTo("bad-signature");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSignatureHasExactlyItsLength(TestIssuer issuer) {
        var token = issuer.token();
        var signature = Base64Url.decode(token.substring(token.lastIndexOf('.') + 1));
        for (int length : List.of(1, signature.length - 1, signature.length + 1, 2 * signature.length)) {
            assertThat(world.fault(resigned(token, Arrays.copyOf(signature, length))))
                    .isEqualTo("bad-signature");
        }
        var padded = new byte[signature.length + 1];
        System.arraycopy(signature, 0, padded, 1, signature.length);
        assertThat(world.fault(resigned(token, padded))).isEqualTo("bad-signature");
    }

    @Test
    void anEllipticSignatureOutOfRangeIsRefused() { // CVE-2022-21449
        var order = Base64Url.decode("_____wAAAAD__________7zm-q2nF56E87nKwvxjJVE"); // n of P-256
        var token = ES.token();
        var good = Base64Url.decode(token.substring(token.lastIndexOf('.') + 1));
        assertThat(world.fault(resigned(token, new byte[64]))).isEqualTo("bad-signature");
        assertThat(world.fault(resigned(token, join(new byte[32], Arrays.copyOfRange(good, 32, 64)))))
                .isEqualTo("bad-signature");
        assertThat(world.fault(resigned(token, join(Arrays.copyOf(good, 32), new byte[32]))))
                .isEqualTo("bad-signature");
        assertThat(world.fault(resigned(token, join(order, order)))).isEqualTo("bad-signature");
        assertThat(world.fault(resigned(token, new byte[] {0x30, 6, 2, 1, 0, 2, 1, 0})))
                .isEqualTo("bad-signature");
    }

    private static byte[] join(byte[] left, byte[] right) {
        var joined = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, joined, left.length, right.length);
        return joined;
    }

    private static String resigned(String token, byte[] signature) {
        return token.substring(0, token.lastIndexOf('.') + 1) + Base64Url.encode(signature);
    }

    @Test
    void aTokenDoesNotSayWhatVerifiesIt() { // CVE-2018-0114
        var mine = TestKeys.OTHER_RSA;
        var embedded = TestKeys.jwk(TestIssuer.KEY_ID, "RS256", mine);
        for (var header : List.of(
                header(RS, Map.of("jwk", embedded)),
                header(RS, Map.of("jku", Json.of("https://evil.example/jwks.json"))),
                header(RS, Map.of("x5u", Json.of("https://evil.example/chain.pem"))),
                header(RS, Map.of("x5c", Json.strings(List.of("MIIB")))),
                header(RS, Map.of("jwk", embedded, "jku", Json.of("http://169.254.169.254/latest"))))) {
            assertThat(world.fault(TestTokens.signed(header.text(), RS.claims().text(), "RS256", mine)))
                    .isEqualTo("bad-signature");
            // And they do not spoil a token that its own issuer signed.
            assertThat(world.fault(TestTokens.signed(header.text(), RS.claims().text(), "RS256", RS.key())))
                    .isEqualTo("believed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../dev/null",
                "/dev/null",
                "key-1\0",
                "KEY-1",
                "' UNION SELECT 'key",
                "|whoami",
                "key-1 ",
                "key-2"
            })
    void aKeyIdIsALabelAndNoPath(String id) { // J-4
        var token = TestTokens.signed(id, "RS256", RS.key(), RS.claims());
        assertThat(world.fault(token)).isEqualTo("unknown-key");
    }

    @Test
    void aTokenWithoutAKeyIdIsRefused() {
        for (var header : List.of(
                "{\"alg\":\"RS256\"}",
                "{\"alg\":\"RS256\",\"kid\":\"\"}",
                "{\"alg\":\"RS256\",\"kid\":1}",
                "{\"alg\":\"RS256\",\"kid\":null}",
                "{\"alg\":[\"RS256\"],\"kid\":\"key-1\"}",
                "{\"kid\":\"key-1\"}",
                "{\"alg\":\"RS256\",\"kid\":\"" + "k".repeat(257) + "\"}")) {
            assertThat(world.fault(TestTokens.signed(header, RS.claims().text(), "RS256", RS.key())))
                    .isEqualTo("unaccepted-header");
        }
    }

    @Test
    void extensionsAreRefused() { // J-4
        for (var header : List.of(
                header(RS, Map.of("crit", Json.strings(List.of("b64")), "b64", Json.of(false))),
                header(RS, Map.of("crit", Json.strings(List.of()))),
                header(RS, Map.of("crit", Json.strings(List.of("exp")))),
                header(RS, Map.of("b64", Json.of(false))),
                header(RS, Map.of("b64", Json.of(true))))) {
            assertThat(world.fault(TestTokens.signed(header.text(), RS.claims().text(), "RS256", RS.key())))
                    .isEqualTo("unaccepted-header");
        }
    }

    private static Json.Obj header(TestIssuer issuer, Map<String, Json> more) {
        return TestKeys.with(TestTokens.header(issuer.algorithm(), TestIssuer.KEY_ID), more);
    }

    @Test
    void onlyACompactTokenOfThreeSegmentsIsAToken() {
        var token = RS.token();
        var parts = token.split("\\.", -1);
        for (var other : List.of(
                "",
                ".",
                "..",
                "...",
                "....",
                parts[0],
                parts[0] + "." + parts[1],
                parts[0] + "." + parts[1] + ".",
                "." + parts[1] + "." + parts[2],
                parts[0] + ".." + parts[2],
                token + ".",
                "." + token,
                token + "." + parts[2],
                parts[0] + ".." + parts[1] + "." + parts[2] + "." + parts[2],
                token + " ",
                " " + token,
                token + "\n",
                "\"" + token + "\"",
                "{\"protected\":\"" + parts[0] + "\",\"payload\":\"" + parts[1] + "\",\"signature\":\"" + parts[2]
                        + "\"}",
                token.replace('.', '~'))) {
            assertThat(world.fault(other)).as(other).isEqualTo("malformed-token");
        }
    }

    @Test
    void aSegmentHasOneSpelling() { // J-5
        var token = ES.token();
        assertThat(world.fault(token + "=")).isEqualTo("malformed-token");
        assertThat(world.fault(token + "==")).isEqualTo("malformed-token");
        // 64 bytes end in a character of which two bits are unused: three other spellings of the same bytes.
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(token.charAt(token.length() - 1));
        for (int bits = 1; bits < 16; bits++) {
            var other = token.substring(0, token.length() - 1) + alphabet.charAt(last ^ bits);
            assertThat(world.fault(other)).isEqualTo("malformed-token");
        }
        for (var alien : List.of("+", "/", "\u200b", "é", "%41", "\n", "\r\n", "\t")) {
            int middle = token.length() - 20;
            assertThat(world.fault(token.substring(0, middle) + alien + token.substring(middle)))
                    .isEqualTo("malformed-token");
        }
    }

    @Test
    void aMemberNamedTwiceIsRefused() { // J-5
        var claims = RS.claims().text();
        var twice = claims.substring(0, claims.length() - 1) + ",\"repository_id\":\"75\"}";
        assertThat(world.fault(
                        TestTokens.signed(TestTokens.header("RS256", "key-1").text(), twice, "RS256", RS.key())))
                .isEqualTo("malformed-token");
        var header = "{\"alg\":\"none\",\"alg\":\"RS256\",\"kid\":\"key-1\"}";
        assertThat(world.fault(TestTokens.signed(header, claims, "RS256", RS.key())))
                .isEqualTo("malformed-token");
        var escaped = "{\"alg\":\"RS256\",\"\\u0061lg\":\"none\",\"kid\":\"key-1\"}";
        assertThat(world.fault(TestTokens.signed(escaped, claims, "RS256", RS.key())))
                .isEqualTo("malformed-token");
    }

    @Test
    void whatIsNoJsonObjectIsRefused() {
        for (var text :
                List.of("", "null", "[]", "\"x\"", "1", "{}{}", "{} x", "{", "\uFEFF{}", "{\"a\":NaN}", "{'a':1}")) {
            var header = TestTokens.header("RS256", "key-1").text();
            assertThat(world.fault(TestTokens.signed(text, RS.claims().text(), "RS256", RS.key())))
                    .as(text)
                    .isEqualTo("malformed-token");
            assertThat(world.fault(TestTokens.signed(header, text, "RS256", RS.key())))
                    .as(text)
                    .isEqualTo("malformed-token");
        }
    }

    @Test
    void anIssuerIsItsExactTextOrNobody() { // J-1, T-05
        for (var issuer : List.of(
                RS.url() + "/",
                RS.url() + ".evil.example",
                "https://evil.example/" + RS.url(),
                RS.url().toUpperCase(java.util.Locale.ROOT),
                RS.url().replace("https", "http"),
                RS.url().replace(".", "x"),
                RS.url() + "#",
                " " + RS.url())) {
            var claims = TestKeys.with(RS.claims(), Map.of("iss", Json.of(issuer)));
            assertThat(world.fault(RS.token(claims))).isEqualTo("unknown-issuer");
        }
        assertThat(world.fault(RS.token(TestKeys.without(RS.claims(), "iss")))).isEqualTo("unknown-issuer");
    }

    @Test
    void theSameKeyIdInTwoIssuersIsTwoKeys() { // J-9
        var claims = TestKeys.with(RS.claims(), Map.of("iss", Json.of(TestIssuer.KUBERNETES.url())));
        world.issuers.register(TestIssuer.KUBERNETES.registered(
                new dev.valet.identity.Issuer.Keys.Inline(
                        TestKeys.set(TestKeys.jwk(TestIssuer.KEY_ID, "RS256", TestKeys.OTHER_RSA))),
                Map.of()));
        assertThat(world.fault(RS.token(claims))).isEqualTo("bad-signature");
    }
}
