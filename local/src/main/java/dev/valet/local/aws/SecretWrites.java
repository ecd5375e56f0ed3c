package dev.valet.local.aws;

import dev.valet.local.aws.Secret.Version;
import dev.valet.local.aws.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** New secrets, new versions, moved labels. */
final class SecretWrites {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9/_+=.@-]{1,512}");
    private static final int MOST_BYTES = 65_536;
    private static final int MOST_STAGES = 20;

    private final Secrets secrets;

    SecretWrites(Secrets secrets) {
        this.secrets = secrets;
    }

    Map<String, Object> create(JsonCall json, String arn) {
        json.only("Name", "ClientRequestToken", "Description", "SecretString", "SecretBinary", "Tags");
        Instant now = json.call().now();
        String name = json.required("Name");
        if (!NAME.matcher(name).matches()) {
            throw JsonCall.invalid(
                    "Invalid name. Must be a valid name containing alphanumeric characters, or any of: -/_+=.@!");
        }
        var empty = new Secret(
                arn,
                name,
                json.text("Description").orElse(""),
                tags(json),
                Map.of(),
                now,
                now,
                Optional.empty(),
                Optional.empty());
        Optional<Version> version = version(json);
        Secret secret = version.map(each -> empty.adding(each, Set.of(Secret.CURRENT), now))
                .orElse(empty);
        if (!secrets.create(secret)) {
            throw new AwsError(
                    400,
                    "ResourceExistsException",
                    "The operation failed because the secret " + name + " already exists.");
        }
        return answer(secret, version.map(Version::id), Optional.empty());
    }

    Map<String, Object> put(JsonCall json, Secret secret) {
        json.only("SecretId", "ClientRequestToken", "SecretString", "SecretBinary", "VersionStages");
        Version version = version(json)
                .orElseThrow(() -> JsonCall.invalid("You must provide either SecretString or SecretBinary."));
        List<String> asked = json.texts("VersionStages");
        Set<String> stages = asked.isEmpty() ? Set.of(Secret.CURRENT) : Set.copyOf(asked);
        if (stages.size() > MOST_STAGES) {
            throw new AwsError(400, "LimitExceededException", "A version has at most " + MOST_STAGES + " labels.");
        }
        Secret changed = secrets.change(secret.arn(), now -> {
            Version same = now.versions().get(version.id());
            if (same != null && !same.sameValue(version)) {
                throw new AwsError(
                        400,
                        "ResourceExistsException",
                        "A resource with the ID you requested already exists with different contents.");
            }
            return same != null ? now : now.adding(version, stages, json.call().now());
        });
        Version stored =
                Optional.ofNullable(changed.versions().get(version.id())).orElse(version);
        return answer(changed, Optional.of(version.id()), Optional.of(stored.stages()));
    }

    /** The version that has the label must be named to take it from there. */
    Map<String, Object> moveStage(JsonCall json, Secret secret) {
        json.only("SecretId", "VersionStage", "MoveToVersionId", "RemoveFromVersionId");
        String stage = json.required("VersionStage");
        Optional<String> to = json.text("MoveToVersionId");
        Optional<String> from = json.text("RemoveFromVersionId");
        Secret changed = secrets.change(secret.arn(), now -> {
            Optional<String> holder = now.staged(stage).map(Version::id);
            if (to.isPresent() && !now.versions().containsKey(to.get())) {
                throw Secrets.missing();
            }
            if (!holder.equals(from) && !(holder.isPresent() && holder.equals(to) && from.isEmpty())) {
                throw JsonCall.invalid(
                        "The parameter RemoveFromVersionId must name the version that has the label " + stage + ".");
            }
            if (to.isEmpty() && stage.equals(Secret.CURRENT)) {
                throw JsonCall.invalid("You can only move staging label AWSCURRENT to a different secret version.");
            }
            return now.moving(stage, to, json.call().now());
        });
        return Map.of("ARN", changed.arn(), "Name", changed.name());
    }

    private static Optional<Version> version(JsonCall json) {
        Optional<String> text = json.text("SecretString");
        Optional<String> binary = json.text("SecretBinary");
        if (text.isPresent() && binary.isPresent()) {
            throw JsonCall.invalid("You can't specify both a binary secret value and a string secret value.");
        }
        String value = text.or(() -> binary).orElse("");
        if (value.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw JsonCall.invalid("A secret value has at most " + MOST_BYTES + " bytes.");
        }
        if (text.isEmpty() && binary.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Version(token(json), text, binary, Set.of(), json.call().now()));
    }

    /** It becomes the version's id. */
    static String token(JsonCall json) {
        String id = json.text("ClientRequestToken").orElseGet(Ids::uuid);
        if (id.length() < 32 || id.length() > 64) {
            throw JsonCall.invalid("ClientRequestToken must be 32-64 characters long.");
        }
        return id;
    }

    private static Map<String, String> tags(JsonCall json) {
        var tags = new LinkedHashMap<String, String>();
        Object given = json.members().getOrDefault("Tags", List.of());
        for (Object each : given instanceof List<?> list ? list : List.of(given)) {
            var tag = Json.object(each, "Tags");
            tags.put(AccountJson.text(tag, "Key"), AccountJson.text(tag, "Value"));
        }
        return Map.copyOf(tags);
    }

    private static Map<String, Object> answer(Secret secret, Optional<String> versionId, Optional<Set<String>> stages) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("ARN", secret.arn());
        answer.put("Name", secret.name());
        versionId.ifPresent(id -> answer.put("VersionId", id));
        stages.ifPresent(all -> answer.put("VersionStages", all));
        return answer;
    }
}
