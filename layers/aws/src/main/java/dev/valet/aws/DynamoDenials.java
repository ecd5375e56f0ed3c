package dev.valet.aws;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Nonce;
import dev.valet.Unavailable;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.identity.RoleArn;
import dev.valet.lease.LeaseId;
import dev.valet.revocation.Denials;
import dev.valet.revocation.Deny;
import dev.valet.revocation.Deny.Hits;
import dev.valet.revocation.ProbeId;
import dev.valet.revocation.RevocationId;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** What each role should deny, in the state table. */
public final class DynamoDenials implements Denials {
    private final StateTable table;

    public DynamoDenials(StateTable table) {
        this.table = table;
    }

    @Override
    public void add(Deny deny) {
        // The role first: from here on whoever comes every minute looks after it.
        AwsFailure.guard(
                "dynamodb",
                () -> table.dynamo.updateItem(update -> update.tableName(table.name)
                        .key(StateKey.denied(deny.role()).attributes())
                        .updateExpression("SET confirmed = if_not_exists(confirmed, :no)")
                        .expressionAttributeValues(Map.of(":no", AttributeValue.fromBool(false)))));
        var row = new HashMap<>(StateKey.deny(deny.role(), deny.because()).attributes());
        row.put("hits", text(write(deny.hits()).canonical()));
        row.put("until", text(deny.until().toString()));
        AwsFailure.guard("dynamodb", () -> {
            try {
                return table.dynamo.putItem(PutItemRequest.builder()
                        .tableName(table.name)
                        .item(row)
                        .conditionExpression("attribute_not_exists(pk)")
                        .build());
            } catch (ConditionalCheckFailedException addedBefore) {
                return null;
            }
        });
    }

    @Override
    public List<Deny> of(RoleArn role) {
        return table.query(StateKey.Range.denies(role)).stream()
                .map(row -> read(role, row))
                .toList();
    }

    @Override
    public void drop(Deny deny) {
        delete(StateKey.deny(deny.role(), deny.because()));
    }

    @Override
    public List<RoleArn> roles() {
        return table.query(StateKey.Range.denied()).stream()
                .map(row -> RoleArn.parse(row.text(StateKey.SORT)))
                .toList();
    }

    @Override
    public Optional<Placed> placed(RoleArn role) {
        return table.get(StateKey.denied(role))
                .filter(row -> row.has("probe"))
                .flatMap(row -> Row.reading(() -> new Placed(ProbeId.parse(row.text("probe")), row.flag("confirmed"))));
    }

    @Override
    public void place(RoleArn role, Placed placed) {
        AwsFailure.guard(
                "dynamodb",
                () -> table.dynamo.updateItem(update -> update.tableName(table.name)
                        .key(StateKey.denied(role).attributes())
                        .updateExpression("SET probe = :probe, confirmed = :confirmed")
                        .expressionAttributeValues(Map.of(
                                ":probe", text(placed.probe().text()),
                                ":confirmed", AttributeValue.fromBool(placed.confirmed())))));
    }

    /** Under the role's lock, and only if no entry came since: entries are added without it. */
    @Override
    public void forget(RoleArn role) {
        delete(StateKey.denied(role));
        if (!table.query(StateKey.Range.denies(role), true, 1).isEmpty()) {
            of(role).forEach(this::add);
        }
    }

    @Override
    public Optional<Lock> lock(RoleArn role, Instant now, Duration holding) {
        var lock = new Lock(role, Nonce.next());
        var row = new HashMap<>(StateKey.lock(role).attributes());
        row.put("owner", text(lock.owner()));
        row.put("until", number(now.plus(holding).toEpochMilli()));
        return AwsFailure.guard("dynamodb", () -> {
            try {
                table.dynamo.putItem(PutItemRequest.builder()
                        .tableName(table.name)
                        .item(row)
                        .conditionExpression("attribute_not_exists(pk) OR #until < :now OR #owner = :owner")
                        .expressionAttributeNames(Map.of("#until", "until", "#owner", "owner"))
                        .expressionAttributeValues(Map.of(
                                ":now", number(now.toEpochMilli()),
                                ":owner", text(lock.owner())))
                        .build());
                return Optional.of(lock);
            } catch (ConditionalCheckFailedException held) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void unlock(Lock lock) {
        AwsFailure.guard("dynamodb", () -> {
            try {
                return table.dynamo.deleteItem(delete -> delete.tableName(table.name)
                        .key(StateKey.lock(lock.role()).attributes())
                        .conditionExpression("#owner = :owner")
                        .expressionAttributeNames(Map.of("#owner", "owner"))
                        .expressionAttributeValues(Map.of(":owner", text(lock.owner()))));
            } catch (ConditionalCheckFailedException takenOver) {
                return null;
            }
        });
    }

    private void delete(StateKey key) {
        AwsFailure.guard(
                "dynamodb",
                () -> table.dynamo.deleteItem(
                        delete -> delete.tableName(table.name).key(key.attributes())));
    }

    private static Json write(Hits hits) {
        var written = Json.object().with("before", hits.before());
        return switch (hits) {
            case Hits.OneLease one ->
                written.with("lease", one.lease().text())
                        .with("grant", one.grant().text())
                        .build();
            case Hits.OneGrant one -> written.with("grant", one.grant().text()).build();
            case Hits.OneAgent one -> written.with("agent", one.agent().text()).build();
            case Hits.WholeRole _ -> written.build();
        };
    }

    /** @throws Unavailable when it is not as written: to leave an entry out would be to lift it */
    private static Deny read(RoleArn role, Row row) {
        try {
            return new Deny(
                    RevocationId.parse(row.text(StateKey.SORT)),
                    role,
                    hits(((Json.Obj) row.json("hits")).members()),
                    Instant.parse(row.text("until")));
        } catch (Malformed | DateTimeParseException unreadable) {
            throw new Unavailable("deny-unreadable");
        }
    }

    private static Hits hits(Map<String, Json> members) {
        var before = Instant.parse(text(members, "before"));
        if (members.containsKey("lease")) {
            return new Hits.OneLease(
                    LeaseId.parse(text(members, "lease")), GrantId.parse(text(members, "grant")), before);
        }
        if (members.containsKey("grant")) {
            return new Hits.OneGrant(GrantId.parse(text(members, "grant")), before);
        }
        return members.containsKey("agent")
                ? new Hits.OneAgent(AgentId.parse(text(members, "agent")), before)
                : new Hits.WholeRole(before);
    }

    private static String text(Map<String, Json> members, String name) {
        return members.get(name) instanceof Json.Str(var text) ? text : "";
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
