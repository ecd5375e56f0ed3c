package dev.valet.aws;

import dev.valet.Malformed;
import dev.valet.Unavailable;
import dev.valet.grant.GrantId;
import dev.valet.grant.SecretArn;
import dev.valet.identity.AgentId;
import dev.valet.lease.LeaseId;
import dev.valet.revocation.Due;
import dev.valet.revocation.Handed;
import dev.valet.revocation.Rotation;
import dev.valet.revocation.Rotations;
import dev.valet.revocation.SecretVersion;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** Leases whose end takes an act, and values to be replaced, in the state table. */
public final class DynamoRotations implements Rotations {
    private final StateTable table;

    public DynamoRotations(StateTable table) {
        this.table = table;
    }

    @Override
    public List<Due> due(Instant time, int most) {
        var rows = IntStream.range(0, StateKey.SHARDS)
                .mapToObj(shard -> table.query(StateKey.Range.due(shard, time), true, most))
                .flatMap(List::stream)
                .flatMap(row -> DueRow.read(row).stream())
                .toList();
        var leases = leases(rows);
        return rows.stream()
                .map(row -> new Due(
                        row.agent(),
                        row.grant(),
                        row.lease(),
                        row.secret(),
                        row.end(),
                        handed(Optional.ofNullable(leases.get(row.lease().text())))))
                .toList();
    }

    private Map<String, Row> leases(List<DueRow> rows) {
        var keys = rows.stream()
                .map(row -> StateKey.lease(row.agent(), row.grant(), row.lease()))
                .toList();
        return table.getAll(keys).stream().collect(Collectors.toMap(row -> row.text(StateKey.SORT), row -> row));
    }

    private static Handed handed(Optional<Row> lease) {
        return lease.flatMap(row -> Row.reading(() -> LeaseRow.handed(row))).orElseGet(Handed.Unknown::new);
    }

    @Override
    public void strike(Due due) {
        delete(StateKey.due(due.lease(), due.end()));
    }

    @Override
    public Handed handed(AgentId agent, GrantId grant, LeaseId lease) {
        return handed(table.get(StateKey.lease(agent, grant, lease)));
    }

    @Override
    public void add(Rotation rotation) {
        var row = new HashMap<>(StateKey.rotation(rotation.value()).attributes());
        row.put("secret", text(rotation.value().secret().text()));
        row.put("version", text(rotation.value().id()));
        row.put("agent", text(rotation.agent().text()));
        row.put("grant", text(rotation.grant().text()));
        row.put("lease", text(rotation.lease().text()));
        row.put("recorded", AttributeValue.fromBool(false));
        AwsFailure.guard("dynamodb", () -> {
            try {
                return table.dynamo.putItem(PutItemRequest.builder()
                        .tableName(table.name)
                        .item(row)
                        .conditionExpression("attribute_not_exists(pk)")
                        .build());
            } catch (ConditionalCheckFailedException listedBefore) {
                return null;
            }
        });
    }

    @Override
    public Optional<Rotation> find(SecretVersion value) {
        return table.get(StateKey.rotation(value)).map(DynamoRotations::read);
    }

    @Override
    public List<Rotation> all() {
        return table.query(StateKey.Range.rotations()).stream()
                .map(DynamoRotations::read)
                .toList();
    }

    @Override
    public void advance(Rotation further) {
        var set = new ArrayList<String>();
        var values = new HashMap<String, AttributeValue>();
        further.asked().ifPresent(at -> {
            set.add("asked = if_not_exists(asked, :asked)");
            values.put(":asked", text(at.toString()));
        });
        if (further.recorded()) {
            set.add("recorded = :recorded");
            values.put(":recorded", AttributeValue.fromBool(true));
        }
        if (set.isEmpty()) {
            return;
        }
        AwsFailure.guard("dynamodb", () -> {
            try {
                return table.dynamo.updateItem(update -> update.tableName(table.name)
                        .key(StateKey.rotation(further.value()).attributes())
                        .updateExpression("SET " + String.join(", ", set))
                        .conditionExpression("attribute_exists(pk)")
                        .expressionAttributeValues(values));
            } catch (ConditionalCheckFailedException doneMeanwhile) {
                return null;
            }
        });
    }

    @Override
    public void drop(SecretVersion value) {
        delete(StateKey.rotation(value));
    }

    private void delete(StateKey key) {
        AwsFailure.guard(
                "dynamodb",
                () -> table.dynamo.deleteItem(
                        delete -> delete.tableName(table.name).key(key.attributes())));
    }

    /** @throws Unavailable when it is not as written: to leave one out would be to forget it */
    private static Rotation read(Row row) {
        try {
            return new Rotation(
                    new SecretVersion(SecretArn.parse(row.text("secret")), row.text("version")),
                    AgentId.parse(row.text("agent")),
                    GrantId.parse(row.text("grant")),
                    LeaseId.parse(row.text("lease")),
                    row.has("asked") ? Optional.of(Instant.parse(row.text("asked"))) : Optional.empty(),
                    row.flag("recorded"));
        } catch (Malformed | DateTimeParseException unreadable) {
            throw new Unavailable("rotation-unreadable");
        }
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }
}
