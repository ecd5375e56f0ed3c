package dev.valet.grant;

import dev.valet.Malformed;
import java.util.List;

/**
 * What one parameter may be. Whatever the rule, a value is made of {@code A-Za-z0-9._/-}, so no IAM metacharacter can be
 * in it, and cannot climb: no {@code //}, no {@code ..}, no leading {@code /} (S-3).
 */
public sealed interface ParameterRule {
    int LONGEST = 128;

    /** One of a list, compared character by character. */
    record OneOf(List<String> values) implements ParameterRule {
        public OneOf {
            values = List.copyOf(values);
            Malformed.unless(!values.isEmpty() && values.size() <= 100, "lists 1 to 100 values");
            Malformed.unless(values.stream().allMatch(ParameterRule::isHarmless), HARMLESS);
        }

        @Override
        public boolean allows(String value) {
            return values.contains(value);
        }

        @Override
        public String describe() {
            return "is one of " + String.join(", ", values);
        }

        @Override
        public int longest() {
            return values.stream().mapToInt(String::length).max().orElse(0);
        }
    }

    /** Text of one pattern, matched as a whole. */
    record Matching(ParameterPattern pattern) implements ParameterRule {
        @Override
        public boolean allows(String value) {
            return isHarmless(value) && pattern.matches(value);
        }

        @Override
        public String describe() {
            return "matches " + pattern.text();
        }

        @Override
        public int longest() {
            return pattern.longest();
        }
    }

    String HARMLESS = "is 1 to 128 of A-Z a-z 0-9 . _ / - without //, .. or a leading /";

    boolean allows(String value);

    /** The rule in words, for the agent that broke it and for listings. */
    String describe();

    /** The length of the longest value allowed; the compiled policy is sized with it (S-4, T-09). */
    int longest();

    static boolean isHarmless(String value) {
        return !value.isEmpty()
                && value.length() <= LONGEST
                && value.chars().allMatch(ParameterRule::isHarmless)
                && !value.startsWith("/")
                && !value.contains("//")
                && !value.contains("..");
    }

    static boolean isHarmless(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "._/-".indexOf(c) >= 0;
    }
}
