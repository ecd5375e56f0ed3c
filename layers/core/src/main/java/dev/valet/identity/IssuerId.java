package dev.valet.identity;

import dev.valet.Malformed;
import dev.valet.Names;

/** The name of one registered issuer: 2 to 63 of {@code a-z 0-9 -}. Compared character by character. */
public record IssuerId(String text) implements Comparable<IssuerId> {
    public IssuerId {
        Names.check(text);
    }

    /** @throws Malformed naming the broken rule */
    public static IssuerId parse(String text) {
        return new IssuerId(text);
    }

    @Override
    public int compareTo(IssuerId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
