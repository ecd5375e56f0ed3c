package dev.valet.grant;

import dev.valet.Malformed;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The patterns an operator may write for a parameter: literals and {@code [classes]} in a row, each with an optional
 * {@code {n}}, {@code {m,n}}, {@code ?}, {@code +} or {@code *}. No groups, no alternatives, no {@code .}: matching takes
 * time proportional to the text, whatever a stranger sends, which java.util.regex does not promise.
 */
public final class ParameterPattern {
    static final String FORM = "is made of literals and [classes] of A-Z a-z 0-9 . _ / - with {n}, {m,n}, ?, + or *";

    private record Step(BitSet allowed, int least, int most) {}

    private final String text;
    private final List<Step> steps;

    private ParameterPattern(String text, List<Step> steps) {
        this.text = text;
        this.steps = steps;
    }

    /** @throws Malformed when the text is no such pattern, or could only match nothing */
    public static ParameterPattern parse(String text) {
        Malformed.unless(!text.isEmpty() && text.length() <= 200, "a pattern has 1 to 200 characters");
        var steps = new ArrayList<Step>();
        int[] at = {0};
        while (at[0] < text.length()) {
            var allowed = readSet(text, at);
            int[] times = readTimes(text, at);
            steps.add(new Step(allowed, times[0], times[1]));
        }
        return new ParameterPattern(text, List.copyOf(steps));
    }

    /** Whether the whole of {@code value} matches. */
    public boolean matches(String value) {
        var reached = new BitSet();
        reached.set(0);
        for (var step : steps) {
            reached = advance(reached, step, value);
        }
        return reached.get(value.length());
    }

    public String text() {
        return text;
    }

    int longest() {
        return Math.min(
                ParameterRule.LONGEST, steps.stream().mapToInt(Step::most).sum());
    }

    /** From each reached position, how far a run of allowed characters carries: one sweep per step. */
    private static BitSet advance(BitSet reached, Step step, String value) {
        var next = new BitSet();
        for (int from = reached.nextSetBit(0); from >= 0; from = reached.nextSetBit(from + 1)) {
            int run = 0;
            while (run < step.most && from + run < value.length() && step.allowed.get(value.charAt(from + run))) {
                run++;
            }
            if (run >= step.least) {
                next.set(from + step.least, from + run + 1);
            }
        }
        return next;
    }

    private static BitSet readSet(String text, int[] at) {
        var allowed = new BitSet();
        char c = text.charAt(at[0]++);
        if (c != '[') {
            allowed.set(literal(c == '\\' ? escaped(text, at) : requireNotDot(c)));
            return allowed;
        }
        int end = text.indexOf(']', at[0]);
        Malformed.unless(end > at[0], FORM);
        while (at[0] < end) {
            char from = literal(text.charAt(at[0]++));
            boolean range = at[0] + 1 < end && text.charAt(at[0]) == '-';
            char to = range ? literal(text.charAt(at[0] + 1)) : from;
            Malformed.unless(from <= to && Character.getType(from) == Character.getType(to), FORM);
            allowed.set(from, to + 1);
            at[0] += range ? 2 : 0;
        }
        at[0] = end + 1;
        return allowed;
    }

    private static int[] readTimes(String text, int[] at) {
        if (at[0] >= text.length()) {
            return new int[] {1, 1};
        }
        return switch (text.charAt(at[0])) {
            case '?' -> times(at, 0, 1);
            case '*' -> times(at, 0, ParameterRule.LONGEST);
            case '+' -> times(at, 1, ParameterRule.LONGEST);
            case '{' -> readBraces(text, at);
            default -> new int[] {1, 1};
        };
    }

    private static int[] times(int[] at, int least, int most) {
        at[0]++;
        return new int[] {least, most};
    }

    private static int[] readBraces(String text, int[] at) {
        int end = text.indexOf('}', at[0]);
        Malformed.unless(end > 0, FORM);
        var parts = text.substring(at[0] + 1, end).split(",", -1);
        Malformed.unless(parts.length <= 2, FORM);
        int least = number(parts[0]);
        int most = number(parts[parts.length - 1]);
        Malformed.unless(least <= most && most >= 1 && most <= ParameterRule.LONGEST, FORM);
        at[0] = end + 1;
        return new int[] {least, most};
    }

    private static int number(String digits) {
        Malformed.unless(digits.length() >= 1 && digits.length() <= 3, FORM);
        Malformed.unless(digits.chars().allMatch(c -> c >= '0' && c <= '9'), FORM);
        return Integer.parseInt(digits);
    }

    private static char escaped(String text, int[] at) {
        // \d and its kind mean something everywhere else: only marks may be escaped.
        Malformed.unless(at[0] < text.length() && "._/-".indexOf(text.charAt(at[0])) >= 0, FORM);
        return text.charAt(at[0]++);
    }

    /** A bare dot means "anything" everywhere else; a pattern that looks so and does not is a trap. */
    private static char requireNotDot(char c) {
        Malformed.unless(c != '.', "writes a dot as [.] or \\.");
        return c;
    }

    private static char literal(char c) {
        Malformed.unless(ParameterRule.isHarmless(c), FORM);
        return c;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ParameterPattern that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
