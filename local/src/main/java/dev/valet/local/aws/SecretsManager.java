package dev.valet.local.aws;

import dev.valet.local.aws.Secret.Version;
import dev.valet.local.aws.policy.Context;
import dev.valet.local.aws.wire.Answer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Secrets Manager, reading; {@link SecretWrites} and {@link SecretRotations} have the rest. No customer keys or resource policies. */
final class SecretsManager implements Api {
    static final String SERVICE = "secretsmanager";
    private static final Duration RECOVERY = Duration.ofDays(30);

    private final Secrets secrets;
    private final Access access;
    private final SecretWrites writes;
    private final SecretRotations rotations;

    SecretsManager(Secrets secrets, SecretRotations rotations, Access access) {
        this.secrets = secrets;
        this.access = access;
        this.writes = new SecretWrites(secrets);
        this.rotations = rotations;
    }

    @Override
    public Answer answer(Call call) {
        JsonCall json = JsonCall.of(call, SERVICE);
        return Answer.json(
                200,
                switch (json.action()) {
                    case "CreateSecret" -> create(json);
                    case "GetSecretValue" -> value(json);
                    case "DescribeSecret" -> describe(json);
                    case "PutSecretValue" -> writes.put(json, permitted(json, new Context()));
                    case "UpdateSecretVersionStage" -> writes.moveStage(json, permitted(json, stage(json)));
                    case "RotateSecret" -> rotations.rotate(json, permitted(json, rotation(json)));
                    case "DeleteSecret" -> delete(json);
                    case "GetRandomPassword" -> randomPassword(json);
                    default -> throw json.unknown();
                });
    }

    private Map<String, Object> create(JsonCall json) {
        Call call = json.call();
        String name = json.required("Name");
        String account = call.caller().account();
        String unborn = "arn:aws:secretsmanager:" + call.region() + ":" + account + ":secret:" + name;
        var context = new Context().put("secretsmanager:Name", name).put("aws:ResourceAccount", account);
        access.require(call, "secretsmanager:CreateSecret", unborn, account, context);
        return writes.create(json, unborn + "-" + Ids.suffix());
    }

    private Map<String, Object> value(JsonCall json) {
        json.only("SecretId", "VersionId", "VersionStage");
        Optional<String> id = json.text("VersionId");
        Optional<String> stage = json.text("VersionStage");
        Secret secret = permitted(json, stage(json).put("secretsmanager:VersionId", id.orElse(null)));
        String wanted = stage.orElse(Secret.CURRENT);
        Version version = id.map(secret.versions()::get)
                .or(() -> id.isPresent() ? Optional.empty() : secret.staged(wanted))
                .filter(found -> stage.isEmpty() || found.stages().contains(wanted))
                .orElseThrow(() -> new AwsError(
                        400,
                        "ResourceNotFoundException",
                        "Secrets Manager can't find the specified secret value for "
                                + id.map(each -> "VersionId: " + each).orElse("staging label: " + wanted)));
        var answer = new LinkedHashMap<String, Object>();
        answer.put("ARN", secret.arn());
        answer.put("Name", secret.name());
        answer.put("VersionId", version.id());
        version.text().ifPresent(text -> answer.put("SecretString", text));
        version.binary().ifPresent(binary -> answer.put("SecretBinary", binary));
        answer.put("VersionStages", version.stages());
        answer.put("CreatedDate", version.created().getEpochSecond());
        return answer;
    }

    private Map<String, Object> describe(JsonCall json) {
        json.only("SecretId");
        Secret secret = found(json, new Context());
        var stages = new LinkedHashMap<String, Object>();
        secret.versions().forEach((id, version) -> {
            if (!version.stages().isEmpty()) {
                stages.put(id, version.stages());
            }
        });
        var answer = new LinkedHashMap<String, Object>();
        answer.put("ARN", secret.arn());
        answer.put("Name", secret.name());
        answer.put("Description", secret.description());
        answer.put("CreatedDate", secret.created().getEpochSecond());
        answer.put("LastChangedDate", secret.changed().getEpochSecond());
        secret.deleted().ifPresent(when -> answer.put("DeletedDate", when.getEpochSecond()));
        rotations.describe(secret, answer);
        answer.put(
                "Tags",
                secret.tags().entrySet().stream()
                        .map(tag -> Map.of("Key", tag.getKey(), "Value", tag.getValue()))
                        .toList());
        answer.put("VersionIdsToStages", stages);
        return answer;
    }

    /** Only as it is asked for with nothing said: 32 characters. */
    private Map<String, Object> randomPassword(JsonCall json) {
        Call call = json.only().call();
        String account = call.caller().account();
        var context = new Context().put("aws:ResourceAccount", account);
        access.require(call, "secretsmanager:GetRandomPassword", "*", account, context);
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return Map.of("RandomPassword", Base64.getEncoder().encodeToString(bytes));
    }

    private Map<String, Object> delete(JsonCall json) {
        json.only("SecretId", "RecoveryWindowInDays", "ForceDeleteWithoutRecovery");
        Secret secret = found(json, new Context());
        Instant when = json.call().now();
        if (json.flag("ForceDeleteWithoutRecovery")) {
            secrets.remove(secret.arn());
        } else {
            Instant end = when.plus(RECOVERY);
            secrets.change(secret.arn(), each -> each.deleting(Optional.of(end)));
            when = end;
        }
        return Map.of("ARN", secret.arn(), "Name", secret.name(), "DeletionDate", when.getEpochSecond());
    }

    /** The key is there only when the request names a stage; whether AWS fills in a default is not documented. */
    private static Context stage(JsonCall json) {
        return new Context()
                .put("secretsmanager:VersionStage", json.text("VersionStage").orElse(null));
    }

    /** Whose rotation it shall be from now on, and when: there when the request says so. */
    private static Context rotation(JsonCall json) {
        return new Context()
                .put(
                        "secretsmanager:RotationLambdaARN",
                        json.text("RotationLambdaARN").orElse(null))
                .put(
                        "secretsmanager:ModifyRotationRules",
                        Boolean.toString(json.members().containsKey("RotationRules")));
    }

    private Secret permitted(JsonCall json, Context context) {
        Secret secret = found(json, context);
        if (secret.deleted().isPresent()) {
            throw new AwsError(
                    400,
                    "InvalidRequestException",
                    "You can't perform this operation on the secret because it was marked for deletion.");
        }
        return secret;
    }

    /** Permission comes first: who may not read a name does not learn whether it is taken. */
    private Secret found(JsonCall json, Context context) {
        Call call = json.call();
        String id = json.required("SecretId");
        String account = call.caller().account();
        Optional<Secret> secret = secrets.find(account, id);
        String arn = secret.map(Secret::arn)
                .orElse(
                        id.startsWith("arn:")
                                ? id
                                : "arn:aws:secretsmanager:" + call.region() + ":" + account + ":secret:" + id);
        String owner = Arns.account(arn);
        context.put("secretsmanager:SecretId", arn).put("aws:ResourceAccount", owner);
        access.require(call, SERVICE + ":" + json.action(), arn, owner, context);
        return secret.orElseThrow(Secrets::missing);
    }
}
