package dev.valet.revocation;

import dev.valet.Malformed;
import dev.valet.Ulid;
import java.security.SecureRandom;
import java.time.Instant;

/** {@code vp-} and a {@link Ulid}: the source identity of a session that is made only to see whether it is denied. */
public record ProbeId(String text) {
    private static final String PREFIX = "vp-";

    public ProbeId {
        Malformed.unless(Ulid.follows(PREFIX, text), "is a probe id, vp- and 26 characters");
    }

    /** @throws Malformed unless the text is exactly a probe id */
    public static ProbeId parse(String text) {
        return new ProbeId(text);
    }

    public static ProbeId next(Instant now) {
        return new ProbeId(PREFIX + Ulid.next(now, new SecureRandom()));
    }

    @Override
    public String toString() {
        return text;
    }
}
