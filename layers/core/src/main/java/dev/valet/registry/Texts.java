package dev.valet.registry;

import dev.valet.Malformed;
import dev.valet.PlainText;

/** Free text in documents. */
final class Texts {
    private Texts() {}

    /** One line for people (T-36). */
    static String line(String text) {
        Malformed.unless(
                !text.isBlank() && text.length() <= 200 && PlainText.is(text), "is one line of 1 to 200 characters");
        return text;
    }
}
