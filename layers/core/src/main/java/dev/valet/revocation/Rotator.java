package dev.valet.revocation;

import dev.valet.grant.SecretArn;
import java.time.Instant;
import java.util.Optional;

/**
 * Secrets Manager, as far as ending needs it: {@code DescribeSecret} and {@code RotateSecret}, and no value. Whatever it
 * fails at throws {@link dev.valet.Unavailable}.
 */
public interface Rotator {
    /**
     * @param current the id of the version that is {@code AWSCURRENT}; empty where there is none
     * @param enabled whether the secret knows how it is rotated
     * @param underWay whether {@code AWSPENDING} is on another version than the current one
     * @param rotatedAt when its last rotation was completed
     */
    record Seen(Optional<String> current, boolean enabled, boolean underWay, Optional<Instant> rotatedAt) {}

    /** Empty when there is no such secret. */
    Optional<Seen> look(SecretArn secret);

    /**
     * Starts a rotation, which ends later.
     *
     * @param successor the new version's id: asking twice for one is asking once
     */
    void rotate(SecretArn secret, String successor);
}
