package dev.valet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.identity.Issuer.SigningAlgorithm;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JwkSetTest {
    private static final Json.Obj RSA = TestKeys.jwk("rsa", "RS256", TestKeys.RSA);
    private static final Json.Obj P256 = TestKeys.jwk("p256", "ES256", TestKeys.P256);
    private static final Json.Obj P384 = TestKeys.jwk("p384", "ES384", TestKeys.P384);
    private static final BigInteger MODULUS = ((RSAPublicKey) TestKeys.RSA.getPublic()).getModulus();
    private static final BigInteger F4 = BigInteger.valueOf(65_537);

    @Test
    void aSetGivesTheKeysOfOneAlgorithm() {
        var set = TestKeys.set(RSA, P256, P384);
        assertThat(JwkSet.read(set, SigningAlgorithm.RS256).key("rsa")).isPresent();
        assertThat(JwkSet.read(set, SigningAlgorithm.ES256).key("p256")).isPresent();
        assertThat(JwkSet.read(set, SigningAlgorithm.ES384).key("p384")).isPresent();
        assertThat(JwkSet.read(set, SigningAlgorithm.RS256).key("p256")).isEmpty();
        assertThat(JwkSet.read(set, SigningAlgorithm.RS256).key("RSA")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void aKeyForSomethingElseIsLeftAlone(Json.Obj key) { // J-3
        var set = TestKeys.set(TestKeys.with(key, Map.of("kid", Json.of("other"))), RSA);
        var read = JwkSet.read(set, SigningAlgorithm.RS256);
        assertThat(read.key("other")).isEmpty();
        assertThat(read.key("rsa")).isPresent();
    }

    static Stream<Json.Obj> aKeyForSomethingElseIsLeftAlone() {
        return Stream.of(
                TestKeys.with(RSA, Map.of("use", Json.of("enc"))),
                TestKeys.with(RSA, Map.of("use", Json.of("SIG"))),
                TestKeys.with(RSA, Map.of("use", Json.strings(List.of("sig")))),
                TestKeys.without(RSA, "use"),
                TestKeys.with(RSA, Map.of("key_ops", Json.strings(List.of("sign")))),
                TestKeys.with(RSA, Map.of("key_ops", Json.strings(List.of()))),
                TestKeys.with(RSA, Map.of("key_ops", Json.of("verify"))),
                TestKeys.with(RSA, Map.of("alg", Json.of("RS512"))),
                TestKeys.with(RSA, Map.of("alg", Json.of("PS256"))),
                TestKeys.with(RSA, Map.of("alg", Json.Null.NULL)),
                TestKeys.with(RSA, Map.of("kty", Json.of("rsa"))),
                TestKeys.with(P256, Map.of("alg", Json.of("RS256"))),
                P384);
    }

    @Test
    void aKeyWithoutAnIdCanNotBeChosen() {
        var read = JwkSet.read(TestKeys.set(TestKeys.without(RSA, "kid"), RSA), SigningAlgorithm.RS256);
        assertThat(read.key("rsa")).isPresent();
        assertThat(read.key("")).isEmpty();
    }

    @Test
    void operationsAndAlgorithmMayBeSaidOrNot() {
        var verify = TestKeys.with(RSA, Map.of("key_ops", Json.strings(List.of("verify"))));
        assertThat(JwkSet.read(TestKeys.set(verify), SigningAlgorithm.RS256).key("rsa"))
                .isPresent();
        var silent = TestKeys.without(RSA, "alg");
        assertThat(JwkSet.read(TestKeys.set(silent), SigningAlgorithm.RS256).key("rsa"))
                .isPresent();
    }

    @ParameterizedTest
    @MethodSource
    void oneBadKeySpoilsTheSet(String rule, Json set, SigningAlgorithm algorithm) { // J-6
        assertThatThrownBy(() -> JwkSet.read(set, algorithm))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining(rule);
    }

    static Stream<Arguments> oneBadKeySpoilsTheSet() {
        var rs = SigningAlgorithm.RS256;
        var es = SigningAlgorithm.ES256;
        return Stream.of(
                arguments("JWK Set", Json.of("keys"), rs),
                arguments("JWK Set", new Json.Arr(List.of(RSA)), rs),
                arguments("JWK Set", RSA, rs),
                arguments("JWK Set", Json.object().with("keys", RSA).build(), rs),
                arguments("JWK Set", Json.object().with("keys", List.of("x")).build(), rs),
                arguments("JWK Set", TestKeys.set(Collections.nCopies(101, RSA).toArray(Json.Obj[]::new)), rs),
                arguments("has a key", TestKeys.set(), rs),
                arguments("has a key", TestKeys.set(P256), rs),
                arguments("has a key", TestKeys.set(TestKeys.without(RSA, "kid")), rs),
                arguments("no key twice", TestKeys.set(RSA, RSA), rs),
                arguments("no key twice", TestKeys.set(RSA, TestKeys.with(P256, Map.of("kid", Json.of("rsa")))), rs),
                arguments("kid", rsa("kid", Json.of(7)), rs),
                arguments("kid", rsa("kid", Json.of("")), rs),
                arguments("kid", rsa("kid", Json.of("k".repeat(257))), rs),
                arguments("no private", rsa("d", Json.of("AQAB")), rs),
                arguments("no private", TestKeys.set(RSA, TestKeys.with(P256, Map.of("d", Json.of("AQAB")))), rs),
                arguments("no private", TestKeys.set(RSA, symmetric()), rs),
                arguments("moduli", TestKeys.set(RSA, TestKeys.jwk("weak", "RS256", TestKeys.rsa(1024))), rs),
                arguments("moduli", modulus(BigInteger.TWO.pow(2047).subtract(BigInteger.ONE)), rs),
                arguments("moduli", modulus(MODULUS.add(BigInteger.ONE)), rs),
                arguments("moduli", modulus(BigInteger.TWO.pow(8192).add(BigInteger.ONE)), rs),
                arguments("exponents", exponent(BigInteger.ONE), rs),
                arguments("exponents", exponent(BigInteger.valueOf(3)), rs),
                arguments("exponents", exponent(F4.add(BigInteger.ONE)), rs),
                arguments("exponents", exponent(BigInteger.TWO.pow(64).add(BigInteger.ONE)), rs),
                arguments("few octets", rsa("e", Json.of("AAEAAQ")), rs),
                arguments("few octets", rsa("n", Json.of("AA")), rs),
                arguments("base64url", rsa("e", Json.of("AQAB==")), rs),
                arguments("base64url", rsa("n", Json.of("+" + "A".repeat(341))), rs),
                arguments(" n ", rsa("n", Json.of("")), rs),
                arguments(" n ", TestKeys.set(TestKeys.without(RSA, "n")), rs),
                arguments("ROCA", modulus(roca()), rs),
                arguments("on their curve", ec("y", P256.members().get("x")), es),
                arguments("on their curve", ec("x", Json.of(Base64Url.encode(ones(32)))), es),
                arguments("as many octets", ec("x", P384.members().get("x")), es),
                arguments("as many octets", ec("x", Json.of("AA")), es),
                arguments(" y ", TestKeys.set(TestKeys.without(P256, "y")), es));
    }

    private static Json rsa(String member, Json value) {
        return TestKeys.set(TestKeys.with(RSA, Map.of(member, value)));
    }

    private static Json ec(String member, @org.jspecify.annotations.Nullable Json value) {
        return TestKeys.set(TestKeys.with(P256, Map.of(member, java.util.Objects.requireNonNull(value))));
    }

    private static Json modulus(BigInteger modulus) {
        return TestKeys.set(TestKeys.rsa("rsa", "RS256", modulus, F4));
    }

    private static Json exponent(BigInteger exponent) {
        return TestKeys.set(TestKeys.rsa("rsa", "RS256", MODULUS, exponent));
    }

    private static Json.Obj symmetric() {
        return Json.object()
                .with("kty", "oct")
                .with("kid", "shared")
                .with("k", "AAAA")
                .build();
    }

    private static byte[] ones(int length) {
        var bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) 0xff);
        return bytes;
    }

    /** Of the shape that the broken chip makes: a power of 65537 under the product of the first primes. */
    private static BigInteger roca() {
        var product = BigInteger.ONE;
        for (int number = 2; number <= 167; number++) {
            if (BigInteger.valueOf(number).isProbablePrime(50)) {
                product = product.multiply(BigInteger.valueOf(number));
            }
        }
        var rest = F4.modPow(BigInteger.valueOf(123_457), product);
        return BigInteger.TWO
                .pow(2047)
                .divide(product)
                .add(BigInteger.TWO)
                .multiply(product)
                .add(rest);
    }

    @Test
    void anOrdinaryModulusIsNotTakenForABrokenOne() {
        assertThat(RsaKey.isRoca(MODULUS)).isFalse();
        assertThat(RsaKey.isRoca(roca())).isTrue();
    }

    @Test
    void whatIsStoredIsWhatIsRead() {
        var heavy = TestKeys.with(RSA, Map.of("x5c", Json.strings(List.of("MIIB".repeat(1000))), "x5t", Json.of("t")));
        var stored = LoadedKeys.of("https://issuer.example/jwks.json", TestKeys.set(heavy, P256));
        assertThat(stored.canonical()).doesNotContain("MIIB");
        assertThat(JwkSet.read(stored, SigningAlgorithm.RS256).key("rsa")).isPresent();
        assertThat(JwkSet.read(stored, SigningAlgorithm.ES256).key("p256")).isPresent();
        assertThat(LoadedKeys.isFrom("https://issuer.example/jwks.json", stored))
                .isTrue();
        assertThat(LoadedKeys.isFrom("https://issuer.example/jwks.json/", stored))
                .isFalse();
        assertThat(LoadedKeys.isFrom("https://issuer.example/jwks.json", TestKeys.set(RSA)))
                .isFalse();
    }
}
