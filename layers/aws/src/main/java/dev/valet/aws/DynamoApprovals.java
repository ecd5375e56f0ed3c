package dev.valet.aws;

import dev.valet.Malformed;
import dev.valet.Unavailable;
import dev.valet.approval.Approval;
import dev.valet.approval.ApprovalId;
import dev.valet.approval.Approvals;
import dev.valet.approval.Vote;
import dev.valet.identity.AgentId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Approvals in the state table: each in its agent's partition, and one row that lists it for those who decide. */
public final class DynamoApprovals implements Approvals {
    private final StateTable table;

    public DynamoApprovals(StateTable table) {
        this.table = table;
    }

    @Override
    public void add(Approval asked) {
        var writes = List.of(put(ApprovalRow.write(asked)), put(ApprovalRow.listing(asked)));
        AwsFailure.guard(
                "dynamodb", () -> table.dynamo.transactWriteItems(transaction -> transaction.transactItems(writes)));
    }

    private TransactWriteItem put(Map<String, AttributeValue> row) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName(table.name).item(row).conditionExpression("attribute_not_exists(pk)"))
                .build();
    }

    @Override
    public Optional<Approval> find(AgentId agent, ApprovalId id) {
        return table.get(StateKey.approval(agent, id)).map(ApprovalRow::read);
    }

    @Override
    public Optional<Approval> find(ApprovalId id) {
        return table.get(StateKey.approvals(id))
                .flatMap(listed -> table.get(place(listed)))
                .map(ApprovalRow::read);
    }

    /** @throws Unavailable when the listing is not as Valet writes it */
    private static StateKey place(Row listed) {
        try {
            var agent =
                    listed.has("agent") ? Optional.of(AgentId.parse(listed.text("agent"))) : Optional.<AgentId>empty();
            return ApprovalRow.key(agent, ApprovalId.parse(listed.text(StateKey.SORT)));
        } catch (Malformed unreadable) {
            throw new Unavailable("approval-unreadable");
        }
    }

    @Override
    public List<Approval> of(AgentId agent, Instant since) {
        return table.query(StateKey.Range.approvals(agent, ApprovalId.floor(since)), false, Integer.MAX_VALUE).stream()
                .map(ApprovalRow::read)
                .toList();
    }

    @Override
    public List<Approval> recent(int most) {
        var listed = table.query(StateKey.Range.approvals(), false, most);
        return table.getAll(listed.stream().map(DynamoApprovals::place).toList()).stream()
                .map(ApprovalRow::read)
                .sorted(Comparator.comparing(Approval::id).reversed())
                .toList();
    }

    @Override
    public boolean vote(Approval seen, Vote vote) {
        var after = seen.with(vote);
        return AwsFailure.guard("dynamodb", () -> {
            try {
                table.dynamo.updateItem(update -> update.tableName(table.name)
                        .key(ApprovalRow.key(seen).attributes())
                        .updateExpression("SET votes = list_append(votes, :vote), decision = :decision")
                        .conditionExpression("size(votes) = :seen AND #hash = :hash"
                                + " AND (attribute_not_exists(usedBy) OR size(usedBy) < #uses)")
                        .expressionAttributeNames(Map.of("#hash", "hash", "#uses", "uses"))
                        .expressionAttributeValues(Map.of(
                                ":vote", AttributeValue.fromL(List.of(ApprovalRow.write(vote))),
                                ":decision", ApprovalRow.decision(after),
                                ":seen", ApprovalRow.number(seen.votes().size()),
                                ":hash", ApprovalRow.text(seen.hash()))));
                return true;
            } catch (ConditionalCheckFailedException moved) {
                // Somebody else's vote, or one of ours whose reply was lost.
                return find(seen.id()).filter(now -> now.votes().contains(vote)).isPresent();
            }
        });
    }

    @Override
    public boolean use(Approval approval, String by, Instant now) {
        return ApprovalUse.use(table, approval, by, now);
    }
}
