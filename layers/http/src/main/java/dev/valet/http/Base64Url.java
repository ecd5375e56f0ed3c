package dev.valet.http;

import dev.valet.Malformed;
import java.util.Base64;

/** Base64url without padding, in its one canonical spelling (RFC 4648, sections 3.5 and 5; J-5). */
final class Base64Url {
    private static final String RULE = "is canonical base64url without padding";

    private Base64Url() {}

    /** @throws Malformed when the text is not exactly what encoding its bytes gives */
    static byte[] decode(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            // The JDK takes padding, and set bits behind the last byte: two spellings of one value.
            Malformed.unless(encode(bytes).equals(text), RULE);
            return bytes;
        } catch (IllegalArgumentException notBase64) {
            throw new Malformed(RULE);
        }
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
