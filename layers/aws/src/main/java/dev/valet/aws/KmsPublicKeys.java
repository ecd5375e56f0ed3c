package dev.valet.aws;

import dev.valet.Es256Key;
import dev.valet.Malformed;
import dev.valet.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * The public halves of some KMS keys, for whoever asks. Anybody may, so asking costs nothing (INV-24): they are loaded once
 * in an environment's life, because the material of a key never changes, and a failure is remembered for a while as well.
 */
public final class KmsPublicKeys {
    private static final Duration FAILED_FOR = Duration.ofSeconds(10);

    private final KmsClient kms;
    private final List<String> keyArns;
    private final Clock clock;
    private List<Es256Key> loaded = List.of();
    private @Nullable Unavailable failure;
    private Instant again = Instant.EPOCH;

    public KmsPublicKeys(KmsClient kms, List<String> keyArns, Clock clock) {
        this.kms = kms;
        this.keyArns = List.copyOf(keyArns);
        this.clock = clock;
    }

    /** @throws Unavailable when they are not known now: half of them would be read as all of them */
    public synchronized List<Es256Key> keys() {
        if (loaded.isEmpty()) {
            var failed = failure;
            if (failed != null && clock.instant().isBefore(again)) {
                throw failed;
            }
            loaded = loaded();
        }
        return loaded;
    }

    private List<Es256Key> loaded() {
        try {
            return keyArns.stream().map(arn -> load(kms, arn)).toList();
        } catch (Unavailable unavailable) {
            failure = unavailable;
            again = clock.instant().plus(FAILED_FOR);
            throw unavailable;
        }
    }

    static Es256Key load(KmsClient kms, String keyArn) {
        var answer = AwsFailure.guard("kms", () -> kms.getPublicKey(get -> get.keyId(keyArn)));
        try {
            return Es256Key.of(answer.publicKey().asByteArray());
        } catch (Malformed anotherSort) {
            throw new Unavailable("kms-key-not-es256");
        }
    }
}
