package dev.valet.action;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells whether an answer has a secret in it: as it is, in base64 at each alignment and in both alphabets, in hexadecimal,
 * or one of these in another, forwards or backwards, in text that is percent-encoded, escaped for JSON or HTML, spaced, in UTF-16
 * or UTF-32, or several of these, three deep. Three quarters of a long secret count as the secret. What is split, mixed with
 * other text or encrypted it cannot see, which is why only declared fields are handed on.
 */
public final class Scrubber {
    private static final int DEPTH = 3;
    private static final int SHORTEST = 8;
    /** From here on half a secret is still more than anybody guesses, and more than chance repeats. */
    private static final int LONG = 32;

    private final Set<String> needles;
    private final Set<String> hexadecimal;

    /** @param forms the secret, and whatever was made of it and sent; ASCII, at least 8 characters each */
    public Scrubber(Collection<String> forms) {
        if (forms.isEmpty() || forms.stream().anyMatch(form -> form.length() < SHORTEST)) {
            throw new IllegalArgumentException("what is that short is everywhere");
        }
        var plain = set(forms.stream()
                .map(Scrubber::core)
                .flatMap(core ->
                        Stream.of(core, new StringBuilder(core).reverse().toString())));
        var once = set(plain.stream().flatMap(Scrubber::encoded));
        var twice = set(once.stream().flatMap(Scrubber::encoded));
        needles = set(Stream.of(plain, once, twice).flatMap(Set::stream));
        hexadecimal = set(plain.stream().map(core -> HexFormat.of().formatHex(bytes(core))));
    }

    /** The middle half of a long secret, which every run of three quarters of it contains. */
    private static String core(String form) {
        int length = form.length();
        return length < LONG ? form : form.substring(length / 4, length - length / 4);
    }

    private static Stream<String> encoded(String text) {
        return Stream.concat(
                Stream.of(0, 1, 2).flatMap(shift -> base64(text, shift)),
                Stream.of(HexFormat.of(), HexFormat.of().withUpperCase()).map(hex -> hex.formatHex(bytes(text))));
    }

    /** What is the same whatever stands before and after it, when it begins {@code shift} bytes into a group of three. */
    private static Stream<String> base64(String text, int shift) {
        var shifted = new byte[shift + text.length()];
        System.arraycopy(bytes(text), 0, shifted, shift, text.length());
        int from = (shift * 8 + 5) / 6;
        int to = shifted.length * 8 / 6;
        return Stream.of(Base64.getEncoder(), Base64.getUrlEncoder())
                .map(encoder -> encoder.encodeToString(shifted).substring(from, to));
    }

    public boolean finds(String text) {
        return finds(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Over the whole of an answer at once, so that it does not matter where chunks of it ended. */
    public boolean finds(byte[] answer) {
        var seen = new HashSet<String>();
        var readings = Set.of(new String(answer, StandardCharsets.ISO_8859_1));
        for (int depth = 0; depth <= DEPTH; depth++) {
            var fresh = set(readings.stream().filter(seen::add));
            if (fresh.stream().anyMatch(this::shows)) {
                return true;
            }
            readings = set(fresh.stream().flatMap(Unescaping::all));
        }
        return false;
    }

    private boolean shows(String reading) {
        var lower = reading.toLowerCase(Locale.ROOT);
        return needles.stream().anyMatch(reading::contains)
                || hexadecimal.stream().anyMatch(lower::contains);
    }

    private static Set<String> set(Stream<String> texts) {
        return texts.collect(Collectors.toUnmodifiableSet());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
