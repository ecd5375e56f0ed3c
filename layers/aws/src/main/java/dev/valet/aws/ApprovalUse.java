package dev.valet.aws;

import dev.valet.approval.Approval;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Uses an approval up, on condition that it still can be: approved, of this text, not over, not used as often as it may be.
 * What uses it goes into a set, so the same again, as after a lost reply, finds its own and changes nothing (T-32).
 */
final class ApprovalUse {
    private ApprovalUse() {}

    /** @param by an id that nothing else uses it under */
    static Update of(StateTable table, Approval approval, String by, Instant now) {
        return Update.builder()
                .tableName(table.name)
                .key(ApprovalRow.key(approval).attributes())
                .updateExpression("ADD usedBy :user")
                .conditionExpression("contains(usedBy, :by) OR (decision = :approved AND #hash = :hash"
                        + " AND expires > :now AND (attribute_not_exists(usedBy) OR size(usedBy) < #uses))")
                .expressionAttributeNames(Map.of("#hash", "hash", "#uses", "uses"))
                .expressionAttributeValues(Map.of(
                        ":user", AttributeValue.fromSs(List.of(by)),
                        ":by", ApprovalRow.text(by),
                        ":approved", ApprovalRow.text("APPROVED"),
                        ":hash", ApprovalRow.text(approval.hash()),
                        ":now", ApprovalRow.number(now.getEpochSecond())))
                .build();
    }

    /**
     * @return false when it cannot be used
     * @throws dev.valet.Unavailable when it is not known whether it was
     */
    static boolean use(StateTable table, Approval approval, String by, Instant now) {
        var use = of(table, approval, by, now);
        return AwsFailure.guard("dynamodb", () -> {
            try {
                table.dynamo.updateItem(update -> update.tableName(use.tableName())
                        .key(use.key())
                        .updateExpression(use.updateExpression())
                        .conditionExpression(use.conditionExpression())
                        .expressionAttributeNames(use.expressionAttributeNames())
                        .expressionAttributeValues(use.expressionAttributeValues()));
                return true;
            } catch (ConditionalCheckFailedException refused) {
                return false;
            }
        });
    }
}
