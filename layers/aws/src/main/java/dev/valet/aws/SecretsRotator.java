package dev.valet.aws;

import dev.valet.Unavailable;
import dev.valet.grant.SecretArn;
import dev.valet.revocation.Rotator;
import dev.valet.revocation.SecretVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** Rotates secrets of Valet's own account with the function's own role, which can read no value. */
public final class SecretsRotator implements Rotator {
    private static final String CURRENT = "AWSCURRENT";
    private static final String PENDING = "AWSPENDING";

    private final SecretsManagerClient secrets;

    public SecretsRotator(SecretsManagerClient secrets) {
        this.secrets = secrets;
    }

    @Override
    public Optional<Seen> look(SecretArn secret) {
        return AwsFailure.guard("secretsmanager", () -> {
            try {
                return Optional.of(seen(secrets.describeSecret(describe -> describe.secretId(secret.text()))));
            } catch (ResourceNotFoundException gone) {
                return Optional.empty();
            }
        });
    }

    private static Seen seen(DescribeSecretResponse answer) {
        var current = labelled(answer.versionIdsToStages(), CURRENT);
        var pending = labelled(answer.versionIdsToStages(), PENDING);
        if (!current.map(SecretVersion::isId).orElse(true)) {
            throw new Unavailable("secretsmanager-incomplete");
        }
        return new Seen(
                current,
                Boolean.TRUE.equals(answer.rotationEnabled()),
                pending.isPresent() && !pending.equals(current),
                Optional.ofNullable(answer.lastRotatedDate()));
    }

    /** A label is on one version at a time. */
    private static Optional<String> labelled(Map<String, List<String>> stages, String label) {
        return stages.entrySet().stream()
                .filter(version -> version.getValue().contains(label))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Override
    public void rotate(SecretArn secret, String successor) {
        AwsFailure.guard(
                "secretsmanager",
                () -> secrets.rotateSecret(
                        rotate -> rotate.secretId(secret.text()).clientRequestToken(successor)));
    }
}
