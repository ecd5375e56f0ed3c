package dev.valet.action;

import java.nio.charset.StandardCharsets;

/** RFC 3986, section 2.1: everything but the unreserved characters, as the octets of UTF-8. */
public final class PercentEncoding {
    private PercentEncoding() {}

    public static String encode(String text) {
        var encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            int c = octet & 0xff;
            if (isUnreserved(c)) {
                encoded.append((char) c);
            } else {
                encoded.append('%').append(digit(c >> 4)).append(digit(c & 15));
            }
        }
        return encoded.toString();
    }

    private static char digit(int value) {
        return "0123456789ABCDEF".charAt(value);
    }

    static boolean isUnreserved(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "._~-".indexOf(c) >= 0;
    }
}
