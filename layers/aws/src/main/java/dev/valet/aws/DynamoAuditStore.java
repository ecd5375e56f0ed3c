package dev.valet.aws;

import dev.valet.audit.Announcement;
import dev.valet.audit.AuditRecord;
import dev.valet.audit.AuditStore;
import dev.valet.audit.Place;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/**
 * Audit records in their own table, each in its place in its writer's chain. Index keys are there for the questions by
 * agent, grant and lease; the agent's and the grant's are spread over sixteen shards, so that no busy agent makes a hot
 * partition.
 */
public final class DynamoAuditStore implements AuditStore {
    private final DynamoDbClient dynamo;
    private final String table;

    public DynamoAuditStore(DynamoDbClient dynamo, String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    @Override
    public Kept add(AuditRecord written) {
        var row = row(written);
        try {
            dynamo.putItem(PutItemRequest.builder()
                    .tableName(table)
                    .item(row)
                    .conditionExpression("attribute_not_exists(pk)")
                    .build());
            return Kept.YES;
        } catch (SdkException refusedOrUnknown) {
            return isThere(written);
        }
    }

    /** Refused, or nobody knows: only what stands in the very place, read strongly, tells whether it is ours (T-32). */
    private Kept isThere(AuditRecord written) {
        try {
            var answer =
                    dynamo.getItem(get -> get.tableName(table).key(key(written)).consistentRead(true));
            var hash = answer.item().get("hash");
            return hash != null && written.hash().equals(hash.s()) ? Kept.YES : Kept.DOUBTFUL;
        } catch (SdkException unknown) {
            return Kept.DOUBTFUL;
        }
    }

    private static Map<String, AttributeValue> key(AuditRecord written) {
        return Map.of("pk", text("w#" + written.writer()), "sk", text(Place.seq(written.seq())));
    }

    /**
     * The record as one text, and beside it only what finds it. Twice the same would be twice the price: a row of an INTENT
     * stays within the 1,024 bytes of one write unit, and costs one more for each index.
     */
    private static Map<String, AttributeValue> row(AuditRecord written) {
        var entry = written.entry();
        var row = new HashMap<>(key(written));
        row.put("hash", text(written.hash()));
        row.put("record", text(written.canonical()));
        row.put("place", text(Place.of(written).text()));
        var shard = "#" + written.writer().charAt(0);
        if (!entry.agent().isEmpty()) {
            row.put("agentShard", text(entry.agent() + shard));
        }
        if (!entry.grant().isEmpty()) {
            row.put("grantShard", text(entry.grant() + shard));
        }
        if (!entry.lease().isEmpty()) {
            row.put("lease", text(entry.lease()));
        }
        // A stream is filtered by attributes only. No INTENT has this one.
        Announcement.Type.of(entry.phase(), entry.facts().keySet())
                .ifPresent(type -> row.put("announced", text(type.name())));
        return row;
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }
}
