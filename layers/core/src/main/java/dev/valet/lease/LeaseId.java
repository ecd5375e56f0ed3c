package dev.valet.lease;

import dev.valet.Malformed;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * {@code vl-} and a ULID: 48 bits of milliseconds, 80 random bits, so ids sort by time and cannot be guessed. It is also the
 * STS session name and source identity (S-1).
 */
public record LeaseId(String text) implements Comparable<LeaseId> {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final Pattern FORM = Pattern.compile("vl-[0-7][" + ALPHABET + "]{25}");

    public LeaseId {
        Malformed.unless(FORM.matcher(text).matches(), "is a lease id, vl- and 26 characters");
    }

    /** @throws Malformed unless the text is exactly a lease id */
    public static LeaseId parse(String text) {
        return new LeaseId(text);
    }

    /** The random source is given at use, never kept from before a snapshot (T-19). */
    static LeaseId next(Instant now, SecureRandom random) {
        var low = new byte[10];
        random.nextBytes(low);
        return new LeaseId("vl-" + base32(now.toEpochMilli(), low));
    }

    /** Sorts before every lease id made at or after {@code time}: the lower end of a query by time. */
    public static String floor(Instant time) {
        return "vl-" + base32(time.toEpochMilli(), new byte[10]);
    }

    private static String base32(long millis, byte[] low) {
        var bits = new java.math.BigInteger(1, low)
                .or(java.math.BigInteger.valueOf(millis).shiftLeft(80));
        var text = new char[26];
        for (int i = 25; i >= 0; i--) {
            text[i] = ALPHABET.charAt(bits.intValue() & 31);
            bits = bits.shiftRight(5);
        }
        return new String(text);
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
