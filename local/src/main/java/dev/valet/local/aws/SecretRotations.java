package dev.valet.local.aws;

import dev.valet.local.aws.Secret.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Rotating secrets. There are no functions here: whoever sets a secret up says what makes its values, and a rotation is done
 * when its call is answered. The provider behind it, who would have to learn of the new value, is not there either.
 */
final class SecretRotations {
    private final Secrets secrets;
    private final ConcurrentMap<String, Supplier<String>> makers = new ConcurrentHashMap<>();

    SecretRotations(Secrets secrets) {
        this.secrets = secrets;
    }

    void set(String arn, Supplier<String> maker) {
        makers.put(arn, maker);
    }

    /** What a description tells of it. */
    void describe(Secret secret, Map<String, Object> answer) {
        if (makers.containsKey(secret.arn())) {
            answer.put("RotationEnabled", true);
            answer.put("RotationLambdaARN", function(secret));
        }
        secret.rotated().ifPresent(when -> answer.put("LastRotatedDate", when.getEpochSecond()));
    }

    private static String function(Secret secret) {
        String[] arn = secret.arn().split(":", -1);
        return "arn:aws:lambda:" + arn[3] + ":" + arn[4] + ":function:made-up-here";
    }

    /** As it is set up and at once: who would change that, or only try it, is refused by name. */
    Map<String, Object> rotate(JsonCall json, Secret secret) {
        json.only("SecretId", "ClientRequestToken");
        String token = SecretWrites.token(json);
        var maker = Optional.ofNullable(makers.get(secret.arn()))
                .orElseThrow(() -> refused("You tried to enable rotation on a secret that doesn't already have a Lambda"
                        + " function ARN configured and you didn't include such an ARN as a parameter in this call."));
        secrets.change(secret.arn(), now -> rotated(now, token, maker, json));
        var answer = new LinkedHashMap<String, Object>();
        answer.put("ARN", secret.arn());
        answer.put("Name", secret.name());
        answer.put("VersionId", token);
        return answer;
    }

    private static Secret rotated(Secret now, String token, Supplier<String> maker, JsonCall json) {
        var pending = now.staged(Secret.PENDING).map(Version::id);
        if (pending.isPresent() && !pending.equals(now.staged(Secret.CURRENT).map(Version::id))) {
            throw refused("A previous rotation isn't complete. That rotation will be reattempted.");
        }
        if (now.versions().containsKey(token)) {
            return now;
        }
        var when = json.call().now();
        var version = new Version(token, Optional.of(maker.get()), Optional.empty(), Set.of(), when);
        return now.adding(version, Set.of(Secret.CURRENT), when).rotated(when);
    }

    private static AwsError refused(String message) {
        return new AwsError(400, "InvalidRequestException", message);
    }
}
