package dev.valet;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * An ECDSA signature on the curve P-256 in its two forms: DER, as KMS answers it (RFC 3279, section 2.2.3), and the 64 bytes
 * that a JWS has (RFC 7518, section 3.4). The one converter (T-30).
 */
public final class EcdsaSignature {
    /** R and S, 32 bytes each, big-endian, with leading zeros. */
    public static final int BYTES = 64;

    static final String FORM = "is an ECDSA signature of the curve P-256 in DER";

    private static final int HALF = BYTES / 2;
    private static final byte SEQUENCE = 0x30;
    private static final byte INTEGER = 0x02;
    /** Of the group that the curve's base point generates (FIPS 186-5; SP 800-186, section 3.2.1.3). */
    private static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private EcdsaSignature() {}

    /** @throws Malformed unless the bytes are two integers of the group, in the one spelling that DER has for them */
    public static byte[] fixed(byte[] der) {
        Malformed.unless(der.length >= 8 && der[0] == SEQUENCE && der[1] == der.length - 2, FORM);
        int second = end(der, 2);
        Malformed.unless(second < der.length && end(der, second) == der.length, FORM);
        var fixed = new byte[BYTES];
        copy(der, 2, fixed, HALF);
        copy(der, second, fixed, BYTES);
        Malformed.unless(isOfTheGroup(fixed), FORM);
        return fixed;
    }

    /** Where the integer at {@code at} ends: positive, and without a zero that nothing needs. */
    private static int end(byte[] der, int at) {
        Malformed.unless(at + 2 < der.length && der[at] == INTEGER, FORM);
        int length = der[at + 1];
        int end = at + 2 + length;
        Malformed.unless(length >= 1 && length <= HALF + 1 && end <= der.length, FORM);
        byte first = der[at + 2];
        boolean padded = first == 0 && length > 1;
        Malformed.unless(first >= 0 && (!padded || der[at + 3] < 0), FORM);
        Malformed.unless(length <= HALF || padded, FORM);
        return end;
    }

    /** So that the integer at {@code at} ends before {@code end}. */
    private static void copy(byte[] der, int at, byte[] fixed, int end) {
        int length = Math.min(der[at + 1], HALF);
        System.arraycopy(der, at + 2 + der[at + 1] - length, fixed, end - length, length);
    }

    /** Whether both halves are from 1 to the group's order: a verifier that takes others takes forgeries (CVE-2022-21449). */
    static boolean isOfTheGroup(byte[] fixed) {
        return fixed.length == BYTES && isOfTheGroup(fixed, 0) && isOfTheGroup(fixed, HALF);
    }

    private static boolean isOfTheGroup(byte[] fixed, int from) {
        var number = new BigInteger(1, Arrays.copyOfRange(fixed, from, from + HALF));
        return number.signum() > 0 && number.compareTo(ORDER) < 0;
    }
}
