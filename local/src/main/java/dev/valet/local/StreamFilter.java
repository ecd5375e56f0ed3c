package dev.valet.local;

import dev.valet.Json;
import dev.valet.json.StrictJson;
import dev.valet.local.template.Tree;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An event source mapping's {@code FilterCriteria}: which records invoke its function. Of the patterns there are, text that
 * is the same and {@code exists} on a leaf; every other is refused by name.
 */
final class StreamFilter {
    private final List<Json> patterns;

    private StreamFilter(List<Json> patterns) {
        this.patterns = patterns;
    }

    /** Without criteria every record is let through. */
    static StreamFilter of(Optional<Json> criteria) {
        var patterns = criteria.map(json -> Tree.items(json, "Filters")).orElse(List.of()).stream()
                .map(filter -> StrictJson.read(Tree.required(filter, "Pattern")))
                .toList();
        patterns.forEach(StreamFilter::check);
        return new StreamFilter(patterns);
    }

    /** DynamoDB's streams are filtered by what is in {@code dynamodb} only. */
    private static void check(Json pattern) {
        if (!Tree.members(pattern).keySet().equals(Set.of("dynamodb"))) {
            throw new Trouble("a table's stream is filtered by dynamodb, and by nothing beside it");
        }
        matches(pattern, Json.Null.NULL); // finds what this filter does not know
    }

    boolean lets(Json record) {
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> matches(pattern, record));
    }

    private static boolean matches(Json pattern, Json found) {
        return switch (pattern) {
            case Json.Obj(var members) -> {
                boolean all = true;
                for (var member : members.entrySet()) {
                    all &= matches(member.getValue(), found.at(member.getKey()));
                }
                yield all;
            }
            case Json.Arr(var any) -> {
                boolean one = false;
                for (var item : any) {
                    one |= matchesLeaf(item, found);
                }
                yield one;
            }
            case Json.Str _, Json.Int _, Json.Fraction _, Json.Bool _, Json.Null _ -> throw unknown(pattern);
        };
    }

    private static boolean matchesLeaf(Json item, Json found) {
        return switch (item) {
            case Json.Str text -> text.equals(found);
            case Json.Obj rule
            when rule.members().keySet().equals(Set.of("exists"))
                    && rule.at("exists") instanceof Json.Bool(boolean wanted) -> wanted == found instanceof Json.Str;
            case Json.Obj _, Json.Arr _, Json.Int _, Json.Fraction _, Json.Bool _, Json.Null _ -> throw unknown(item);
        };
    }

    private static Trouble unknown(Json pattern) {
        return new Trouble("the local event source has no filter pattern " + pattern.text());
    }
}
