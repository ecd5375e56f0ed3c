package dev.valet.aws;

import dev.valet.Unavailable;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.identity.RoleArn;
import dev.valet.lease.Lease;
import dev.valet.lease.LeaseId;
import dev.valet.registry.GrantDocument;
import dev.valet.revocation.Revocation;
import dev.valet.revocation.RevocationId;
import dev.valet.revocation.Revocations;
import dev.valet.revocation.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** Revocations in the state table, beside what they end. */
public final class DynamoRevocations implements Revocations {
    private final StateTable table;
    private final Transaction transaction;

    public DynamoRevocations(StateTable table) {
        this.table = table;
        this.transaction = new Transaction(table, Transaction.Pause.SLEEP);
    }

    @Override
    public Begun begin(Revocation asked) {
        var writes = new ArrayList<TransactWriteItem>();
        writes.add(TransactWriteItem.builder().update(dead(asked)).build());
        writes.addAll(listed(table, asked));
        return transact(writes) ? new Begun.Ours() : earlier(asked);
    }

    /** The rows by which a revocation is known, and found by whoever finishes it. */
    static List<TransactWriteItem> listed(StateTable table, Revocation revocation) {
        return List.of(
                put(table, RevocationRow.write(revocation)),
                put(table, StateKey.pending(revocation.id()).attributes()));
    }

    private static TransactWriteItem put(StateTable table, Map<String, AttributeValue> row) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName(table.name).item(row).conditionExpression("attribute_not_exists(pk)"))
                .build();
    }

    /** From this write on every look at what is revoked fails. */
    private Update dead(Revocation asked) {
        var values = new HashMap<String, AttributeValue>();
        values.put(":id", text(asked.id().text()));
        var update = Update.builder()
                .tableName(table.name)
                .key(subject(asked.scope()).attributes());
        return switch (asked.scope()) {
            case Scope.OfLease _ -> {
                values.put(":revoked", text(Lease.State.REVOKED.name()));
                yield update.updateExpression("SET #state = :revoked, revocation = :id")
                        .conditionExpression("attribute_exists(pk) AND #state <> :revoked")
                        .expressionAttributeNames(Map.of("#state", "state"))
                        .expressionAttributeValues(values)
                        .build();
            }
            case Scope.OfGrant _, Scope.OfAgent _ -> {
                values.put(":dead", AttributeValue.fromBool(false));
                values.put(":one", number(1));
                // What was removed is as dead when it is applied again.
                yield update.updateExpression(
                                "SET live = :dead, wasLive = :dead, version = version + :one, revocation = :id")
                        .conditionExpression("attribute_exists(pk) AND attribute_not_exists(revocation)")
                        .expressionAttributeValues(values)
                        .build();
            }
            case Scope.Everything() -> {
                values.put(":shut", AttributeValue.fromBool(false));
                values.put(":one", number(1));
                values.put(":zero", number(0));
                yield update.updateExpression("SET killEpoch = if_not_exists(killEpoch, :zero) + :one, #open = :shut,"
                                + " revision = if_not_exists(revision, :zero),"
                                + " guardrailWrites = if_not_exists(guardrailWrites, :zero), revocation = :id")
                        .conditionExpression("attribute_not_exists(revocation)")
                        .expressionAttributeNames(Map.of("#open", "open"))
                        .expressionAttributeValues(values)
                        .build();
            }
        };
    }

    private static StateKey subject(Scope scope) {
        return switch (scope) {
            case Scope.OfLease one -> StateKey.lease(one.agent(), one.grant(), one.lease());
            case Scope.OfGrant one -> StateKey.grant(one.agent(), one.grant());
            case Scope.OfAgent one -> StateKey.agent(one.agent());
            case Scope.Everything() -> StateKey.control();
        };
    }

    /** Ours as well, when only the reply to our own transaction was lost (T-32). */
    private Begun earlier(Revocation asked) {
        return table.get(subject(asked.scope()))
                .<Begun>map(row -> {
                    var id = id(row);
                    return id.equals(asked.id()) ? new Begun.Ours() : new Begun.Before(required(id));
                })
                .orElseGet(Begun.Nothing::new);
    }

    private static RevocationId id(Row row) {
        return Row.reading(() -> RevocationId.parse(row.text("revocation")))
                .orElseThrow(() -> new Unavailable("revocation-in-motion"));
    }

    private Revocation required(RevocationId id) {
        return find(id).orElseThrow(() -> new Unavailable("revocation-unreadable"));
    }

    @Override
    public Optional<Revocation> find(RevocationId id) {
        return table.get(StateKey.revocation(id)).map(RevocationRow::read);
    }

    @Override
    public List<Revocation> recent(int most) {
        return table.query(StateKey.Range.revocations(), false, most).stream()
                .map(RevocationRow::read)
                .toList();
    }

    @Override
    public Optional<Revocation> ofAgent(AgentId agent) {
        return table.get(StateKey.agent(agent))
                .filter(row -> row.has("revocation"))
                .map(row -> required(id(row)));
    }

    @Override
    public List<Revocation> pending() {
        var keys = RevocationRow.ids(table.query(StateKey.Range.pending())).stream()
                .map(StateKey::revocation)
                .toList();
        return table.getAll(keys).stream()
                .map(RevocationRow::read)
                .sorted(Comparator.comparing(Revocation::id))
                .toList();
    }

    @Override
    public Revocation advance(Revocation further) {
        return AwsFailure.guard("dynamodb", () -> {
            try {
                return advance(further, true);
            } catch (ConditionalCheckFailedException lifted) {
                return advance(further, false);
            }
        });
    }

    private Revocation advance(Revocation further, boolean withState) {
        var set = new ArrayList<String>();
        var values = new HashMap<String, AttributeValue>();
        var names = new HashMap<String, String>();
        further.revokedAt().ifPresent(at -> {
            set.add("revokedAt = if_not_exists(revokedAt, :revokedAt)");
            values.put(":revokedAt", text(at.toString()));
            set.add("#roles = :roles");
            names.put("#roles", "roles");
            values.put(":roles", RevocationRow.roles(further));
            set.add("#values = :values");
            names.put("#values", "values");
            values.put(":values", RevocationRow.values(further));
            set.add("leavesValues = :leavesValues");
            values.put(":leavesValues", AttributeValue.fromBool(further.leavesValues()));
        });
        further.confirmedAt().ifPresent(at -> {
            set.add("confirmedAt = if_not_exists(confirmedAt, :confirmedAt)");
            values.put(":confirmedAt", text(at.toString()));
        });
        if (further.recorded()) {
            set.add("recorded = :recorded");
            values.put(":recorded", AttributeValue.fromBool(true));
        }
        if (withState) {
            set.add("#state = :state");
            names.put("#state", "state");
            values.put(":state", text(further.state().name()));
            values.put(":revoking", text(Revocation.State.REVOKING.name()));
        }
        var answer = table.dynamo.updateItem(update -> update.tableName(table.name)
                .key(StateKey.revocation(further.id()).attributes())
                .updateExpression("SET " + String.join(", ", set))
                .conditionExpression(withState ? "#state = :revoking OR #state = :state" : "attribute_exists(pk)")
                .expressionAttributeNames(names.isEmpty() ? null : names)
                .expressionAttributeValues(values)
                .returnValues(ReturnValue.ALL_NEW));
        return RevocationRow.read(new Row(answer.attributes()));
    }

    @Override
    public void done(RevocationId id) {
        AwsFailure.guard(
                "dynamodb",
                () -> table.dynamo.deleteItem(delete ->
                        delete.tableName(table.name).key(StateKey.pending(id).attributes())));
    }

    @Override
    public boolean lift(Revocation revoked) {
        var subject = subject(revoked.scope());
        var row = table.get(subject);
        if (row.isEmpty()) {
            return false;
        }
        return transact(List.of(
                TransactWriteItem.builder().update(alive(revoked, row.get())).build(),
                TransactWriteItem.builder()
                        .update(update -> update.tableName(table.name)
                                .key(StateKey.revocation(revoked.id()).attributes())
                                .updateExpression("SET #state = :lifted")
                                .conditionExpression("#state = :revoked")
                                .expressionAttributeNames(Map.of("#state", "state"))
                                .expressionAttributeValues(Map.of(
                                        ":lifted", text(Revocation.State.LIFTED.name()),
                                        ":revoked", text(Revocation.State.REVOKED.name()))))
                        .build()));
    }

    /** On the version that was seen. What was removed meanwhile stays dead, and is alive when it is applied again. */
    private Update alive(Revocation revoked, Row row) {
        var update = Update.builder().tableName(table.name).key(row.key());
        if (revoked.scope() instanceof Scope.Everything) {
            return update.updateExpression("SET #open = :open REMOVE revocation")
                    .conditionExpression("revocation = :id")
                    .expressionAttributeNames(Map.of("#open", "open"))
                    .expressionAttributeValues(Map.of(
                            ":open", AttributeValue.fromBool(true),
                            ":id", text(revoked.id().text())))
                    .build();
        }
        return update.updateExpression("SET " + (row.isRemoved() ? "wasLive" : "live")
                        + " = :live, version = version + :one REMOVE revocation")
                .conditionExpression("revocation = :id AND version = :seen")
                .expressionAttributeValues(Map.of(
                        ":live", AttributeValue.fromBool(true),
                        ":one", number(1),
                        ":id", text(revoked.id().text()),
                        ":seen", number(row.number("version"))))
                .build();
    }

    @Override
    public List<Granted> grantsOf(AgentId agent) {
        return table.query(StateKey.Range.grants(agent)).stream()
                .map(DynamoRevocations::granted)
                .toList();
    }

    @Override
    public Optional<Granted> grant(AgentId agent, GrantId grant) {
        return table.get(StateKey.grant(agent, grant)).map(DynamoRevocations::granted);
    }

    /** An unreadable document hides its role, but not the grant: its leases tell theirs. */
    private static Granted granted(Row row) {
        var id = GrantId.parse(row.text(StateKey.SORT).substring("grant#".length()));
        return new Granted(
                id,
                Row.reading(() -> GrantDocument.read(row.json("doc")))
                        .flatMap(grant -> grant.terms().sessionsOf()));
    }

    @Override
    public Optional<Lease> lease(AgentId agent, GrantId grant, LeaseId lease) {
        return table.get(StateKey.lease(agent, grant, lease)).flatMap(LeaseRow::read);
    }

    @Override
    public List<Lease> leases(AgentId agent, GrantId grant, Instant since) {
        return table.query(StateKey.Range.leases(agent, grant, LeaseId.floor(since))).stream()
                .map(row -> LeaseRow.read(row).orElseThrow(() -> new Unavailable("lease-unreadable")))
                .toList();
    }

    @Override
    public void end(Lease lease, RevocationId because) {
        AwsFailure.guard("dynamodb", () -> {
            try {
                return table.dynamo.updateItem(update -> update.tableName(table.name)
                        .key(LeaseRow.key(lease).attributes())
                        .updateExpression("SET #state = :revoked, revocation = :id")
                        .conditionExpression("attribute_exists(pk) AND #state <> :revoked")
                        .expressionAttributeNames(Map.of("#state", "state"))
                        .expressionAttributeValues(Map.of(
                                ":revoked", text(Lease.State.REVOKED.name()),
                                ":id", text(because.text()))));
            } catch (ConditionalCheckFailedException endedBefore) {
                return null;
            }
        });
    }

    @Override
    public List<RoleArn> roles() {
        return table.query(StateKey.Range.leased()).stream()
                .map(row -> RoleArn.parse(row.text(StateKey.SORT)))
                .toList();
    }

    /**
     * Tried again while others are in the way: an action that spends checks these rows when it is reserved, and what ends it
     * has to get through.
     *
     * @return false when a condition did not hold
     * @throws Unavailable when it is not known whether it was done, or others were in the way for too long
     */
    private boolean transact(List<TransactWriteItem> writes) {
        return transaction.write(writes).isEmpty();
    }

    static boolean isRefusal(CancellationReason reason) {
        return "ConditionalCheckFailed".equals(reason.code());
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
