package dev.valet.revocation;

import dev.valet.Malformed;
import dev.valet.Ulid;
import java.security.SecureRandom;
import java.time.Instant;

/** {@code vr-} and a {@link Ulid}. */
public record RevocationId(String text) implements Comparable<RevocationId> {
    private static final String PREFIX = "vr-";

    public RevocationId {
        Malformed.unless(Ulid.follows(PREFIX, text), "is a revocation id, vr- and 26 characters");
    }

    /** @throws Malformed unless the text is exactly a revocation id */
    public static RevocationId parse(String text) {
        return new RevocationId(text);
    }

    public static RevocationId next(Instant now) {
        return new RevocationId(PREFIX + Ulid.next(now, new SecureRandom()));
    }

    @Override
    public int compareTo(RevocationId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
