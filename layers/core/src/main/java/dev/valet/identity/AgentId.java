package dev.valet.identity;

import dev.valet.Malformed;
import dev.valet.Names;

/** The name of one agent: 2 to 63 of {@code a-z 0-9 -}. Compared character by character. */
public record AgentId(String text) implements Comparable<AgentId> {
    public AgentId {
        Names.check(text);
    }

    /** @throws Malformed naming the broken rule */
    public static AgentId parse(String text) {
        return new AgentId(text);
    }

    @Override
    public int compareTo(AgentId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
