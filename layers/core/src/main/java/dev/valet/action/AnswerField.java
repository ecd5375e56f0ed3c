package dev.valet.action;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.PlainText;
import java.util.Locale;

/**
 * One member of a function's answer that is handed on, and what it may be.
 *
 * @param most characters of a text; 0 for the others
 */
public record AnswerField(Type type, int most) {
    /** The most characters that a text may have. */
    public static final int LONGEST = 4_096;

    /** What a member is. */
    public enum Type {
        /** One line that reads as it is written. */
        TEXT,
        WHOLE,
        FLAG;

        /** @throws Malformed unless the text is one of the words */
        public static Type parse(String text) {
            for (var type : values()) {
                if (type.word().equals(text)) {
                    return type;
                }
            }
            throw new Malformed("is text, whole or flag");
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public AnswerField {
        boolean fits = type == Type.TEXT ? most >= 1 && most <= LONGEST : most == 0;
        Malformed.unless(fits, "says how long a text is at most, 1 to " + LONGEST);
    }

    boolean takes(Json value) {
        return switch (type) {
            case TEXT -> value instanceof Json.Str(String text) && text.length() <= most && PlainText.is(text);
            case WHOLE -> value instanceof Json.Int;
            case FLAG -> value instanceof Json.Bool;
        };
    }
}
