package dev.valet.approval;

import dev.valet.Malformed;
import dev.valet.Ulid;
import java.security.SecureRandom;
import java.time.Instant;

/** {@code ap-} and a {@link Ulid}. It is part of what is approved, so it is also the nonce of the hash. */
public record ApprovalId(String text) implements Comparable<ApprovalId> {
    private static final String PREFIX = "ap-";

    public ApprovalId {
        Malformed.unless(Ulid.follows(PREFIX, text), "is an approval id, ap- and 26 characters");
    }

    /** @throws Malformed unless the text is exactly an approval id */
    public static ApprovalId parse(String text) {
        return new ApprovalId(text);
    }

    /** The random source is asked at use, never kept from before a snapshot (T-19). */
    public static ApprovalId next(Instant now) {
        return new ApprovalId(PREFIX + Ulid.next(now, new SecureRandom()));
    }

    /** Sorts before every approval id made at or after {@code time}. */
    public static String floor(Instant time) {
        return PREFIX + Ulid.floor(time);
    }

    @Override
    public int compareTo(ApprovalId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
