package dev.valet.local;

import dev.valet.Json;
import dev.valet.json.StrictJson;
import dev.valet.local.store.DynamoDb;
import dev.valet.local.template.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every row of one table by its key, as it is at one moment.
 *
 * @param all by partition and sort key
 */
record Rows(String table, Map<List<String>, Json> all) {
    private static final int MOST_WRITTEN = 25; // BatchWriteItem

    static Rows of(DynamoDb dynamo, String table) {
        var all = new HashMap<List<String>, Json>();
        var request = Json.object().with("TableName", table).with("ConsistentRead", true);
        boolean more;
        do {
            var page = StrictJson.read(dynamo.ask("Scan", request.build()));
            Tree.items(page, "Items").forEach(row -> all.put(key(row), row));
            var next = Tree.at(page, "LastEvaluatedKey");
            next.ifPresent(key -> request.with("ExclusiveStartKey", key));
            more = next.isPresent();
        } while (more);
        return new Rows(table, all);
    }

    private static List<String> key(Json row) {
        return List.of(row.textAt("pk", "S"), row.textAt("sk", "S"));
    }

    /** Those of one sort: the partition keys' first word. */
    List<Json> of(String sort) {
        return all.entrySet().stream()
                .filter(row -> row.getKey().getFirst().split("#", 2)[0].equals(sort))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Those that were not there, or were others, then. */
    List<Json> since(Rows then) {
        return all.entrySet().stream()
                .filter(row -> !row.getValue().equals(then.all.get(row.getKey())))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Makes the table be what it was. */
    void restore(DynamoDb dynamo) {
        var now = of(dynamo, table);
        var writes = new ArrayList<Json>();
        now.all.forEach((key, row) -> {
            if (!all.containsKey(key)) {
                writes.add(write("DeleteRequest", "Key", keyOf(row)));
            }
        });
        all.forEach((key, row) -> {
            if (!row.equals(now.all.get(key))) {
                writes.add(write("PutRequest", "Item", row));
            }
        });
        for (int i = 0; i < writes.size(); i += MOST_WRITTEN) {
            var some = writes.subList(i, Math.min(i + MOST_WRITTEN, writes.size()));
            dynamo.ask(
                    "BatchWriteItem",
                    Json.object()
                            .with(
                                    "RequestItems",
                                    Json.object()
                                            .with(table, new Json.Arr(some))
                                            .build())
                            .build());
        }
    }

    private static Json write(String kind, String name, Json value) {
        return Json.object().with(kind, Json.object().with(name, value).build()).build();
    }

    private static Json keyOf(Json row) {
        return Json.object().with("pk", row.at("pk")).with("sk", row.at("sk")).build();
    }

    String text() {
        return all.values().toString();
    }
}
