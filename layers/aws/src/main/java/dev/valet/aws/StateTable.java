package dev.valet.aws;

import dev.valet.Unavailable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * The state table. Every read is strongly consistent and of the base table: only then does one side of a race see the
 * other. Reads throw {@link Unavailable} and nothing of the SDK's.
 */
public final class StateTable {
    private static final int MOST_KEYS = 100; // BatchGetItem
    private static final int ATTEMPTS = 5;

    final DynamoDbClient dynamo;
    final String name;

    public StateTable(DynamoDbClient dynamo, String name) {
        this.dynamo = dynamo;
        this.name = name;
    }

    Optional<Row> get(StateKey key) {
        var answer = AwsFailure.guard(
                "dynamodb",
                () -> dynamo.getItem(
                        get -> get.tableName(name).key(key.attributes()).consistentRead(true)));
        return answer.hasItem() ? Optional.of(new Row(answer.item())) : Optional.empty();
    }

    /** In no order; absent rows are left out. */
    List<Row> getAll(Collection<StateKey> keys) {
        var rows = new ArrayList<Row>();
        var left = new ArrayList<>(keys.stream().distinct().toList());
        while (!left.isEmpty()) {
            var some = left.subList(0, Math.min(MOST_KEYS, left.size()));
            getSome(some.stream().map(StateKey::attributes).toList(), rows);
            some.clear();
        }
        return rows;
    }

    private void getSome(List<Map<String, AttributeValue>> keys, List<Row> rows) {
        var asked = keys;
        for (int i = 0; i < ATTEMPTS && !asked.isEmpty(); i++) {
            asked = getOnce(asked, rows);
        }
        if (!asked.isEmpty()) {
            throw new Unavailable("dynamodb-throttled");
        }
    }

    private List<Map<String, AttributeValue>> getOnce(List<Map<String, AttributeValue>> keys, List<Row> rows) {
        var answer = AwsFailure.guard("dynamodb", () -> dynamo.batchGetItem(get -> get.requestItems(strongly(keys))));
        answer.responses().getOrDefault(name, List.of()).forEach(item -> rows.add(new Row(item)));
        var unprocessed = answer.unprocessedKeys().get(name);
        return unprocessed == null ? List.of() : unprocessed.keys();
    }

    Map<String, KeysAndAttributes> strongly(List<Map<String, AttributeValue>> keys) {
        return Map.of(
                name,
                KeysAndAttributes.builder().keys(keys).consistentRead(true).build());
    }

    /** All rows of the range, in order. */
    List<Row> query(StateKey.Range range) {
        return query(range, true, Integer.MAX_VALUE);
    }

    /** @param most how many at most, from the range's end when not {@code forward} */
    List<Row> query(StateKey.Range range, boolean forward, int most) {
        var rows = new ArrayList<Row>();
        Map<String, AttributeValue> next = Map.of();
        do {
            var page = page(range, forward, most - rows.size(), next);
            var answer = AwsFailure.guard("dynamodb", () -> dynamo.query(page));
            answer.items().forEach(item -> rows.add(new Row(item)));
            next = answer.hasLastEvaluatedKey() ? answer.lastEvaluatedKey() : Map.of();
        } while (!next.isEmpty() && rows.size() < most);
        return rows;
    }

    private QueryRequest page(StateKey.Range range, boolean forward, int most, Map<String, AttributeValue> start) {
        return QueryRequest.builder()
                .tableName(name)
                .consistentRead(true)
                .keyConditionExpression("pk = :pk AND sk BETWEEN :from AND :to")
                .expressionAttributeValues(Map.of(
                        ":pk", AttributeValue.fromS(range.partition),
                        ":from", AttributeValue.fromS(range.from),
                        ":to", AttributeValue.fromS(range.to)))
                .scanIndexForward(forward)
                .limit(most == Integer.MAX_VALUE ? null : most)
                .exclusiveStartKey(start.isEmpty() ? null : start)
                .build();
    }
}
