package dev.valet.aws;

import dev.valet.Nonce;
import dev.valet.identity.PresentedToken;
import dev.valet.performance.UsedTokens;
import java.time.Duration;
import java.util.HashMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** A row for each bearer token that has asked for an action, kept for longer than anybody believes the token (J-10). */
public final class DynamoUsedTokens implements UsedTokens {
    /** Beyond what clocks may differ by: a row that goes too soon would make a copy of the token good again. */
    static final Duration KEPT_BEYOND_END = Duration.ofHours(1);

    private static final String BY = "by";

    private final StateTable table;

    public DynamoUsedTokens(StateTable table) {
        this.table = table;
    }

    @Override
    public boolean use(PresentedToken token) {
        var nonce = AttributeValue.fromS(Nonce.next());
        var row = new HashMap<>(StateKey.token(token).attributes());
        row.put(BY, nonce);
        row.put(
                "ttl",
                AttributeValue.fromN(
                        Long.toString(token.expiresAt().plus(KEPT_BEYOND_END).getEpochSecond())));
        return AwsFailure.guard("dynamodb", () -> {
            try {
                table.dynamo.putItem(put -> put.tableName(table.name)
                        .item(row)
                        .conditionExpression("attribute_not_exists(pk)")
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
                return true;
            } catch (ConditionalCheckFailedException there) {
                return nonce.equals(there.item().get(BY)); // by this very call, whose reply was lost (T-32)
            }
        });
    }
}
