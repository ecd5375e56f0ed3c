package dev.valet;

/** The one form of every name that operators choose: refused when wrong, never repaired (T-22). */
public final class Names {
    public static final String BAD_LENGTH = "has 2 to 63 characters";
    public static final String BAD_CHARACTER = "is made of a-z, 0-9 and -";

    private Names() {}

    /** @throws Malformed naming the broken rule and never the text, which a stranger wrote */
    public static String check(String text) {
        Malformed.unless(text.length() >= 2 && text.length() <= 63, BAD_LENGTH);
        Malformed.unless(text.chars().allMatch(Names::isAllowed), BAD_CHARACTER);
        return text;
    }

    private static boolean isAllowed(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-';
    }
}
