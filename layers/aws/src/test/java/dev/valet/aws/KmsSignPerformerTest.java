package dev.valet.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Json;
import dev.valet.action.Executor;
import dev.valet.action.LambdaTarget;
import dev.valet.action.Performing;
import dev.valet.action.SignTemplate;
import dev.valet.action.SignTemplate.Algorithm;
import dev.valet.json.StrictJson;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KmsSignPerformerTest {
    private static final String KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234";
    private static final String OWN = "arn:aws:kms:eu-west-1:111122223333:key/5678";
    private static final String FRAMED =
            "valet-sign-v1\0payout-order-v1\0\0\0\0\u001e{\"amount\":\"12.50\",\"to\":\"acme\"}";

    private final FakeAws aws = new FakeAws();
    private final KmsSignPerformer performer =
            new KmsSignPerformer(aws.clients().kms(), Set.of(OWN));

    @AfterEach
    void close() {
        aws.close();
    }

    private static Executor.KmsSign template(String key, Algorithm algorithm) {
        return new Executor.KmsSign(new SignTemplate("payout-order-v1", key, algorithm, List.of("to", "amount")));
    }

    private static String signed(String key) {
        return "{\"KeyId\":\"" + key + "\",\"Signature\":\""
                + Base64.getEncoder().encodeToString(new byte[] {1, 2, 3}) + "\"}";
    }

    @ParameterizedTest // INV-17, T-17: the framed document itself, whatever the algorithm
    @EnumSource
    void theFramedDocumentIsSignedAsItIs(Algorithm algorithm) {
        aws.answer(200, signed(KEY));
        assertThat(performer.perform(Errands.of(template(KEY, algorithm))))
                .isEqualTo(new Performing.Done(
                        Json.object()
                                .with("type", "payout-order-v1")
                                .with("payload", "{\"amount\":\"12.50\",\"to\":\"acme\"}")
                                .with("signature", "AQID")
                                .with("keyId", KEY)
                                .with("algorithm", algorithm.name())
                                .build(),
                        ""));
        assertThat(StrictJson.read(aws.bodies().getFirst()).canonical())
                .isEqualTo("{\"KeyId\":\"" + KEY + "\",\"Message\":\""
                        + Base64.getEncoder().encodeToString(FRAMED.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        + "\",\"MessageType\":\"RAW\",\"SigningAlgorithm\":\"" + algorithm + "\"}");
    }

    @Test // INV-17
    void aKeyOfValetsOwnSignsNoAction() {
        aws.answer(200, signed(OWN));
        assertThat(performer.perform(Errands.of(template(OWN, Algorithm.ECDSA_SHA_256))))
                .isEqualTo(new Performing.NotDone("key-not-for-actions"));
        assertThat(aws.bodies()).isEmpty();
    }

    @Test
    void whatIsNoDocumentNeverReachesKms() {
        var missing = Json.object().with("to", "acme").build();
        assertThat(performer.perform(Errands.of(template(KEY, Algorithm.ECDSA_SHA_256), missing)))
                .isEqualTo(new Performing.NotDone("document-incomplete"));
        assertThat(aws.bodies()).isEmpty();
    }

    @Test // a signature that nobody got binds nobody
    void aFailureIsNotDone() {
        aws.answer(400, "{\"__type\":\"AccessDeniedException\"}");
        assertThat(performer.perform(Errands.of(template(KEY, Algorithm.ECDSA_SHA_256))))
                .isEqualTo(new Performing.NotDone("kms-access-denied"));
        aws.answer(500, "{\"__type\":\"KMSInternalException\"}");
        assertThat(performer.perform(Errands.of(template(KEY, Algorithm.ECDSA_SHA_256))))
                .isEqualTo(new Performing.NotDone("kms-failed"));
        aws.answer(200, signed(OWN));
        assertThat(performer.perform(Errands.of(template(KEY, Algorithm.ECDSA_SHA_256))))
                .isEqualTo(new Performing.NotDone("kms-answered-for-another-key"));
    }

    @Test
    void anotherExecutorsErrandIsNotDone() {
        var lambda = new Executor.Lambda(new LambdaTarget("arn:aws:lambda:eu-west-1:111122223333:function:pay:live"));
        assertThat(performer.perform(Errands.of(lambda))).isEqualTo(new Performing.NotDone("executor-not-kms-sign"));
    }
}
