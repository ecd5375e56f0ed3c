package dev.valet.revocation;

import dev.valet.identity.RoleArn;
import java.util.Optional;

/**
 * Sessions made only to see what IAM makes of them. One may do a single harmless thing, so it is worth nothing to anybody.
 */
public interface Probes {
    /** @return empty when no such session could be had: then nothing is confirmed */
    Optional<Probe> open(RoleArn role, ProbeId id);

    @FunctionalInterface
    interface Probe {
        Answer ask();
    }

    enum Answer {
        ALLOWED,
        DENIED,
        /** Neither was said. */
        UNKNOWN
    }
}
