package dev.valet.guardrail;

import dev.valet.Malformed;
import dev.valet.Names;

/** The name of one guardrail: 2 to 63 of {@code a-z 0-9 -}. Compared character by character. */
public record GuardrailId(String text) implements Comparable<GuardrailId> {
    public GuardrailId {
        Names.check(text);
    }

    /** @throws Malformed naming the broken rule */
    public static GuardrailId parse(String text) {
        return new GuardrailId(text);
    }

    @Override
    public int compareTo(GuardrailId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
