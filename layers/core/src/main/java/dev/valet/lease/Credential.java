package dev.valet.lease;

import dev.valet.SecretText;
import java.time.Instant;
import java.util.Optional;

/** What the agent gets: exactly once, for memory only. */
public sealed interface Credential {
    /**
     * An STS session.
     *
     * @param expiration STS's own end of the session
     * @param region where the target lives, when the grant says so
     * @param secretArn the one secret this session may read, for kind {@code secret}
     */
    record AwsSession(
            String accessKeyId,
            SecretText secretAccessKey,
            SecretText sessionToken,
            Instant expiration,
            Optional<String> region,
            Optional<String> secretArn)
            implements Credential {}

    /** A value of Secrets Manager. */
    record SecretValue(SecretText value, String secretArn, String versionId) implements Credential {}
}
