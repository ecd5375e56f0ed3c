package dev.valet.aws;

import dev.valet.Malformed;
import dev.valet.Unavailable;
import dev.valet.limit.Limits;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Counts leases and performances against the limits of their grant, or of their agent, in one row. Nearly always one conditional update does it, and such updates
 * never conflict with each other; when a new slice has begun or slots are to be freed, one writer rewrites the row under a
 * compare-and-set and the others go back to the update.
 */
final class LimitCounter {
    private static final int ATTEMPTS = 12;

    private final StateTable table;

    LimitCounter(StateTable table) {
        this.table = table;
    }

    /**
     * @param key of the row that counts
     * @return the limit that stands in the way; empty when it is counted
     * @throws Unavailable when that is not known
     */
    Optional<Usage.Full> count(Use use, Limits limits, StateKey key) {
        var now = use.at();
        long slice = Usage.sliceOf(now);
        for (int i = 0; i < ATTEMPTS; i++) {
            var refused = write(update(use, limits, key, slice));
            if (refused.isEmpty() || refused.get().has(use)) {
                return Optional.empty();
            }
            var seen = refused.get();
            var free = seen.at(now);
            var full = free.full(limits);
            if (full.isPresent()) {
                return full;
            }
            if (!free.equals(seen) || seen.writes() == 0) {
                var lost = write(rewrite(key, seen, free.count(use, limits)));
                if (lost.isEmpty() || lost.get().has(use)) {
                    return Optional.empty();
                }
            }
            slice = free.slice();
        }
        throw new Unavailable("limits-contended");
    }

    private UpdateItemRequest update(Use use, Limits limits, StateKey key, long slice) {
        var names = new HashMap<>(Map.of(
                "#slice",
                "slice",
                "#slices",
                "counts",
                "#now",
                Long.toString(slice),
                "#total",
                "total",
                "#writes",
                "writes",
                "#last",
                "last"));
        var values = new HashMap<>(
                Map.of(":slice", number(slice), ":one", number(1), ":lease", AttributeValue.fromS(use.id())));
        var set = new StringBuilder("SET #slices.#now = #slices.#now + :one, #total = #total + :one,"
                + " #writes = #writes + :one, #last = :lease");
        var condition = new StringBuilder("#slice = :slice AND #last <> :lease");
        if (limits.leasesPerHour() > 0) {
            condition.append(" AND #total < :hour");
            values.put(":hour", number(limits.leasesPerHour()));
        }
        if (limits.concurrent() > 0) {
            set.append(", #slots.#lease = :end");
            condition.append(" AND size(#slots) < :slots AND attribute_not_exists(#slots.#lease)");
            names.putAll(Map.of("#slots", "slots", "#lease", use.id()));
            values.putAll(Map.of(":slots", number(limits.concurrent()), ":end", number(use.endSecond())));
        }
        return UpdateItemRequest.builder()
                .tableName(table.name)
                .key(key.attributes())
                .updateExpression(set.toString())
                .conditionExpression(condition.toString())
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    private PutItemRequest rewrite(StateKey key, Usage seen, Usage now) {
        var put = PutItemRequest.builder()
                .tableName(table.name)
                .item(now.write(key))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
        return seen.writes() == 0
                ? put.conditionExpression("attribute_not_exists(pk)").build()
                : put.conditionExpression("#writes = :seen")
                        .expressionAttributeNames(Map.of("#writes", "writes"))
                        .expressionAttributeValues(Map.of(":seen", number(seen.writes())))
                        .build();
    }

    /** @return the row that stood in the way; empty when the write was done */
    private Optional<Usage> write(UpdateItemRequest update) {
        return AwsFailure.guard("dynamodb", () -> {
            try {
                table.dynamo.updateItem(update);
                return Optional.empty();
            } catch (ConditionalCheckFailedException refused) {
                return Optional.of(old(refused));
            }
        });
    }

    private Optional<Usage> write(PutItemRequest put) {
        return AwsFailure.guard("dynamodb", () -> {
            try {
                table.dynamo.putItem(put);
                return Optional.empty();
            } catch (ConditionalCheckFailedException refused) {
                return Optional.of(old(refused));
            }
        });
    }

    private static Usage old(ConditionalCheckFailedException refused) {
        try {
            return refused.hasItem() && !refused.item().isEmpty() ? Usage.read(new Row(refused.item())) : Usage.NONE;
        } catch (Malformed unreadable) {
            throw new Unavailable("limits-unreadable");
        }
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
