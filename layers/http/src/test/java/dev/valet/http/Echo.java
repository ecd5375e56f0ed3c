package dev.valet.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** The ways to write a secret that R-4 names, within any other text. */
enum Echo {
    RAW {
        @Override
        byte[] write(String before, String secret, String after) {
            return (before + secret + after).getBytes(UTF_8);
        }
    },
    BASE64 {
        @Override
        byte[] write(String before, String secret, String after) {
            return Base64.getEncoder().encode((before + secret + after).getBytes(UTF_8));
        }
    },
    BASE64URL {
        @Override
        byte[] write(String before, String secret, String after) {
            return Base64.getUrlEncoder().withoutPadding().encode((before + secret + after).getBytes(UTF_8));
        }
    },
    HEX {
        @Override
        byte[] write(String before, String secret, String after) {
            return (before + HexFormat.of().withUpperCase().formatHex(secret.getBytes(UTF_8)) + after).getBytes(UTF_8);
        }
    },
    PERCENT {
        @Override
        byte[] write(String before, String secret, String after) {
            return (before + each(secret, "%%%02x") + after).getBytes(UTF_8);
        }
    },
    PERCENT_TWICE {
        @Override
        byte[] write(String before, String secret, String after) {
            return (before + each(secret, "%%25%02X") + after).getBytes(UTF_8);
        }
    },
    JSON {
        @Override
        byte[] write(String before, String secret, String after) {
            // A backslash at the end of what stands before would escape the first one, and the secret would be another
            // text.
            return (before.replace('\\', '/') + each(secret, "\\u%04X") + after).getBytes(UTF_8);
        }
    },
    HTML {
        @Override
        byte[] write(String before, String secret, String after) {
            return (before + each(secret, "&#%d;") + after).getBytes(UTF_8);
        }
    },
    UTF_16_LITTLE {
        @Override
        byte[] write(String before, String secret, String after) {
            return (before + secret + after).getBytes(UTF_16LE);
        }
    },
    UTF_16_BIG {
        @Override
        byte[] write(String before, String secret, String after) {
            return (before + secret + after).getBytes(UTF_16BE);
        }
    },
    REVERSED {
        @Override
        byte[] write(String before, String secret, String after) {
            return (before + new StringBuilder(secret).reverse() + after).getBytes(ISO_8859_1);
        }
    },
    BASIC {
        @Override
        byte[] write(String before, String secret, String after) {
            return (before + " Basic " + Base64.getEncoder().encodeToString(("user:" + secret).getBytes(UTF_8)) + after)
                    .getBytes(UTF_8);
        }
    };

    abstract byte[] write(String before, String secret, String after);

    private static String each(String text, String format) {
        return text.chars()
                .mapToObj(c -> String.format(java.util.Locale.ROOT, format, c))
                .collect(Collectors.joining());
    }
}
