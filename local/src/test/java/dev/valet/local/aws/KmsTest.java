package dev.valet.local.aws;

import static dev.valet.local.aws.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SignRequest;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

class KmsTest {
    private static final String KEY = "arn:aws:kms:eu-west-1:111122223333:key/5ec4ec4e-0000-4000-8000-000000000001";
    private static final String LAMBDA = """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow",
             "Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}""";
    private static final String BY_UPKEEP_AND_RAW = """
            {"Version":"2012-10-17","Statement":[
             {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:GetPublicKey","Resource":"*"},
             {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:Sign","Resource":"*",
              "Condition":{"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/upkeep"},
               "StringEquals":{"kms:MessageType":"RAW","kms:SigningAlgorithm":"ED25519_SHA_512",
                "kms:CallerAccount":"111122223333"}}}]}""";

    private static final String P256 = KEY.replace("0001", "0002");

    private final World world = new World();
    private final byte[] publicKey = world.aws.signingKey(KEY, BY_UPKEEP_AND_RAW);
    private final byte[] p256 =
            world.aws.signingKey(P256, "ECC_NIST_P256", BY_UPKEEP_AND_RAW.replace("ED25519_SHA_512", "ECDSA_SHA_256"));

    @AfterEach
    void close() {
        world.close();
    }

    private KmsClient role(String name, String policy) {
        var role =
                world.aws.account(World.VALET).put(RoleDraft.named(name, LAMBDA).allowing("own", policy));
        return world.client(KmsClient.builder(), World.key(world.aws.sessionFor(role, "run")));
    }

    private KmsClient upkeep() {
        return role("upkeep", """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["kms:Sign","kms:GetPublicKey"],
                 "Resource":"%s"}}""".formatted(KEY));
    }

    private static SignRequest.Builder text(String text) {
        return SignRequest.builder()
                .keyId(KEY)
                .message(SdkBytes.fromUtf8String(text))
                .messageType(MessageType.RAW)
                .signingAlgorithm(SigningAlgorithmSpec.ED25519_SHA_512);
    }

    @Test
    void whatIsSignedVerifiesWithThePublicKey() throws Exception {
        try (var kms = upkeep()) {
            var signature = kms.sign(text("a text").build()).signature().asByteArray();
            var told = kms.getPublicKey(get -> get.keyId(KEY)).publicKey().asByteArray();
            assertThat(told).isEqualTo(publicKey);
            var verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(told)));
            verifier.update("a text".getBytes(StandardCharsets.UTF_8));
            assertThat(verifier.verify(signature)).isTrue();
        }
    }

    @Test
    void aP256KeySignsInDer() throws Exception {
        try (var kms = role("upkeep", """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["kms:Sign","kms:GetPublicKey"],
                 "Resource":"%s"}}""".formatted(P256))) {
            var answer = kms.sign(text("a text")
                    .keyId(P256)
                    .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256)
                    .build());
            assertThat(answer.keyId()).isEqualTo(P256);
            var told = kms.getPublicKey(get -> get.keyId(P256));
            assertThat(told.publicKey().asByteArray()).isEqualTo(p256).hasSize(91);
            assertThat(told.keySpecAsString()).isEqualTo("ECC_NIST_P256");
            assertThat(told.signingAlgorithms()).containsExactly(SigningAlgorithmSpec.ECDSA_SHA_256);
            var verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(p256)));
            verifier.update("a text".getBytes(StandardCharsets.UTF_8));
            assertThat(verifier.verify(answer.signature().asByteArray())).isTrue();
        }
    }

    @Test
    void aKeySignsByItsOwnAlgorithmOnly() {
        var open = "arn:aws:kms:eu-west-1:111122223333:key/5ec4ec4e-0000-4000-8000-000000000003";
        world.aws.signingKey(open, "ECC_NIST_P256", """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow",
                 "Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:Sign","Resource":"*"}}""");
        try (var kms = world.client(KmsClient.builder(), world.administrator(World.VALET))) {
            refused(
                    "InvalidKeyUsageException",
                    () -> kms.sign(text("a").keyId(open).build()));
            refused(
                    "NotImplemented",
                    () -> kms.sign(text("a")
                            .keyId(open)
                            .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256)
                            .messageType(MessageType.DIGEST)
                            .build()));
        }
    }

    @Test
    void theKeysPolicyAloneIsNotEnoughAndTheRolesAloneIsNot() {
        try (var silent = role("upkeep", """
                        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}""");
                var other = role("issue", """
                        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"kms:*","Resource":"*"}}""")) {
            refused("AccessDeniedException", () -> silent.sign(text("a").build()));
            assertThat(refused(
                            "AccessDeniedException", () -> other.sign(text("a").build())))
                    .contains("no resource-based policy allows the kms:Sign action");
            assertThat(other.getPublicKey(get -> get.keyId(KEY)).publicKey().asByteArray())
                    .isEqualTo(publicKey);
        }
    }

    @Test // T-17
    void aDigestIsNotSigned() {
        try (var kms = upkeep()) {
            refused(
                    "AccessDeniedException",
                    () -> kms.sign(text("a").messageType(MessageType.DIGEST).build()));
            refused(
                    "AccessDeniedException",
                    () -> kms.sign(text("a")
                            .signingAlgorithm(SigningAlgorithmSpec.ED25519_PH_SHA_512)
                            .build()));
        }
    }

    @Test
    void anAdministratorOfTheAccountDoesNotSignEither() {
        try (var kms = world.client(KmsClient.builder(), world.administrator(World.VALET))) {
            refused("AccessDeniedException", () -> kms.sign(text("a").build()));
        }
    }

    @Test
    void anotherAccountGetsNothing() {
        try (var kms = world.client(KmsClient.builder(), world.administrator(World.TARGET))) {
            refused("AccessDeniedException", () -> kms.getPublicKey(get -> get.keyId(KEY)));
            refused(
                    "NotFoundException",
                    () -> kms.getPublicKey(get -> get.keyId("5ec4ec4e-0000-4000-8000-000000000001")));
        }
    }

    @Test
    void whatIsLeftOutIsSaidByName() {
        try (var kms = upkeep()) {
            assertThat(refused(
                            "NotImplemented",
                            () -> kms.encrypt(encrypt -> encrypt.keyId(KEY).plaintext(SdkBytes.fromUtf8String("a")))))
                    .isEqualTo("the local endpoint has no kms:Encrypt");
            assertThat(refused(
                            "NotImplemented",
                            () -> kms.sign(text("a").dryRun(true).build())))
                    .isEqualTo("the local endpoint has no member DryRun in kms:Sign");
            refused("ValidationException", () -> kms.sign(text("a".repeat(4097)).build()));
            refused("NotFoundException", () -> kms.getPublicKey(get -> get.keyId(KEY + "2")));
        }
    }

    @Test
    void aKeyOutlivesTheProcess(@TempDir Path folder) throws Exception {
        var kept = new LocalAws.Settings(world.clock, Clock.systemUTC(), 0, "eu-west-1", Optional.of(folder));
        byte[] first;
        try (var aws = LocalAws.start(kept)) {
            first = aws.signingKey(KEY, BY_UPKEEP_AND_RAW);
        }
        try (var aws = LocalAws.start(kept)) {
            assertThat(aws.signingKey(KEY, BY_UPKEEP_AND_RAW)).isEqualTo(first);
        }
    }
}
