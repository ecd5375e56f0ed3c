package dev.valet.action;

import dev.valet.Json;
import dev.valet.Malformed;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a value stands in a JSON document, {@code /choices/0/message}: a JSON pointer (RFC 6901) without escapes, so that it
 * has one spelling.
 */
public record MemberPath(String text) implements Comparable<MemberPath> {
    static final String FORM = "is a JSON pointer such as /customer/id, without escapes, 8 steps long at most";

    /** Printable ASCII without what delimits a place in a template, and without what a pointer or JSON would escape. */
    private static final Pattern STEPS = Pattern.compile("(?:/[!#-.0-\\[\\]-z]{1,64}){1,8}");

    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,3}");

    public MemberPath {
        Malformed.unless(STEPS.matcher(text).matches(), FORM);
    }

    /** @throws Malformed unless the text is exactly such a pointer */
    public static MemberPath parse(String text) {
        return new MemberPath(text);
    }

    /** What stands there, a null included; empty when nothing does. */
    public Optional<Json> in(Json document) {
        return found(document, steps());
    }

    /** Whether what it would stand in is there, and it is not: an answer of another form is no such answer. */
    boolean isMissingFrom(Json document) {
        var steps = steps();
        var container = found(document, steps.subList(0, steps.size() - 1));
        boolean contains = container
                .filter(json -> json instanceof Json.Obj || json instanceof Json.Arr)
                .isPresent();
        return contains && in(document).isEmpty();
    }

    public List<String> steps() {
        return List.of(text.substring(1).split("/", -1));
    }

    private static Optional<Json> found(Json document, List<String> steps) {
        @Nullable Json found = document;
        for (var step : steps) {
            found = switch (found) {
                case Json.Obj(var members) -> members.get(step);
                case Json.Arr(var items) -> item(items, step);
                case Json.Str _, Json.Int _, Json.Fraction _, Json.Bool _, Json.Null _ -> null;
                case null -> null;
            };
        }
        return Optional.ofNullable(found);
    }

    private static @Nullable Json item(List<Json> items, String step) {
        boolean within = INDEX.matcher(step).matches() && Integer.parseInt(step) < items.size();
        return within ? items.get(Integer.parseInt(step)) : null;
    }

    @Override
    public int compareTo(MemberPath other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
