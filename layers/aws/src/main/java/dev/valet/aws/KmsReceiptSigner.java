package dev.valet.aws;

import dev.valet.EcdsaSignature;
import dev.valet.Es256Key;
import dev.valet.Malformed;
import dev.valet.Unavailable;
import dev.valet.action.ReceiptSigner;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** Signs receipts with a KMS key made for that: ES256 over the text itself, never over a digest (T-17). */
public final class KmsReceiptSigner implements ReceiptSigner {
    private final KmsClient kms;
    private final String keyArn;
    private volatile @Nullable Es256Key key;

    public KmsReceiptSigner(KmsClient kms, String keyArn) {
        this.kms = kms;
        this.keyArn = keyArn;
    }

    /** Asked for once: the material of a key never changes. */
    @Override
    public Es256Key key() {
        var known = key;
        if (known == null) {
            known = KmsPublicKeys.load(kms, keyArn);
            key = known;
        }
        return known;
    }

    @Override
    public byte[] sign(byte[] text) {
        var answer = AwsFailure.guard(
                "kms",
                () -> kms.sign(sign -> sign.keyId(keyArn)
                        .messageType(MessageType.RAW)
                        .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256)
                        .message(SdkBytes.fromByteArray(text))));
        try {
            return EcdsaSignature.fixed(answer.signature().asByteArray());
        } catch (Malformed noSignature) {
            throw new Unavailable("kms-signature-malformed");
        }
    }
}
