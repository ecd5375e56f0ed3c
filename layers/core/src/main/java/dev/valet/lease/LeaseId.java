package dev.valet.lease;

import dev.valet.Malformed;
import dev.valet.Ulid;
import java.security.SecureRandom;
import java.time.Instant;

/** {@code vl-} and a {@link Ulid}. It is also the STS session name and source identity (S-1). */
public record LeaseId(String text) implements Comparable<LeaseId> {
    private static final String PREFIX = "vl-";

    public LeaseId {
        Malformed.unless(Ulid.follows(PREFIX, text), "is a lease id, vl- and 26 characters");
    }

    /** @throws Malformed unless the text is exactly a lease id */
    public static LeaseId parse(String text) {
        return new LeaseId(text);
    }

    /** The random source is given at use, never kept from before a snapshot (T-19). */
    static LeaseId next(Instant now, SecureRandom random) {
        return new LeaseId(PREFIX + Ulid.next(now, random));
    }

    /** Sorts before every lease id made at or after {@code time}: the lower end of a query by time. */
    public static String floor(Instant time) {
        return PREFIX + Ulid.floor(time);
    }

    @Override
    public int compareTo(LeaseId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
