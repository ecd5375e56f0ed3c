package dev.valet.aws;

import dev.valet.Malformed;
import dev.valet.Unavailable;
import dev.valet.audit.CheckpointKey;
import dev.valet.audit.CheckpointSigner;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** Signs checkpoints with a KMS key made for that: Ed25519 over the text itself, never over a digest (T-17). */
public final class KmsSigner implements CheckpointSigner {
    private final KmsClient kms;
    private final String keyId;
    private volatile @Nullable CheckpointKey key;

    public KmsSigner(KmsClient kms, String keyId) {
        this.kms = kms;
        this.keyId = keyId;
    }

    /** Asked for once: the material of a key never changes. */
    @Override
    public CheckpointKey key() {
        var known = key;
        if (known == null) {
            var answer = AwsFailure.guard("kms", () -> kms.getPublicKey(get -> get.keyId(keyId)));
            known = read(answer.publicKey().asByteArray());
            key = known;
        }
        return known;
    }

    private static CheckpointKey read(byte[] subjectPublicKeyInfo) {
        try {
            return CheckpointKey.of(subjectPublicKeyInfo);
        } catch (Malformed anotherSort) {
            throw new Unavailable("kms-key-not-ed25519");
        }
    }

    @Override
    public byte[] sign(byte[] text) {
        return AwsFailure.guard(
                "kms",
                () -> kms.sign(sign -> sign.keyId(keyId)
                                .messageType(MessageType.RAW)
                                .signingAlgorithm(SigningAlgorithmSpec.ED25519_SHA_512)
                                .message(SdkBytes.fromByteArray(text)))
                        .signature()
                        .asByteArray());
    }
}
