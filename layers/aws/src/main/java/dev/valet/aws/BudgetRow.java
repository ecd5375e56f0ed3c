package dev.valet.aws;

import dev.valet.Malformed;
import dev.valet.Unavailable;
import dev.valet.budget.Charge;
import dev.valet.performance.Performance;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * The row of one budget: {@code used} is what is reserved and settled together, in smallest units. Each of its updates has a
 * condition that keeps it between nothing and the cap (INV-19).
 */
record BudgetRow(StateTable table, Performance performance, Charge charge, Charge.Budget budget) {
    static final String USED = "used";

    /** Longer than any performance that names it. */
    private static final Duration RETENTION = PerformanceRow.RETENTION.multipliedBy(2);

    StateKey key() {
        return StateKey.budget(
                performance.agent(), performance.grant(), charge.amount().unit(), charge.day(), budget.payee());
    }

    /** DynamoDB conditions cannot add: what is left of the cap is worked out here, and never below nothing. */
    TransactWriteItem reserve() {
        long amount = charge.amount().units();
        var end = charge.day()
                .plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .plus(RETENTION);
        return write(update().updateExpression("SET #used = if_not_exists(#used, :nothing) + :amount, #ttl = :ttl")
                .conditionExpression("attribute_not_exists(#used) OR #used <= :left")
                .expressionAttributeNames(Map.of("#used", USED, "#ttl", "ttl"))
                .expressionAttributeValues(Map.of(
                        ":nothing", number(0),
                        ":amount", number(amount),
                        ":left", number(Math.subtractExact(budget.cap(), amount)),
                        ":ttl", number(end.getEpochSecond()))));
    }

    /**
     * Moves it from what was reserved to what was spent.
     *
     * @param seen the row as the write before found it; empty at the first try
     * @return empty when there is nothing to move
     */
    Optional<TransactWriteItem> settle(long spent, Optional<Row> seen) {
        long more = spent - charge.amount().units();
        if (more == 0) {
            return Optional.empty();
        }
        return seen.isPresent() ? settle(spent, used(seen.get())) : Optional.of(more < 0 ? giveBack(-more) : add(more));
    }

    private Optional<TransactWriteItem> settle(long spent, long used) {
        long now = charge.settled(used, spent, budget.cap());
        return now == used
                ? Optional.empty()
                : Optional.of(write(update().updateExpression("SET #used = :now")
                        .conditionExpression("#used = :seen")
                        .expressionAttributeNames(Map.of("#used", USED))
                        .expressionAttributeValues(Map.of(":now", number(now), ":seen", number(used)))));
    }

    private TransactWriteItem giveBack(long less) {
        return write(update().updateExpression("SET #used = #used - :less")
                .conditionExpression("#used >= :less")
                .expressionAttributeNames(Map.of("#used", USED))
                .expressionAttributeValues(Map.of(":less", number(less))));
    }

    private TransactWriteItem add(long more) {
        long left = budget.cap() - more; // below nothing when it is more than the cap, and then the condition fails
        return write(update().updateExpression("SET #used = #used + :more")
                .conditionExpression("#used <= :left")
                .expressionAttributeNames(Map.of("#used", USED))
                .expressionAttributeValues(Map.of(":more", number(more), ":left", number(left))));
    }

    private static long used(Row row) {
        try {
            return row.number(USED);
        } catch (Malformed unreadable) {
            throw new Unavailable("budget-unreadable");
        }
    }

    private Update.Builder update() {
        return Update.builder()
                .tableName(table.name)
                .key(key().attributes())
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    }

    private static TransactWriteItem write(Update.Builder update) {
        return TransactWriteItem.builder().update(update.build()).build();
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
