package dev.valet.local.aws.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent-encoding as Signature Version 4 wants it: RFC 3986 unreserved characters stand, all else is {@code %XX}. */
public final class Percent {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Percent() {}

    public static String encode(String text) {
        var out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean unreserved = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_'
                    || c == '.'
                    || c == '~';
            if (unreserved) {
                out.append(c);
            } else {
                out.append('%').append(HEX.toHexDigits(b));
            }
        }
        return out.toString();
    }

    /** Encodes all but the slashes between segments. */
    public static String encodePath(String path) {
        return encode(path).replace("%2F", "/");
    }

    /**
     * The text behind an encoding.
     *
     * @throws IllegalArgumentException when a percent sign is not followed by two hexadecimal digits
     */
    public static String decode(String text) {
        var out = new ByteArrayOutputStream();
        int at = 0;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        while (at < bytes.length) {
            if (bytes[at] == '%') {
                if (at + 2 >= bytes.length) {
                    throw new IllegalArgumentException("a percent sign stands alone");
                }
                out.write(HexFormat.fromHexDigits(new String(bytes, at + 1, 2, StandardCharsets.US_ASCII)));
                at += 3;
            } else {
                out.write(bytes[at++]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
