package dev.valet.aws;

import dev.valet.Json;
import dev.valet.Unavailable;
import dev.valet.action.Errand;
import dev.valet.action.Executor;
import dev.valet.action.Performer;
import dev.valet.action.Performing;
import dev.valet.action.SignTemplate;
import dev.valet.action.SignedDocument;
import dev.valet.action.SignedDocument.Drafted;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SignResponse;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * Signs typed documents with keys that operators made for that. Only framed documents reach KMS, as they are: no digest, and
 * nothing that another signature of Valet's is over (INV-17, T-17).
 *
 * <p>A signature that never arrived binds nobody: KMS hands it to Valet alone. So a failure is always {@code NotDone}, and
 * asking KMS twice for one document does no harm.
 */
public final class KmsSignPerformer implements Performer {
    private static final Pattern REQUEST_ID = Pattern.compile("[0-9a-f-]{36}");

    private final KmsClient kms;
    private final Set<String> ownKeys;

    /** @param ownKeys ARNs of the keys by which Valet signs for itself: no action uses them, whatever its document says */
    public KmsSignPerformer(KmsClient kms, Set<String> ownKeys) {
        this.kms = kms;
        this.ownKeys = Set.copyOf(ownKeys);
    }

    @Override
    public Performing perform(Errand errand) {
        return switch (errand.action().executor()) {
            case Executor.KmsSign(var template) -> sign(template, errand.input());
            case Executor.Http _, Executor.Lambda _ -> new Performing.NotDone("executor-not-kms-sign");
        };
    }

    private Performing sign(SignTemplate template, Json.Obj input) {
        if (ownKeys.contains(template.keyArn())) {
            return new Performing.NotDone("key-not-for-actions");
        }
        return switch (SignedDocument.draft(template, input)) {
            case Drafted.Refused(String cause) -> new Performing.NotDone(cause);
            case Drafted.Ready(var document) -> sign(template, document);
        };
    }

    private Performing sign(SignTemplate template, SignedDocument document) {
        try {
            var answer = AwsFailure.guard(
                    "kms",
                    () -> kms.sign(sign -> sign.keyId(template.keyArn())
                            .messageType(MessageType.RAW)
                            .signingAlgorithm(algorithm(template))
                            .message(SdkBytes.fromByteArray(document.bytes()))));
            return template.keyArn().equals(answer.keyId())
                    ? new Performing.Done(
                            result(template, document, answer.signature().asByteArray()), reference(answer))
                    : new Performing.NotDone("kms-answered-for-another-key");
        } catch (Unavailable unavailable) {
            return new Performing.NotDone(unavailable.code());
        }
    }

    /** By which CloudTrail knows the call. */
    private static String reference(SignResponse answer) {
        var id = answer.responseMetadata().requestId();
        return REQUEST_ID.matcher(id).matches() ? id : "";
    }

    private static SigningAlgorithmSpec algorithm(SignTemplate template) {
        return switch (template.algorithm()) {
            case ECDSA_SHA_256 -> SigningAlgorithmSpec.ECDSA_SHA_256;
            case ED25519_SHA_512 -> SigningAlgorithmSpec.ED25519_SHA_512;
        };
    }

    private static Json.Obj result(SignTemplate template, SignedDocument document, byte[] signature) {
        return Json.object()
                .with("type", document.type())
                .with("payload", document.payload())
                .with("signature", Base64.getUrlEncoder().withoutPadding().encodeToString(signature))
                .with("keyId", template.keyArn())
                .with("algorithm", template.algorithm().name())
                .build();
    }
}
