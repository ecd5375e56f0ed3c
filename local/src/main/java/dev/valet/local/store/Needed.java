package dev.valet.local.store;

import dev.valet.local.aws.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Which permissions one DynamoDB call needs: an action, a table or index, and the partition keys it names. */
record Needed(String action, String resource, List<String> leadingKeys) {
    private static final Map<String, String> WRITES = Map.of(
            "Put", "PutItem",
            "Update", "UpdateItem",
            "Delete", "DeleteItem",
            "ConditionCheck", "ConditionCheckItem",
            "Get", "GetItem");

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
            case "Scan", "DescribeTable" -> List.of(new Needed(action, tables + table(request), List.of()));
            case "BatchGetItem" -> batch(request, tables);
            case "TransactWriteItems", "TransactGetItems" -> transaction(request, tables);
            default -> throw new IllegalArgumentException("the local DynamoDB has no " + action);
        };
    }

    private static Needed item(String action, Map<String, Object> request, String tables) {
        var key = request.containsKey("Key") ? "Key" : "Item";
        return new Needed(action, tables + table(request), leading(request.get(key)).stream().toList());
    }

    private static Needed query(Map<String, Object> request, String tables) {
        var index = Optional.ofNullable(request.get("IndexName")).map(name -> "/index/" + name).orElse("");
        // Every value that the key condition could mean: a policy on partition keys must allow each string of them.
        var values = Json.object(request.getOrDefault("ExpressionAttributeValues", Map.of()), "values");
        var condition = Json.text(request.getOrDefault("KeyConditionExpression", ""), "KeyConditionExpression");
        var partition = condition.split("(?i) and ", 2)[0];
        var named = values.entrySet().stream()
                .filter(value -> partition.matches(".*" + java.util.regex.Pattern.quote(value.getKey()) + "\\b.*"))
                .flatMap(value -> string(value.getValue()).stream())
                .toList();
        return new Needed("Query", tables + table(request) + index, named);
    }

    private static List<Needed> batch(Map<String, Object> request, String tables) {
        var needed = new ArrayList<Needed>();
        Json.object(request.getOrDefault("RequestItems", Map.of()), "RequestItems").forEach((table, asked) -> {
            var keys = Json.object(asked, "RequestItems").getOrDefault("Keys", List.of());
            var leading = keys instanceof List<?> list
                    ? list.stream().flatMap(key -> leading(key).stream()).distinct().toList()
                    : List.<String>of();
            needed.add(new Needed("BatchGetItem", tables + table, leading));
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
    private static Optional<String> leading(java.lang.@org.jspecify.annotations.Nullable Object item) {
        return item instanceof Map<?, ?> members ? string(members.get("pk")) : Optional.empty();
    }

    private static Optional<String> string(java.lang.@org.jspecify.annotations.Nullable Object attribute) {
        return attribute instanceof Map<?, ?> typed
                        && typed.keySet().equals(Set.of("S"))
                        && typed.get("S") instanceof String text
                ? Optional.of(text)
                : Optional.empty();
    }
}
