package dev.valet.aws;

import dev.valet.Unavailable;
import dev.valet.identity.RoleArn;
import dev.valet.revocation.ProbeId;
import dev.valet.revocation.Probes;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Probes by {@code secretsmanager:GetRandomPassword}: a call that needs a permission, names no resource and touches nothing.
 * A role whose own policies don't allow it cannot be probed.
 */
public final class StsProbes implements Probes {
    static final String POLICY =
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"secretsmanager:GetRandomPassword\","
                    + "\"Resource\":\"*\"}}";

    private final Revoker revoker;

    public StsProbes(Revoker revoker) {
        this.revoker = revoker;
    }

    @Override
    public Optional<Probe> open(RoleArn role, ProbeId id) {
        try {
            var answer = revoker.in(role)
                    .sts()
                    .assumeRole(assume -> assume.roleArn(role.toString())
                            .roleSessionName(id.text())
                            .sourceIdentity(id.text())
                            .durationSeconds(900)
                            .policy(POLICY));
            var session = revoker.probing(answer.credentials());
            return Optional.of(() -> ask(session));
        } catch (Unavailable | SdkException notHere) {
            return Optional.empty();
        }
    }

    private static Answer ask(SecretsManagerClient session) {
        try {
            session.getRandomPassword();
            return Answer.ALLOWED;
        } catch (AwsServiceException refused) {
            return AwsFailure.code("secretsmanager", refused).endsWith("-access-denied")
                    ? Answer.DENIED
                    : Answer.UNKNOWN;
        } catch (SdkException unknown) {
            return Answer.UNKNOWN;
        }
    }
}
