package dev.valet.local.store;

import dev.valet.local.aws.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A permission that one DynamoDB call needs.
 *
 * @param resource the ARN of a table or an index
 * @param leadingKeys the partition keys it names
 * @param attributes the names of all attributes it names
 * @param returnValues empty when it does not say
 */
record Needed(String action, String resource, List<String> leadingKeys, List<String> attributes, String returnValues) {
    private static final Map<String, String> WRITES = Map.of(
            "Put", "PutItem",
            "Update", "UpdateItem",
            "Delete", "DeleteItem",
            "ConditionCheck", "ConditionCheckItem",
            "Get", "GetItem");

    /** A name in an expression that is neither a placeholder nor a path's later part. */
    private static final Pattern BARE = Pattern.compile("(?<![#:.\\w])[A-Za-z_]\\w*");

    private static final Set<String> WORDS = Set.of(
            "set",
            "remove",
            "add",
            "delete",
            "and",
            "or",
            "not",
            "between",
            "in",
            "attribute_exists",
            "attribute_not_exists",
            "attribute_type",
            "begins_with",
            "contains",
            "size",
            "if_not_exists",
            "list_append");

    /**
     * All of them; every one has to be allowed.
     *
     * @param tables the prefix of every table's ARN, {@code arn:aws:dynamodb:…:table/}
     * @throws IllegalArgumentException when the call is not of a form that Valet makes
     */
    static List<Needed> of(String action, Map<String, Object> request, String tables) {
        return switch (action) {
            case "GetItem", "PutItem", "UpdateItem", "DeleteItem" -> List.of(item(action, request, tables));
            case "Query" -> List.of(query(request, tables));
            case "Scan", "DescribeTable" -> List.of(needed(action, tables + table(request), List.of(), request));
            case "BatchGetItem" -> batch(request, tables);
            case "TransactWriteItems", "TransactGetItems" -> transaction(request, tables);
            default -> throw new IllegalArgumentException("the local DynamoDB has no " + action);
        };
    }

    private static Needed needed(String action, String resource, List<String> leading, Map<String, Object> request) {
        var returned = request.get("ReturnValues") instanceof String text ? text : "";
        return new Needed(action, resource, leading, attributes(request), returned);
    }

    /** Every attribute that the call names: in keys and items, behind placeholders, and bare in expressions. */
    private static List<String> attributes(Map<String, Object> request) {
        var names = new TreeSet<String>();
        for (var member : List.of("Key", "Item")) {
            Json.object(request.getOrDefault(member, Map.of()), member).forEach((name, _) -> names.add(name));
        }
        Json.object(request.getOrDefault("ExpressionAttributeNames", Map.of()), "ExpressionAttributeNames")
                .values()
                .forEach(name -> names.add(name.toString()));
        request.forEach((member, value) -> {
            if (member.endsWith("Expression") && value instanceof String expression) {
                BARE.matcher(expression)
                        .results()
                        .map(MatchResult::group)
                        .filter(word -> !WORDS.contains(word.toLowerCase(Locale.ROOT)))
                        .forEach(names::add);
            }
        });
        return List.copyOf(names);
    }

    private static Needed item(String action, Map<String, Object> request, String tables) {
        var key = request.containsKey("Key") ? "Key" : "Item";
        return needed(
                action,
                tables + table(request),
                leading(request.get(key)).stream().toList(),
                request);
    }

    private static Needed query(Map<String, Object> request, String tables) {
        var index = Optional.ofNullable(request.get("IndexName"))
                .map(name -> "/index/" + name)
                .orElse("");
        // Every value that the key condition could mean: a policy on partition keys must allow each string of them.
        var values = Json.object(request.getOrDefault("ExpressionAttributeValues", Map.of()), "values");
        var condition = Json.text(request.getOrDefault("KeyConditionExpression", ""), "KeyConditionExpression");
        var partition = condition.split("(?i) and ", 2)[0];
        var named = values.entrySet().stream()
                .filter(value -> partition.matches(".*" + Pattern.quote(value.getKey()) + "\\b.*"))
                .flatMap(value -> string(value.getValue()).stream())
                .toList();
        return needed("Query", tables + table(request) + index, named, request);
    }

    private static List<Needed> batch(Map<String, Object> request, String tables) {
        var needed = new ArrayList<Needed>();
        Json.object(request.getOrDefault("RequestItems", Map.of()), "RequestItems")
                .forEach((table, asked) -> {
                    var keys = Json.object(asked, "RequestItems").getOrDefault("Keys", List.of());
                    var leading = keys instanceof List<?> list
                            ? list.stream()
                                    .flatMap(key -> leading(key).stream())
                                    .distinct()
                                    .toList()
                            : List.<String>of();
                    needed.add(needed("BatchGetItem", tables + table, leading, Json.object(asked, "RequestItems")));
                });
        return needed;
    }

    private static List<Needed> transaction(Map<String, Object> request, String tables) {
        var needed = new ArrayList<Needed>();
        var items = request.getOrDefault("TransactItems", List.of()) instanceof List<?> list ? list : List.of();
        for (var item : items) {
            Json.object(item == null ? "" : item, "TransactItems")
                    .forEach((kind, call) -> needed.add(item(
                            Optional.ofNullable(WRITES.get(kind)).orElse(kind),
                            new TreeMap<>(Json.object(call, kind)),
                            tables)));
        }
        return needed;
    }

    private static String table(Map<String, Object> request) {
        var name = Json.text(request.getOrDefault("TableName", ""), "TableName");
        return name.startsWith("arn:") ? name.substring(name.lastIndexOf('/') + 1) : name;
    }

    /** Every table of the template has the partition key {@code pk}. */
    private static Optional<String> leading(@Nullable Object item) {
        return item instanceof Map<?, ?> members ? string(members.get("pk")) : Optional.empty();
    }

    private static Optional<String> string(@Nullable Object attribute) {
        return attribute instanceof Map<?, ?> typed
                        && typed.keySet().equals(Set.of("S"))
                        && typed.get("S") instanceof String text
                ? Optional.of(text)
                : Optional.empty();
    }
}
