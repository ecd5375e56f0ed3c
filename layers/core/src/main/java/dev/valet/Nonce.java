package dev.valet;

import java.security.SecureRandom;
import java.util.HexFormat;

/** A name that nobody else has: 128 random bits, in hex. */
public final class Nonce {
    private Nonce() {}

    /** Made at use with a generator of its own, so nothing of it is from before a snapshot (T-19). */
    public static String next() {
        var bits = new byte[16];
        new SecureRandom().nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }
}
