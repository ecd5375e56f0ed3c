package dev.valet.local.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Json;
import dev.valet.action.Action;
import dev.valet.action.Errand;
import dev.valet.action.Executor;
import dev.valet.action.Impact;
import dev.valet.action.PerformanceId;
import dev.valet.action.Performing;
import dev.valet.action.ReceiptSigner;
import dev.valet.action.SignTemplate;
import dev.valet.action.SignTemplate.Algorithm;
import dev.valet.aws.KmsReceiptSigner;
import dev.valet.aws.KmsSignPerformer;
import dev.valet.grant.ActionId;
import dev.valet.identity.Environment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.kms.KmsClient;

/** What act signs, checked as {@code docs/actions-sign.md} tells consumers to: with the platform and nothing of Valet's. */
class ActionSignatureTest {
    private static final String KEY = "arn:aws:kms:eu-west-1:111122223333:key/5ec4ec4e-0000-4000-8000-00000000000";
    private static final String RECEIPTS = KEY + "9";
    private static final String LAMBDA = """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow",
             "Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}""";
    private static final String BY_ACT = """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow",
             "Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":["kms:Sign","kms:GetPublicKey"],"Resource":"*",
             "Condition":{"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/act"},
              "StringEqualsIfExists":{"kms:MessageType":"RAW"}}}}""";

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private KmsClient act() {
        var role = world.aws
                .account(World.VALET)
                .put(RoleDraft.named("act", LAMBDA).allowing("own", """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["kms:Sign","kms:GetPublicKey"],
                 "Resource":"arn:aws:kms:eu-west-1:111122223333:key/*"}}"""));
        return world.client(KmsClient.builder(), World.key(world.aws.sessionFor(role, "run")));
    }

    private static Errand errand(String key, Algorithm algorithm, Json.Obj input) {
        var template = new SignTemplate("payout-order-v1", key, algorithm, List.of("to", "amount"));
        var action = new Action(
                new ActionId("order"),
                "Orders a payout",
                Impact.HIGH,
                Environment.SANDBOX,
                Json.object().build(),
                new Executor.KmsSign(template),
                Optional.empty());
        return new Errand(PerformanceId.of("payer", "once"), action, input, "");
    }

    private static Json.Obj input(String to) {
        return Json.object().with("to", to).with("amount", "12.50").build();
    }

    private static boolean verifies(byte[] publicKey, String type, String payload, byte[] signature, boolean ed25519)
            throws GeneralSecurityException {
        byte[] document = payload.getBytes(StandardCharsets.UTF_8);
        byte[] head = ("valet-sign-v1\0" + type + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] signed = ByteBuffer.allocate(head.length + 4 + document.length)
                .put(head)
                .putInt(document.length)
                .put(document)
                .array();
        var key = KeyFactory.getInstance(ed25519 ? "Ed25519" : "EC").generatePublic(new X509EncodedKeySpec(publicKey));
        var verifier = Signature.getInstance(ed25519 ? "Ed25519" : "SHA256withECDSA");
        verifier.initVerify(key);
        verifier.update(signed);
        return verifier.verify(signature);
    }

    @ParameterizedTest
    @EnumSource
    void aConsumerVerifiesWithThePlatformAlone(Algorithm algorithm) throws Exception {
        boolean ed25519 = algorithm == Algorithm.ED25519_SHA_512;
        var key = KEY + (ed25519 ? "1" : "2");
        var publicKey = world.aws.signingKey(key, ed25519 ? "ECC_NIST_EDWARDS25519" : "ECC_NIST_P256", BY_ACT);
        try (var kms = act()) {
            var performed = new KmsSignPerformer(kms, Set.of(RECEIPTS)).perform(errand(key, algorithm, input("acmé")));
            var result = ((Performing.Done) performed).result();
            var payload = result.textAt("payload");
            assertThat(payload).isEqualTo("{\"amount\":\"12.50\",\"to\":\"acmé\"}");
            var signature = Base64.getUrlDecoder().decode(result.textAt("signature"));
            assertThat(verifies(publicKey, "payout-order-v1", payload, signature, ed25519))
                    .isTrue();
            assertThat(verifies(publicKey, "payout-order-v2", payload, signature, ed25519))
                    .isFalse();
            assertThat(verifies(publicKey, "payout-order-v1", payload.replace("2", "3"), signature, ed25519))
                    .isFalse();
        }
    }

    @Test // INV-17: whoever configures the receipts' key for an action gets nothing signed
    void theKeyOfReceiptsSignsNoDocument() {
        world.aws.signingKey(RECEIPTS, "ECC_NIST_P256", BY_ACT);
        try (var kms = act()) {
            assertThat(new KmsSignPerformer(kms, Set.of(RECEIPTS))
                            .perform(errand(RECEIPTS, Algorithm.ECDSA_SHA_256, input("acme"))))
                    .isEqualTo(new Performing.NotDone("key-not-for-actions"));
        }
    }

    @Test
    void receiptsAreSignedByKmsAndVerifyWithWhatItPublishes() {
        world.aws.signingKey(RECEIPTS, "ECC_NIST_P256", BY_ACT);
        try (var kms = act()) {
            ReceiptSigner signer = new KmsReceiptSigner(kms, RECEIPTS);
            for (int i = 0; i < 50; i++) { // some with leading zeros, T-30
                var text = ("header." + i).getBytes(StandardCharsets.US_ASCII);
                assertThat(signer.key().verifies(text, signer.sign(text))).isTrue();
            }
        }
    }

    @Test // the action's key, and another role
    void nobodyButActSigns() {
        world.aws.signingKey(KEY + "1", BY_ACT);
        try (var administrator = world.client(KmsClient.builder(), world.administrator(World.VALET))) {
            assertThat(new KmsSignPerformer(administrator, Set.of())
                            .perform(errand(KEY + "1", Algorithm.ED25519_SHA_512, input("acme"))))
                    .isEqualTo(new Performing.NotDone("kms-access-denied"));
        }
    }
}
