package dev.valet;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.regex.Pattern;

/** 48 bits of milliseconds and 80 random bits, in 26 characters of Crockford's base 32: sorts by time, cannot be guessed. */
public final class Ulid {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final Pattern FORM = Pattern.compile("[0-7][" + ALPHABET + "]{25}");

    private Ulid() {}

    /** The random source is given at use, never kept from before a snapshot (T-19). */
    public static String next(Instant now, SecureRandom random) {
        var low = new byte[10];
        random.nextBytes(low);
        return base32(now.toEpochMilli(), low);
    }

    /** The first of all that are made at or after {@code time}. */
    public static String floor(Instant time) {
        return base32(time.toEpochMilli(), new byte[10]);
    }

    /** Whether the text is exactly {@code prefix} and one of these. */
    public static boolean follows(String prefix, String text) {
        return text.startsWith(prefix)
                && FORM.matcher(text.substring(prefix.length())).matches();
    }

    private static String base32(long millis, byte[] low) {
        var bits = new BigInteger(1, low).or(BigInteger.valueOf(millis).shiftLeft(80));
        var text = new char[26];
        for (int i = 25; i >= 0; i--) {
            text[i] = ALPHABET.charAt(bits.intValue() & 31);
            bits = bits.shiftRight(5);
        }
        return new String(text);
    }
}
