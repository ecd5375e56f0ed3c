package dev.valet.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Unavailable;
import dev.valet.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KmsSignerTest {
    private static final String KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234";

    private final FakeAws aws = new FakeAws();
    private final KmsSigner signer = new KmsSigner(aws.clients().kms(), KEY);

    @AfterEach
    void close() {
        aws.close();
    }

    private static String publicKey(String algorithm) throws Exception {
        var pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        return "{\"PublicKey\":\""
                + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()) + "\"}";
    }

    @Test // T-17: a digest could be the digest of anything
    void theTextItselfIsSigned() {
        aws.answer(200, "{\"Signature\":\"" + Base64.getEncoder().encodeToString(new byte[64]) + "\"}");
        assertThat(signer.sign("a text".getBytes(StandardCharsets.UTF_8))).hasSize(64);
        assertThat(StrictJson.read(aws.bodies().getFirst()).canonical())
                .isEqualTo("{\"KeyId\":\"" + KEY + "\",\"Message\":\""
                        + Base64.getEncoder().encodeToString("a text".getBytes(StandardCharsets.UTF_8))
                        + "\",\"MessageType\":\"RAW\",\"SigningAlgorithm\":\"ED25519_SHA_512\"}");
    }

    @Test
    void thePublicKeyIsAskedForOnce() throws Exception {
        aws.answer(200, publicKey("Ed25519"));
        assertThat(signer.key()).isSameAs(signer.key());
        assertThat(aws.bodies()).hasSize(1);
    }

    @Test
    void aKeyOfAnotherSortSignsNothing() throws Exception {
        aws.answer(200, publicKey("EC"));
        assertThatThrownBy(signer::key).isInstanceOf(Unavailable.class).hasMessage("kms-key-not-ed25519");
    }

    @Test
    void aKeyThatIsNotToBeUsedIsSaidToBe() {
        aws.answer(400, "{\"__type\":\"AccessDeniedException\"}");
        assertThatThrownBy(() -> signer.sign(new byte[1]))
                .isInstanceOf(Unavailable.class)
                .hasMessage("kms-access-denied");
    }
}
