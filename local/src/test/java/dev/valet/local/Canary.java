package dev.valet.local;

import dev.valet.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * A value unlike any other, to be looked for in everything that came out.
 *
 * @param name what it is, for whoever reads a find
 * @param homes the places where it may be: for a secret the one that keeps it, if any
 */
record Canary(String name, String value, Set<String> homes) {
    /** Shorter ones would be found where they are not. */
    static final int LEAST = 16;

    private static final int PIECE = 32;

    Canary {
        if (value.length() < LEAST) {
            throw new IllegalArgumentException(name + " is too short to be looked for");
        }
    }

    /** What it could come out as, bytes written as Latin-1, and how each of these is called. */
    Map<String, String> forms() {
        var forms = new LinkedHashMap<String, String>();
        forms(value, "", forms);
        if (value.length() > 2 * PIECE) { // a log that cuts texts off
            forms(value.substring(value.length() - PIECE), " of its end", forms);
            if (!value.startsWith("eyJ")) { // tokens of one issuer begin alike
                forms(value.substring(0, PIECE), " of its beginning", forms);
            }
        }
        return forms;
    }

    private static void forms(String text, String of, Map<String, String> forms) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        forms.putIfAbsent(latin1(text), "raw" + of);
        for (int before = 0; before < 3; before++) {
            var encoded = base64(bytes, before);
            forms.putIfAbsent(encoded, "base64 after " + before + of);
            forms.putIfAbsent(encoded.replace('+', '-').replace('/', '_'), "base64url after " + before + of);
        }
        var hex = HexFormat.of().formatHex(bytes);
        forms.putIfAbsent(hex, "hex" + of);
        forms.putIfAbsent(hex.toUpperCase(Locale.ROOT), "HEX" + of);
        forms.putIfAbsent(escaped(bytes, "-._~", b -> "%%%02X".formatted(b)), "percent" + of);
        forms.putIfAbsent(escaped(bytes, "-._~", b -> "%%%02x".formatted(b)), "percent in small letters" + of);
        forms.putIfAbsent(each(bytes, b -> "%%%02X".formatted(b)), "percent throughout" + of);
        forms.putIfAbsent(escaped(bytes, "-._*", b -> b == ' ' ? "+" : "%%%02X".formatted(b)), "form" + of);
        forms.putIfAbsent(latin1(quoted(text)), "JSON" + of);
        forms.putIfAbsent(ascii(quoted(text)), "JSON in ASCII" + of);
        forms.putIfAbsent(latin1(quoted(quoted(text))), "JSON in JSON" + of);
        forms.putIfAbsent(latin1(new StringBuilder(text).reverse().toString()), "reversed" + of);
    }

    /** Those characters of the encoding that are its own, whatever stands before and after it. */
    private static String base64(byte[] bytes, int before) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        var encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int foreign = (before * 8 + 5) / 6;
        return encoded.substring(foreign, shifted.length * 8 / 6);
    }

    private static String escaped(byte[] bytes, String kept, IntFunction<String> escape) {
        return each(bytes, b -> {
            boolean plain = b < 0x80 && (Character.isLetterOrDigit(b) || kept.indexOf(b) >= 0);
            return plain ? Character.toString(b) : escape.apply(b);
        });
    }

    private static String each(byte[] bytes, IntFunction<String> written) {
        var text = new StringBuilder();
        for (byte b : bytes) {
            text.append(written.apply(b & 0xff));
        }
        return text.toString();
    }

    private static String quoted(String text) {
        var json = Json.of(text).canonical();
        return json.substring(1, json.length() - 1);
    }

    private static String ascii(String text) {
        return text.chars()
                .mapToObj(c -> c < 0x7f ? Character.toString(c) : "\\u%04x".formatted(c))
                .collect(Collectors.joining());
    }

    static String latin1(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return name;
    }
}
