package dev.valet.testkit;

import dev.valet.Unavailable;
import dev.valet.grant.SecretArn;
import dev.valet.revocation.Rotator;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Secrets with their versions' ids, rotated as Secrets Manager rotates them: one at a time, and each id once. */
public final class MemorySecrets implements Rotator {
    private final Clock clock;
    private final Map<SecretArn, Secret> secrets = new HashMap<>();
    private boolean slow;
    private boolean down;

    private static final class Secret {
        private final List<String> versions = new ArrayList<>(List.of("version-1"));
        private boolean enabled = true;
        private @Nullable String pending;
        private @Nullable Instant rotatedAt;
    }

    public MemorySecrets(Clock clock) {
        this.clock = clock;
    }

    private Secret secret(SecretArn arn) {
        return secrets.computeIfAbsent(arn, _ -> new Secret());
    }

    /** The id of the current version. */
    public synchronized String current(SecretArn arn) {
        return secret(arn).versions.getLast();
    }

    /** How often the value was replaced. */
    public synchronized int rotations(SecretArn arn) {
        return secret(arn).versions.size() - 1;
    }

    /** From now on a rotation that was started ends only with {@link #finish}. */
    public synchronized void beSlow() {
        slow = true;
    }

    /** What is under way is done. */
    public synchronized void finish(SecretArn arn) {
        var secret = secret(arn);
        if (secret.pending != null) {
            secret.versions.add(secret.pending);
            secret.pending = null;
            secret.rotatedAt = clock.instant();
        }
    }

    /** As somebody who is not told of Valet would. */
    public synchronized void putByHand(SecretArn arn, String version) {
        secret(arn).versions.add(version);
    }

    /** Somebody takes the rotation away, or gives it back. */
    public synchronized void enable(SecretArn arn, boolean enabled) {
        secret(arn).enabled = enabled;
    }

    /** Secrets Manager answers nobody. */
    public synchronized void fail(boolean failing) {
        down = failing;
    }

    @Override
    public synchronized Optional<Seen> look(SecretArn arn) {
        expectUp();
        var secret = secret(arn);
        return Optional.of(new Seen(
                Optional.of(secret.versions.getLast()),
                secret.enabled,
                secret.pending != null,
                Optional.ofNullable(secret.rotatedAt)));
    }

    @Override
    public synchronized void rotate(SecretArn arn, String successor) {
        expectUp();
        var secret = secret(arn);
        if (!secret.enabled || secret.pending != null) {
            throw new Unavailable("secretsmanager-refused");
        }
        if (secret.versions.contains(successor)) {
            return;
        }
        secret.pending = successor;
        if (!slow) {
            finish(arn);
        }
    }

    private void expectUp() {
        if (down) {
            throw new Unavailable("secretsmanager-throttled");
        }
    }
}
