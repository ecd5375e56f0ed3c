package dev.valet;

import java.util.List;

/**
 * Input that breaks a rule. Every problem names a place and the rule it breaks, and never repeats the text that broke it,
 * because a stranger wrote that text.
 */
public final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param place an RFC 6901 JSON pointer into the input; empty for the whole
     * @param rule what holds for a valid value at that place, in words of ours
     */
    public record Problem(String place, String rule) {}

    private final transient List<Problem> problems;

    public Malformed(String rule) {
        this(List.of(new Problem("", rule)));
    }

    public Malformed(String place, String rule) {
        this(List.of(new Problem(place, rule)));
    }

    public Malformed(List<Problem> problems) {
        super(problems.getFirst().rule(), null, false, false);
        this.problems = List.copyOf(problems);
    }

    /** @throws Malformed with {@code rule} unless {@code holds} */
    public static void unless(boolean holds, String rule) {
        if (!holds) {
            throw new Malformed(rule);
        }
    }

    public List<Problem> problems() {
        return problems;
    }
}
