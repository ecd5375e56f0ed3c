package dev.valet.action;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.PlainText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One declared field of a result: where it stands in the upstream's answer, and exactly what it may be. What is otherwise
 * is not cut or cleaned: the whole answer is then not what was declared.
 */
public sealed interface ResultField {
    /** The characters that a text may have. */
    enum Characters {
        /** What ids, words and dates are made of. */
        NAME {
            @Override
            boolean has(int c) {
                return PercentEncoding.isUnreserved(c) || c == ':';
            }
        },
        /** One line that reads as it is written. */
        LINE {
            @Override
            boolean has(int c) {
                return PlainText.is(c);
            }
        },
        /** Anything but control characters; lines may end. */
        TEXT {
            @Override
            boolean has(int c) {
                return c == '\n' || c == '\r' || c == '\t' || !Character.isISOControl(c);
            }
        };

        abstract boolean has(int codePoint);

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws Malformed unless the text is one of the words */
        public static Characters parse(String text) {
            for (var characters : values()) {
                if (characters.word().equals(text)) {
                    return characters;
                }
            }
            throw new Malformed("is name, line or text");
        }
    }

    /** @param most characters, counted as UTF-16 does */
    record Text(MemberPath at, int most, Characters characters, boolean optional) implements ResultField {}

    /** One of a closed list, for example a status. */
    record Word(MemberPath at, List<String> oneOf, boolean optional) implements ResultField {
        public Word {
            oneOf = List.copyOf(oneOf);
            boolean short50 =
                    !oneOf.isEmpty() && oneOf.size() <= 50 && oneOf.stream().allMatch(Word::isShort);
            Malformed.unless(short50, "lists 1 to 50 words of 1 to 100 characters");
        }

        private static boolean isShort(String word) {
            return !word.isEmpty() && word.length() <= 100 && PlainText.is(word);
        }
    }

    /** A whole number, or the sum of several: tokens in and tokens out. */
    record Whole(List<MemberPath> sum, long least, long most, boolean optional) implements ResultField {
        public Whole {
            sum = List.copyOf(sum);
            Malformed.unless(!sum.isEmpty() && sum.size() <= 8, "adds 1 to 8 members");
        }
    }

    record Flag(MemberPath at, boolean optional) implements ResultField {}

    boolean optional();

    /**
     * The value to hand on; empty for one that is optional and absent.
     *
     * @throws Malformed for anything that is not as declared
     */
    default Optional<Json> read(Json body) {
        return switch (this) {
            case Text text -> found(text.at(), body).map(value -> checked(text, value));
            case Word(var at, var oneOf, boolean _) ->
                found(at, body).map(value -> {
                    boolean listed = value instanceof Json.Str(String word) && oneOf.contains(word);
                    Malformed.unless(listed, "is one of the declared words");
                    return value;
                });
            case Whole whole -> sum(whole, body);
            case Flag(var at, boolean _) ->
                found(at, body).map(value -> {
                    Malformed.unless(value instanceof Json.Bool, "is true or false");
                    return value;
                });
        };
    }

    /** A null is as good as nothing: many APIs write one where there is no value. */
    private Optional<Json> found(MemberPath at, Json body) {
        var found = at.in(body).filter(value -> value != Json.Null.NULL);
        Malformed.unless(found.isPresent() || optional(), "is required");
        return found;
    }

    private static Json checked(Text field, Json value) {
        boolean fits = value instanceof Json.Str(String text)
                && text.length() <= field.most()
                && text.codePoints().allMatch(field.characters()::has);
        Malformed.unless(fits, "is text of the declared length and characters");
        return value;
    }

    private Optional<Json> sum(Whole field, Json body) {
        long sum = 0;
        for (var at : field.sum()) {
            var found = found(at, body);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Malformed.unless(found.get() instanceof Json.Int, "is a whole number");
            sum = added(sum, ((Json.Int) found.get()).value());
        }
        Malformed.unless(sum >= field.least() && sum <= field.most(), "is within the declared bounds");
        return Optional.of(Json.of(sum));
    }

    private static long added(long sum, long value) {
        try {
            return Math.addExact(sum, value);
        } catch (ArithmeticException tooLarge) {
            throw new Malformed("is within the declared bounds");
        }
    }
}
