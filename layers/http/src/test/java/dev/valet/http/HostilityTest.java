package dev.valet.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The everyday run of what {@link HttpFuzzTest} searches for: seeded, so that a failure comes again. */
class HostilityTest {
    private static final int ROUNDS = 1_000;
    private static final List<String> PIECES = List.of(
            "..",
            ".",
            "/",
            "//",
            "\\",
            "%",
            "%2e",
            "%2f",
            "%00",
            "?",
            "#",
            "&",
            "=",
            "@",
            ":",
            ";",
            " ",
            "\t",
            "\r\n",
            "\0",
            "\u007f",
            "\u00e4",
            "\u2025",
            "\u200b",
            "\ufeff",
            "\ud83d\ude00",
            "a",
            "Z",
            "0",
            "~",
            "_",
            "-",
            "+",
            "'",
            "\"",
            "{",
            "}",
            "${key}",
            "evil.example",
            "127.0.0.1",
            "[::1]",
            "https:",
            "u0041",
            "&#",
            "x41");

    private final Random random = new Random(20261125);

    private String pieces(int most) {
        var text = new StringBuilder();
        for (int i = random.nextInt(most); i > 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    @Test
    void aValueStaysInItsPlace() {
        for (int i = 0; i < ROUNDS; i++) {
            Hostility.aValueStaysInItsPlace(pieces(6));
        }
    }

    @Test
    void anAnswerGivesNothingAway() {
        for (int i = 0; i < ROUNDS; i++) {
            Hostility.anAnswerGivesNothingAway(mutated(Hostility.taken(pieces(3), pieces(8))));
            Hostility.anAnswerGivesNothingAway(
                    mutated(Hostility.taken("OK", pieces(3) + TestErrand.SECRET + pieces(3))));
        }
    }

    @Test
    void anEchoIsFound() {
        for (int i = 0; i < ROUNDS; i++) {
            Hostility.anEchoIsFound(pieces(4), pieces(4), i);
        }
    }

    private byte[] mutated(byte[] answer) {
        var mutant = new StringBuilder(new String(answer, ISO_8859_1));
        for (int changes = random.nextInt(4); changes > 0 && !mutant.isEmpty(); changes--) {
            int at = random.nextInt(mutant.length());
            switch (random.nextInt(4)) {
                case 0 -> mutant.setCharAt(at, (char) random.nextInt(0x100));
                case 1 -> mutant.deleteCharAt(at);
                case 2 -> mutant.insert(at, new String(pieces(3).getBytes(UTF_8), ISO_8859_1));
                case 3 ->
                    mutant.insert(
                            at,
                            "\r\nContent-Encoding: "
                                    + List.of("gzip", "br", "deflate").get(at % 3));
                default -> throw new IllegalStateException();
            }
        }
        return mutant.toString().getBytes(ISO_8859_1);
    }
}
