package dev.valet.registry;

import dev.valet.Malformed;

/** Free text in documents. */
final class Texts {
    private Texts() {}

    /** One line for people: control characters would forge lines in a log or a terminal (T-36). */
    static String line(String text) {
        boolean printable = text.codePoints().noneMatch(Character::isISOControl);
        Malformed.unless(!text.isBlank() && text.length() <= 200 && printable, "is one line of 1 to 200 characters");
        return text;
    }
}
