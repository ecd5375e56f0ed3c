package dev.valet.aws;

import dev.valet.Reason;
import dev.valet.SecretText;
import dev.valet.grant.Grant;
import dev.valet.grant.SecretArn;
import dev.valet.grant.SessionPolicy;
import dev.valet.grant.Terms;
import dev.valet.lease.Credential;
import dev.valet.lease.Lease;
import dev.valet.lease.Minter;
import dev.valet.lease.Minting;
import dev.valet.revocation.SecretVersion;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.sts.StsClient;

/** Mints kind {@code secret}: a session that may read one secret, or its current value. */
public final class SecretsMinter implements Minter {
    private static final String CURRENT = "AWSCURRENT";

    private final Sessions sessions;
    private final SecretsManagerClient secrets;
    private final SessionPolicy policies;

    public SecretsMinter(StsClient sts, SecretsManagerClient secrets, SessionPolicy policies, PolicySizes sizes) {
        this.sessions = new Sessions(sts, sizes);
        this.secrets = secrets;
        this.policies = policies;
    }

    @Override
    public Minting mint(Lease lease, Grant grant) {
        return switch (grant.terms()) {
            case Terms.SecretSession terms -> session(lease, terms);
            case Terms.SecretValue terms -> value(terms.secretArn());
            case Terms.Aws _, Terms.Perform _ -> new Minting.Failed(Reason.NOT_OFFERED, "wrong-minter");
        };
    }

    private Minting session(Lease lease, Terms.SecretSession terms) {
        var policy = policies.compile(terms, Sessions.notAfter(lease));
        var arn = terms.secretArn();
        return sessions.mint(
                lease,
                new Sessions.Scope(terms.role(), terms.externalId(), policy, List.of()),
                new Sessions.Target(Optional.of(arn.region()), Optional.of(arn.text())));
    }

    private Minting value(SecretArn arn) {
        if (!arn.region().equals(secrets.serviceClientConfiguration().region().id())) {
            return new Minting.Failed(Reason.NOT_OFFERED, "secret-in-another-region");
        }
        try {
            return minted(
                    arn, secrets.getSecretValue(get -> get.secretId(arn.text()).versionStage(CURRENT)));
        } catch (SdkException failure) {
            return new Minting.Failed(Reason.UPSTREAM_BUSY, AwsFailure.code("secretsmanager", failure));
        }
    }

    private static Minting minted(SecretArn arn, GetSecretValueResponse answer) {
        if (answer.secretString() == null) {
            return new Minting.Failed(Reason.NOT_OFFERED, "secret-is-binary");
        }
        var version = answer.versionId();
        if (!arn.text().equals(answer.arn()) || version == null || !SecretVersion.isId(version)) {
            return new Minting.Failed(Reason.UPSTREAM_BUSY, "secretsmanager-incomplete");
        }
        return new Minting.Minted(
                new Credential.SecretValue(new SecretText(answer.secretString()), arn.text(), version));
    }
}
