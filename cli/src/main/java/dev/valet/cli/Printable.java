package dev.valet.cli;

import dev.valet.PlainText;

/** Text that somebody else wrote, for a terminal: it cannot move the cursor, colour, or turn the direction (T-36). */
final class Printable {
    private Printable() {}

    static String of(String text) {
        var shown = new StringBuilder();
        text.codePoints().map(c -> PlainText.is(c) ? c : '\ufffd').forEach(shown::appendCodePoint);
        return shown.toString();
    }
}
