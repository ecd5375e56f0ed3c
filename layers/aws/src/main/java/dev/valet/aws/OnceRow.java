package dev.valet.aws;

import dev.valet.Malformed;
import dev.valet.Unavailable;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.lease.Lease;
import dev.valet.lease.LeaseId;
import dev.valet.lease.Leases;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** The row of an idempotency key: the lease it led to, and for which request (INV-13). */
record OnceRow(LeaseId lease, AgentId agent, GrantId grant, String requestHash) {

    /** @return the row of whoever came first; empty when that is us */
    static Optional<OnceRow> put(StateTable table, Leases.Once once) {
        var put = PutItemRequest.builder()
                .tableName(table.name)
                .item(write(once))
                .conditionExpression("attribute_not_exists(pk)")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        return AwsFailure.guard("dynamodb", () -> {
            try {
                table.dynamo.putItem(put);
                return Optional.empty();
            } catch (ConditionalCheckFailedException taken) {
                return Optional.of(read(new Row(taken.item())));
            }
        });
    }

    static Optional<OnceRow> find(StateTable table, String principal, String key) {
        return table.get(StateKey.once(principal, key)).map(OnceRow::read);
    }

    /** The lease id is random, so it is also the nonce by which a claim whose reply was lost finds itself (T-32). */
    boolean names(Lease mine) {
        return lease.equals(mine.id());
    }

    private static OnceRow read(Row row) {
        try {
            return new OnceRow(
                    LeaseId.parse(row.text("leaseId")),
                    AgentId.parse(row.text("agent")),
                    GrantId.parse(row.text("grant")),
                    row.text("requestHash"));
        } catch (Malformed unreadable) {
            throw new Unavailable("once-unreadable");
        }
    }

    private static Map<String, AttributeValue> write(Leases.Once once) {
        var lease = once.lease();
        var row = new HashMap<>(StateKey.once(once.principal(), once.key()).attributes());
        row.put("leaseId", AttributeValue.fromS(lease.id().text()));
        row.put("agent", AttributeValue.fromS(lease.agent().text()));
        row.put("grant", AttributeValue.fromS(lease.grant().text()));
        row.put("requestHash", AttributeValue.fromS(once.requestHash()));
        // Not after its lease's row, so a repeat that finds the key finds the lease.
        var end = lease.issuedAt().plus(LeaseRow.RETENTION);
        row.put("ttl", AttributeValue.fromN(Long.toString(end.getEpochSecond())));
        return row;
    }
}
