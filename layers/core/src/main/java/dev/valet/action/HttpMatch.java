package dev.valet.action;

import dev.valet.Json;
import dev.valet.Malformed;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An answer that means something: by its status, and by what its body says.
 *
 * @param where members that must be one of these texts; {@code ${key}} makes sure that the answer is about this performance
 * @param absent members that must not be, in a container that is
 */
public record HttpMatch(
        SortedSet<Integer> statuses, SortedMap<MemberPath, List<HttpText>> where, List<MemberPath> absent) {
    public HttpMatch {
        Malformed.unless(!statuses.isEmpty() && statuses.size() <= 50, "lists 1 to 50 statuses");
        Malformed.unless(where.size() <= 10 && absent.size() <= 10, "looks at 10 members at most");
        boolean constant = where.values().stream()
                .allMatch(texts ->
                        !texts.isEmpty() && texts.size() <= 50 && texts.stream().allMatch(HttpText::takesNoInput));
        Malformed.unless(constant, "compares with 1 to 50 texts, with no place but ${key}");
        statuses = Collections.unmodifiableSortedSet(new TreeSet<>(statuses));
        where = Collections.unmodifiableSortedMap(new TreeMap<>(where));
        absent = List.copyOf(absent);
    }

    /** Whether it is said by the status alone. */
    public boolean looksAtNoBody() {
        return where.isEmpty() && absent.isEmpty();
    }

    /** Whether only an answer about this very performance fits. */
    boolean comparesKey() {
        return where.values().stream().anyMatch(texts -> texts.stream().allMatch(HttpText::takesKey));
    }

    /** @param body empty when it is no JSON: then only a status can match */
    boolean fits(int status, Optional<Json> body, HttpInput values) {
        return statuses.contains(status)
                && (looksAtNoBody()
                        || body.filter(json -> where(json, values)
                                        && absent.stream().allMatch(path -> path.isMissingFrom(json)))
                                .isPresent());
    }

    private boolean where(Json body, HttpInput values) {
        return where.entrySet().stream()
                .allMatch(test -> test.getKey()
                        .in(body)
                        .filter(found -> test.getValue().stream().anyMatch(text -> says(found, text, values)))
                        .isPresent());
    }

    private static boolean says(Json found, HttpText wanted, HttpInput values) {
        var text = new StringBuilder();
        wanted.parts().forEach(part -> values.text(part).ifPresent(text::append));
        return switch (found) {
            case Json.Str(String said) -> said.contentEquals(text);
            case Json.Int(long number) -> Long.toString(number).contentEquals(text);
            case Json.Bool(boolean flag) -> Boolean.toString(flag).contentEquals(text);
            case Json.Obj _, Json.Arr _, Json.Fraction _, Json.Null _ -> false;
        };
    }
}
