package dev.valet;

/**
 * Text that is one line wherever it is shown, and reads as it is written: no controls, nothing that turns the direction or
 * hides, no separators of lines. They would forge what an auditor or an operator reads (T-36).
 */
public final class PlainText {
    private PlainText() {}

    public static boolean is(String text) {
        return text.codePoints().allMatch(PlainText::is);
    }

    public static boolean is(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
