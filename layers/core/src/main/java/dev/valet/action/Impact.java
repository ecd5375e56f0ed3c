package dev.valet.action;

import dev.valet.Malformed;
import java.util.Locale;

/** What an action can do to the world, as its operators judge it. */
public enum Impact {
    LOW,
    /** Moves money, publishes, signs: what a hijacked agent must not do by itself. */
    HIGH;

    /** @throws Malformed unless the text is one of the two words, in lower case */
    public static Impact parse(String text) {
        for (var impact : values()) {
            if (impact.word().equals(text)) {
                return impact;
            }
        }
        throw new Malformed("is low or high");
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
