package dev.valet.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Unavailable;
import dev.valet.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KmsReceiptSignerTest {
    private static final String KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234";
    private static final byte[] TEXT = "header.payload".getBytes(StandardCharsets.US_ASCII);

    private final FakeAws aws = new FakeAws();
    private final KmsReceiptSigner signer = new KmsReceiptSigner(aws.clients().kms(), KEY);

    @AfterEach
    void close() {
        aws.close();
    }

    private static KeyPair pair(String curve) throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static String publicKey(KeyPair pair) {
        return "{\"PublicKey\":\""
                + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()) + "\"}";
    }

    private static String signature(byte[] bytes) {
        return "{\"Signature\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"}";
    }

    @Test // T-17, T-30: never a digest, and DER becomes what a JWS has
    void theTextItselfIsSigned() throws Exception {
        var pair = pair("secp256r1");
        aws.answer(200, publicKey(pair));
        var key = signer.key();
        var signing = Signature.getInstance("SHA256withECDSA");
        signing.initSign(pair.getPrivate());
        signing.update(TEXT);
        aws.answer(200, signature(signing.sign()));
        assertThat(key.verifies(TEXT, signer.sign(TEXT))).isTrue();
        assertThat(StrictJson.read(aws.bodies().getLast()).canonical())
                .isEqualTo("{\"KeyId\":\"" + KEY + "\",\"Message\":\""
                        + Base64.getEncoder().encodeToString(TEXT)
                        + "\",\"MessageType\":\"RAW\",\"SigningAlgorithm\":\"ECDSA_SHA_256\"}");
    }

    @Test
    void thePublicKeyIsAskedForOnce() throws Exception {
        aws.answer(200, publicKey(pair("secp256r1")));
        assertThat(signer.key()).isSameAs(signer.key());
        assertThat(aws.bodies()).hasSize(1);
    }

    @Test
    void aKeyOfAnotherSortSignsNothing() throws Exception {
        aws.answer(200, publicKey(pair("secp384r1")));
        assertThatThrownBy(signer::key).isInstanceOf(Unavailable.class).hasMessage("kms-key-not-es256");
    }

    @Test
    void anAnswerThatIsNoSignatureIsNotHandedOn() {
        aws.answer(200, signature(new byte[64]));
        assertThatThrownBy(() -> signer.sign(TEXT))
                .isInstanceOf(Unavailable.class)
                .hasMessage("kms-signature-malformed");
    }
}
