package dev.valet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.crypto.impl.ECDSA;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** DER to 64 bytes, held against another library's converter and against the platform's own verifier (T-30). */
class EcdsaSignatureTest {
    private static final String ORDER = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
    private static final String LAST = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550";

    @Test
    void tenThousandSignaturesAreWhatAnotherLibraryMakesOfThem() throws Exception {
        assertThat(compared(10_000)).as("with leading zeros").isPositive();
    }

    /** Any two numbers within the group are a signature of something; making them so costs a hundredth of signing. */
    @Test
    @Tag("deep")
    void aMillionPairsAreWhatAnotherLibraryHas() throws Exception {
        var random = new Random(30);
        int leadingZeros = 0;
        for (int i = 0; i < 1_000_000; i++) {
            var fixed = new byte[EcdsaSignature.BYTES];
            random.nextBytes(fixed);
            if (i % 4 == 0) {
                Arrays.fill(fixed, i % 8 * 8, i % 8 * 8 + 1 + i % 7, (byte) 0); // in front of either half
            }
            if (!Arrays.equals(EcdsaSignature.fixed(ECDSA.transcodeSignatureToDER(fixed)), fixed)) {
                throw new AssertionError("signature " + HexFormat.of().formatHex(fixed));
            }
            leadingZeros += fixed[0] == 0 || fixed[32] == 0 ? 1 : 0;
        }
        assertThat(leadingZeros).isGreaterThan(250_000);
    }

    /** How many had a half with a leading zero: the case that a careless converter gets wrong. */
    private static int compared(int count) throws Exception {
        var pair = pair();
        var key = Es256Key.of(pair.getPublic().getEncoded());
        int short0 = 0;
        for (int i = 0; i < count; i++) {
            var message = ByteBuffer.allocate(4).putInt(i).array();
            var der = signed(pair.getPrivate(), message);
            var fixed = EcdsaSignature.fixed(der);
            if (!Arrays.equals(fixed, ECDSA.transcodeSignatureToConcat(der, EcdsaSignature.BYTES))) {
                throw new AssertionError("signature " + HexFormat.of().formatHex(der));
            }
            boolean leadingZero = fixed[0] == 0 || fixed[32] == 0;
            if (leadingZero || i % 500 == 0) {
                assertThat(key.verifies(message, fixed)).isTrue();
            }
            short0 += leadingZero ? 1 : 0;
        }
        return short0;
    }

    private static byte[] signed(PrivateKey key, byte[] message) throws Exception {
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(message);
        return signature.sign();
    }

    private static KeyPair pair() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    @ParameterizedTest
    @MethodSource
    void theSmallAndTheLargeKeepTheirPlace(String r, String s, String der) throws Exception {
        var fixed = EcdsaSignature.fixed(HexFormat.of().parseHex(der));
        assertThat(HexFormat.of().formatHex(fixed)).isEqualTo(padded(r) + padded(s));
        assertThat(ECDSA.transcodeSignatureToConcat(HexFormat.of().parseHex(der), 64))
                .isEqualTo(fixed);
    }

    static Stream<Arguments> theSmallAndTheLargeKeepTheirPlace() {
        var ff = "00ff".repeat(15) + "00f0"; // 31 bytes and a half: a leading zero byte
        return Stream.of(
                arguments("01", "01", "3006020101020101"),
                arguments("7f", "80", "3007" + "02017f" + "02020080"),
                arguments("0100", "ffff", "3009" + "02020100" + "020300ffff"),
                arguments(ff.substring(2), "01", "3025" + "0220" + "00" + ff.substring(2) + "020101"),
                arguments("01", LAST, "3026" + "020101" + "022100" + LAST),
                arguments(LAST, LAST, "3046" + "022100" + LAST + "022100" + LAST));
    }

    private static String padded(String hex) {
        return "0".repeat(64 - hex.length()) + hex;
    }

    @ParameterizedTest
    @MethodSource
    void whatIsNoSignatureInDerIsRefused(String what, String der) {
        assertThatThrownBy(() -> EcdsaSignature.fixed(HexFormat.of().parseHex(der)))
                .as(what)
                .isInstanceOf(Malformed.class)
                .hasMessage(EcdsaSignature.FORM);
    }

    static Stream<Arguments> whatIsNoSignatureInDerIsRefused() {
        return Stream.of(
                arguments("nothing", ""),
                arguments("a head alone", "3000"),
                arguments("one integer", "3003020101"),
                arguments("a zero", "3006020100020101"),
                arguments("a negative one", "3006020181020101"),
                arguments("a zero that nothing needs", "300702020001020101"),
                arguments("an integer of no bytes", "300602000203010101"),
                arguments("an integer that ends after the end", "3006020101020201"),
                arguments("a byte behind", "300602010102010100"),
                arguments("a byte behind, counted in", "300702010102010100"),
                arguments("a length that is too short", "3005020101020101"),
                arguments("a length in its long form", "308106020101020101"),
                arguments("an endless length", "3080020101020101"),
                arguments("another sequence", "3106020101020101"),
                arguments("bit strings", "3006030101030101"),
                arguments("three integers", "3009020101020101020101"),
                arguments("the order itself", "3026" + "020101" + "022100" + ORDER),
                arguments("34 bytes", "3027" + "020101" + "022201" + "00".repeat(33)),
                arguments("33 bytes that need them all", "3026" + "020101" + "022101" + "00".repeat(32)));
    }

    @Test
    void everyByteOfASignatureMatters() throws Exception {
        var pair = pair();
        var key = Es256Key.of(pair.getPublic().getEncoded());
        var message = new byte[] {1, 2, 3};
        var fixed = EcdsaSignature.fixed(signed(pair.getPrivate(), message));
        for (int i = 0; i < fixed.length; i++) {
            var other = fixed.clone();
            other[i] ^= 1;
            assertThat(key.verifies(message, other)).isFalse();
        }
        assertThat(key.verifies(new byte[] {1, 2, 4}, fixed)).isFalse();
        assertThat(key.verifies(message, Arrays.copyOf(fixed, 63))).isFalse();
        assertThat(key.verifies(message, Arrays.copyOf(fixed, 65))).isFalse();
    }

    @Test // CVE-2022-21449
    void zerosAndTheOrderSignNothing() throws Exception {
        var key = Es256Key.of(pair().getPublic().getEncoded());
        var order = new BigInteger(ORDER, 16).toByteArray();
        var orders = new byte[64];
        System.arraycopy(order, 1, orders, 0, 32);
        System.arraycopy(order, 1, orders, 32, 32);
        assertThat(key.verifies(new byte[1], new byte[64])).isFalse();
        assertThat(key.verifies(new byte[1], orders)).isFalse();
    }
}
