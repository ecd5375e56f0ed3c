package dev.valet.identity;

import dev.valet.Malformed;
import java.util.Locale;

/** How much is at stake, in rising order. A development identity reaches {@link #SANDBOX} only (T-41). */
public enum Environment {
    SANDBOX,
    STAGING,
    PRODUCTION;

    /** @throws Malformed unless the text is one of the three words, in lower case */
    public static Environment parse(String text) {
        for (var environment : values()) {
            if (environment.word().equals(text)) {
                return environment;
            }
        }
        throw new Malformed("is sandbox, staging or production");
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isWithin(Environment most) {
        return compareTo(most) <= 0;
    }
}
