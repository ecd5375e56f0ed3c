package dev.valet.grant;

import dev.valet.Malformed;
import dev.valet.Names;

/** The name of one grant, unique in the deployment because session tags carry it: 2 to 63 of {@code a-z 0-9 -}. Compared character by character. */
public record GrantId(String text) implements Comparable<GrantId> {
    public GrantId {
        Names.check(text);
    }

    /** @throws Malformed naming the broken rule */
    public static GrantId parse(String text) {
        return new GrantId(text);
    }

    @Override
    public int compareTo(GrantId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
