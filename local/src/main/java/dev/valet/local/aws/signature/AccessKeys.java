package dev.valet.local.aws.signature;

import java.time.Instant;
import java.util.Optional;

/** Where the verifier finds the secret of an access key. */
@FunctionalInterface
public interface AccessKeys {
    /** Nobody is known: what was not wired refuses. */
    AccessKeys NONE = _ -> Optional.empty();

    Optional<AccessKey> find(String accessKeyId);

    /**
     * One key.
     *
     * @param sessionToken must come with every request, when there is one
     * @param expires the first instant at which the key is dead
     */
    record AccessKey(String id, String secret, Optional<String> sessionToken, Optional<Instant> expires) {
        @Override
        public String toString() {
            return "AccessKey[" + id + "]";
        }
    }
}
