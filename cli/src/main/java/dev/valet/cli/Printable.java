package dev.valet.cli;

/** Text that somebody else wrote, for a terminal: it cannot move the cursor, colour, or turn the direction (T-36). */
final class Printable {
    private Printable() {}

    static String of(String text) {
        var shown = new StringBuilder();
        text.codePoints().map(c -> isHarmless(c) ? c : '\ufffd').forEach(shown::appendCodePoint);
        return shown.toString();
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
