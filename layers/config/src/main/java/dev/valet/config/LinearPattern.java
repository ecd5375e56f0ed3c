package dev.valet.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.valet.Malformed;
import dev.valet.PlainText;

/**
 * A pattern in an action's schema: the language that ECMA-262 and RE2 read alike, anchored at both ends, and of bounded size
 * when its repetitions are written out. RE2 matches it in time linear in the text, whatever an agent sends.
 */
final class LinearPattern {
    static final String LENGTH = "is 3 to 200 printable characters";
    static final String ANCHORED =
            "begins with ^ and ends with $, with alternatives in a group: it speaks of the whole text";
    static final String LANGUAGE = "is a pattern of literals, [classes], (groups), |, ., *, +, ?, {n,m} and"
            + " \\d \\D \\w \\W \\n \\r \\t, with other signs escaped";
    static final String SIZE = "has 1000 places at most when its repetitions are written out";

    private static final int LONGEST = 200;
    private static final int MOST_PLACES = 1000;
    private static final String LETTERS = "dDwWnrt";

    private final String text;
    private int at;

    private LinearPattern(String text) {
        this.text = text;
    }

    /** @throws Malformed naming the broken rule */
    static void check(String text) {
        Malformed.unless(text.length() >= 3 && text.length() <= LONGEST && PlainText.is(text), LENGTH);
        Malformed.unless(text.startsWith("^") && endsInAnchor(text), ANCHORED);
        new LinearPattern(text.substring(1, text.length() - 1)).whole();
        try {
            Pattern.compile(text);
        } catch (PatternSyntaxException refused) {
            throw new Malformed(LANGUAGE);
        }
    }

    /** An escaped dollar is one more character. */
    private static boolean endsInAnchor(String text) {
        int before = text.length() - 2;
        while (before >= 0 && text.charAt(before) == '\\') {
            before--;
        }
        return text.endsWith("$") && (text.length() - before) % 2 == 0;
    }

    private void whole() {
        alternatives(false);
        Malformed.unless(at == text.length(), LANGUAGE);
    }

    /** @return how many places it has, written out */
    private int alternatives(boolean inGroup) {
        int places = sequence();
        while (isNext('|')) {
            Malformed.unless(inGroup, ANCHORED);
            at++;
            places = bounded(places + 1L + sequence());
        }
        return places;
    }

    private int sequence() {
        int places = 0;
        while (at < text.length() && !isNext('|') && !isNext(')')) {
            places = bounded(places + repeated(atom()));
        }
        return places;
    }

    private int atom() {
        char c = take();
        return switch (c) {
            case '(' -> group();
            case '[' -> characterClass();
            case '\\' -> escape();
            case '*', '+', '?', '{', '}', ']', '^', '$' -> throw new Malformed(LANGUAGE);
            default -> 1;
        };
    }

    private int group() {
        if (text.startsWith("?:", at)) {
            at += 2;
        }
        int places = alternatives(true);
        Malformed.unless(take() == ')', LANGUAGE);
        return places + 1;
    }

    private int characterClass() {
        if (isNext('^')) {
            at++;
        }
        Malformed.unless(!isNext(']'), LANGUAGE);
        for (char c = take(); c != ']'; c = take()) {
            Malformed.unless(c != '[', LANGUAGE); // [:alpha:] is RE2's alone
            if (c == '\\') {
                escape();
            }
        }
        return 1;
    }

    private int escape() {
        char c = take();
        boolean sign = c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
        Malformed.unless(sign || LETTERS.indexOf(c) >= 0, LANGUAGE);
        return 1;
    }

    private long repeated(int places) {
        if (isNext('*') || isNext('+') || isNext('?')) {
            at++;
            return places + 1L;
        }
        return isNext('{') ? (long) places * times() + 1 : places;
    }

    /** {@code {n}}, {@code {n,}} and {@code {n,m}}: the larger of the two. */
    private int times() {
        at++;
        int least = number();
        int most = least;
        if (isNext(',')) {
            at++;
            most = isNext('}') ? least : number();
        }
        Malformed.unless(take() == '}' && most >= least, LANGUAGE);
        return Math.max(1, most);
    }

    private int number() {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        Malformed.unless(at > from, LANGUAGE);
        Malformed.unless(at - from <= 4, SIZE);
        return Integer.parseInt(text.substring(from, at));
    }

    private static int bounded(long places) {
        Malformed.unless(places <= MOST_PLACES, SIZE);
        return (int) places;
    }

    private boolean isNext(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private char take() {
        Malformed.unless(at < text.length(), LANGUAGE);
        return text.charAt(at++);
    }
}
