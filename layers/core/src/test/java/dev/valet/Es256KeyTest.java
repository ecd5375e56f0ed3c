package dev.valet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class Es256KeyTest {
    /** The key of RFC 7515, appendix A.3. */
    private static final String X = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";

    private static final String Y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
    private static final String KID = "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U";

    private static ECPublicKey generated(String curve) throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return (ECPublicKey) generator.generateKeyPair().getPublic();
    }

    @Test // about one in 128 has a coordinate with a leading zero
    void anotherLibraryWritesTheSameKeyUnderTheSameId() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            var key = generated("secp256r1");
            var expected = new ECKey.Builder(Curve.P_256, key).build();
            var mine = Es256Key.of(key.getEncoded());
            assertThat(mine.jwk().textAt("x")).isEqualTo(expected.getX().toString());
            assertThat(mine.jwk().textAt("y")).isEqualTo(expected.getY().toString());
            assertThat(mine.id()).isEqualTo(expected.computeThumbprint().toString());
            assertThat(Es256Key.read(mine.jwk())).contains(mine);
        }
    }

    @Test
    void aPublishedKeyHasTheseMembersAndNoOther() throws Exception {
        assertThat(Es256Key.of(generated("secp256r1").getEncoded()).jwk().members())
                .containsOnlyKeys("kty", "crv", "x", "y", "use", "alg", "kid");
    }

    @Test
    void keysOfAnotherSortAreNone() throws Exception {
        assertThatThrownBy(() -> Es256Key.of(generated("secp384r1").getEncoded()))
                .isInstanceOf(Malformed.class)
                .hasMessage(Es256Key.FORM);
        var ed25519 = KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPublic()
                .getEncoded();
        assertThatThrownBy(() -> Es256Key.of(ed25519)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> Es256Key.of(new byte[91])).isInstanceOf(Malformed.class);
    }

    private static ObjectBuilder jwk() {
        return Json.object()
                .with("kty", "EC")
                .with("crv", "P-256")
                .with("x", X)
                .with("y", Y)
                .with("use", "sig")
                .with("alg", "ES256")
                .with("kid", KID);
    }

    @Test
    void theKeyOfTheStandardIsRead() {
        assertThat(Es256Key.read(jwk().build()).orElseThrow().jwk()).isEqualTo(jwk().build());
    }

    @ParameterizedTest
    @MethodSource
    void aKeyForSomethingElseIsPassedOver(String member, String value) {
        assertThat(Es256Key.read(jwk().with(member, value).build())).isEmpty();
    }

    static Stream<Arguments> aKeyForSomethingElseIsPassedOver() {
        return Stream.of(
                arguments("kty", "RSA"), arguments("crv", "P-384"), arguments("use", "enc"), arguments("alg", "ES384"));
    }

    @Test // under the very id that such a key would have
    void aPointOffTheCurveIsNoKey() {
        var members = Json.strings(Map.of("crv", "P-256", "kty", "EC", "x", X, "y", X));
        var id = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(HexFormat.of().parseHex(Hash.sha256(members.canonical())));
        assertThatThrownBy(
                        () -> Es256Key.read(jwk().with("y", X).with("kid", id).build()))
                .isInstanceOf(Malformed.class)
                .hasMessage(Es256Key.FORM);
    }

    @ParameterizedTest
    @MethodSource
    void aWrongKeyIsRefused(String why, String member, String value) {
        assertThatThrownBy(() -> Es256Key.read(jwk().with(member, value).build()))
                .as(why)
                .isInstanceOf(Malformed.class)
                .hasMessage(Es256Key.FORM);
    }

    static Stream<Arguments> aWrongKeyIsRefused() {
        return Stream.of(
                arguments("another's id", "kid", "2026-11"),
                arguments("too short", "x", X.substring(0, 42)),
                arguments("padded", "x", X + "="),
                arguments("bits behind the end", "x", X.substring(0, 42) + "V"),
                arguments("not base64url", "x", X.replace('8', '+')),
                arguments("the point at infinity", "x", "A".repeat(43)));
    }
}
