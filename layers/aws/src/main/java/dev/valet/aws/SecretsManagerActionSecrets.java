package dev.valet.aws;

import dev.valet.SecretText;
import dev.valet.Unavailable;
import dev.valet.action.ActionSecrets;
import dev.valet.grant.SecretArn;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

/**
 * The secrets of actions, read at each call and kept nowhere: a rotated value is used at the next call, and an environment that
 * waits for work holds none (T-26).
 */
public final class SecretsManagerActionSecrets implements ActionSecrets {
    private static final String CURRENT = "AWSCURRENT";

    private final SecretsManagerClient secrets;

    public SecretsManagerActionSecrets(SecretsManagerClient secrets) {
        this.secrets = secrets;
    }

    @Override
    public SecretText current(SecretArn arn) {
        if (!arn.region().equals(secrets.serviceClientConfiguration().region().id())) {
            throw new Unavailable("secret-in-another-region");
        }
        return text(
                arn,
                AwsFailure.guard(
                        "secretsmanager",
                        () -> secrets.getSecretValue(
                                get -> get.secretId(arn.text()).versionStage(CURRENT))));
    }

    private static SecretText text(SecretArn arn, GetSecretValueResponse answer) {
        if (answer.secretString() == null) {
            throw new Unavailable("secret-is-binary");
        }
        if (!arn.text().equals(answer.arn())) {
            throw new Unavailable("secretsmanager-incomplete");
        }
        return new SecretText(answer.secretString());
    }
}
