package dev.valet.local.aws;

import dev.valet.local.aws.SigningKeys.SigningKey;
import dev.valet.local.aws.policy.Context;
import dev.valet.local.aws.policy.Decision;
import dev.valet.local.aws.policy.Request;
import dev.valet.local.aws.wire.Answer;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** KMS: signing with Ed25519 and P-256 keys, and their public halves. Nothing is encrypted here, and no key is made by a call. */
final class Kms implements Api {
    private static final String SERVICE = "kms";
    private static final int MOST_BYTES = 4_096;

    private final SigningKeys keys;
    private final Access access;

    Kms(SigningKeys keys, Access access) {
        this.keys = keys;
        this.access = access;
    }

    @Override
    public Answer answer(Call call) {
        JsonCall json = JsonCall.of(call, SERVICE, "TrentService");
        return Answer.json(
                200,
                switch (json.action()) {
                    case "GetPublicKey" -> publicKey(json.only("KeyId"));
                    case "Sign" -> sign(json.only("KeyId", "Message", "MessageType", "SigningAlgorithm"));
                    default -> throw json.unknown();
                });
    }

    private Map<String, Object> publicKey(JsonCall json) {
        SigningKey key = permitted(json, new Context());
        return Map.of(
                "KeyId", key.arn(),
                "PublicKey", Base64.getEncoder().encodeToString(key.publicKey()),
                "KeySpec", key.spec().name(),
                "KeyUsage", "SIGN_VERIFY",
                "SigningAlgorithms", List.of(key.spec().algorithm()));
    }

    private Map<String, Object> sign(JsonCall json) {
        String algorithm = json.required("SigningAlgorithm");
        String type = json.text("MessageType").orElse("RAW");
        SigningKey key = permitted(
                json, new Context().put("kms:SigningAlgorithm", algorithm).put("kms:MessageType", type));
        if (!KeySpec.knows(algorithm) || !type.equals("RAW")) {
            throw AwsError.absent("kms:Sign of a " + type + " by " + algorithm);
        }
        if (!algorithm.equals(key.spec().algorithm())) {
            throw new AwsError(
                    400, "InvalidKeyUsageException", algorithm + " is incompatible with the key spec " + key.spec());
        }
        byte[] message = Base64.getDecoder().decode(json.required("Message"));
        if (message.length == 0 || message.length > MOST_BYTES) {
            throw new AwsError(400, "ValidationException", "Message has 1 to " + MOST_BYTES + " bytes.");
        }
        return Map.of(
                "KeyId", key.arn(),
                "Signature", Base64.getEncoder().encodeToString(key.sign(message)),
                "SigningAlgorithm", algorithm);
    }

    /** Without the key's own yes nobody may anything; one that names the account leaves the rest to the caller's policies. */
    private SigningKey permitted(JsonCall json, Context context) {
        Call call = json.call();
        String account = call.caller().account();
        String id = json.required("KeyId");
        SigningKey key = keys.find(account, id)
                .orElseThrow(() -> new AwsError(400, "NotFoundException", "Key '" + id + "' does not exist"));
        context.put("kms:CallerAccount", account).put("aws:ResourceAccount", Arns.account(key.arn()));
        Request request = access.request(call, SERVICE + ":" + json.action(), key.arn(), context);
        Decision decision = switch (new Trust(key.policy(), Map.of()).answer(request, call.caller())) {
            case DENIES -> new Decision.Denied("with an explicit deny in a resource-based policy");
            case SILENT ->
                new Decision.Denied("because no resource-based policy allows the " + request.action() + " action");
            case NAMES_THE_CALLER, NAMES_THE_ACCOUNT ->
                access.permissions(call.caller()).decide(request);
        };
        if (decision instanceof Decision.Denied(String because)) {
            throw Access.denied(call.caller(), request.action(), key.arn(), because);
        }
        return key;
    }
}
