package dev.valet.admin;

import dev.valet.Malformed;
import dev.valet.PlainText;

/** An operator's own words, for whoever reads the audit. */
final class Reasons {
    static final int LONGEST = 500;

    private Reasons() {}

    static String checked(String text) {
        Malformed.unless(
                !text.isBlank() && text.length() <= LONGEST && PlainText.is(text),
                "is one line of 1 to " + LONGEST + " characters");
        return text;
    }
}
