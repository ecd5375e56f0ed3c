package dev.valet.grant;

import dev.valet.Malformed;
import dev.valet.Names;

/** The name of one action: 2 to 63 of {@code a-z 0-9 -}. Compared character by character. */
public record ActionId(String text) implements Comparable<ActionId> {
    public ActionId {
        Names.check(text);
    }

    /** @throws Malformed naming the broken rule */
    public static ActionId parse(String text) {
        return new ActionId(text);
    }

    @Override
    public int compareTo(ActionId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
