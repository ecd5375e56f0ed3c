package dev.valet.aws;

import dev.valet.Reason;
import dev.valet.Unavailable;
import dev.valet.approval.Approval;
import dev.valet.lease.Lease;
import dev.valet.lease.Leases;
import dev.valet.limit.Limits;
import dev.valet.revocation.Asker;
import dev.valet.revocation.Revocation;
import dev.valet.revocation.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Leases in the state table. Every write is conditional; a write whose reply was lost is recognised by the row it left, and
 * whatever AWS fails at is a refusal (T-32, INV-5).
 */
public final class DynamoLeases implements Leases {
    private final StateTable table;
    private final LimitCounter counter;

    public DynamoLeases(StateTable table) {
        this.table = table;
        this.counter = new LimitCounter(table);
    }

    @Override
    public Claim claim(Once once) {
        try {
            var earlier = OnceRow.put(table, once);
            if (earlier.isEmpty() || earlier.get().names(once.lease())) {
                return new Claim.Ours();
            }
            return claimed(earlier.get(), once.requestHash());
        } catch (Unavailable unavailable) {
            return new Claim.Refused(Reason.UPSTREAM_BUSY);
        }
    }

    @Override
    public Optional<Claim> earlier(String principal, String key, String requestHash) {
        try {
            return OnceRow.find(table, principal, key).map(earlier -> claimed(earlier, requestHash));
        } catch (Unavailable unavailable) {
            return Optional.of(new Claim.Refused(Reason.UPSTREAM_BUSY));
        }
    }

    private Claim claimed(OnceRow earlier, String requestHash) {
        return earlier.requestHash().equals(requestHash) ? repeat(earlier) : new Claim.Refused(Reason.KEY_REUSED);
    }

    /** A key without its lease: whoever claimed it is still at work, or failed. Either way nothing more comes of it. */
    private Claim repeat(OnceRow earlier) {
        return table.get(StateKey.lease(earlier.agent(), earlier.grant(), earlier.lease()))
                .flatMap(LeaseRow::read)
                .<Claim>map(Claim.Repeat::new)
                .orElseGet(() -> new Claim.Refused(Reason.UPSTREAM_BUSY));
    }

    @Override
    public Opening open(Lease lease, Limits ofGrant, Limits ofAgent, Optional<Approval> approved) {
        var beside = Stream.of(
                        counting(lease, ofGrant, StateKey.limits(lease.agent(), lease.grant()), ""),
                        counting(lease, ofAgent, StateKey.limits(lease.agent()), "agent."),
                        listing(lease),
                        approved.map(yes -> async(() -> use(lease, yes))))
                .flatMap(Optional::stream)
                .toList();
        var written = put(LeaseRow.write(lease));
        return beside.stream()
                .map(CompletableFuture::join)
                .filter(Opening.Refused.class::isInstance)
                .findFirst()
                .orElse(written);
    }

    /** @param whose what the rule's name begins with */
    private Optional<CompletableFuture<Opening>> counting(Lease lease, Limits limits, StateKey key, String whose) {
        return limits.isCounted() ? Optional.of(async(() -> count(lease, limits, key, whose))) : Optional.empty();
    }

    private Opening count(Lease lease, Limits limits, StateKey key, String whose) {
        try {
            return counter.count(Use.of(lease), limits, key)
                    .<Opening>map(
                            full -> new Opening.Refused(Reason.LIMIT_REACHED, whose + full.rule(), full.retryAt()))
                    .orElseGet(Opening.Opened::new);
        } catch (Unavailable unavailable) {
            return busy(unavailable.code());
        }
    }

    private Opening use(Lease lease, Approval approved) {
        try {
            return ApprovalUse.use(table, approved, lease.id().text(), lease.issuedAt())
                    ? new Opening.Opened()
                    : new Opening.Refused(Reason.NO_LIVE_APPROVAL, "approval.not-live", Instant.EPOCH);
        } catch (Unavailable unavailable) {
            return busy(unavailable.code());
        }
    }

    /** Whoever comes at its end finds it, whatever becomes of the rest. */
    private Optional<CompletableFuture<Opening>> listing(Lease lease) {
        return lease.rotateOnEnd() ? Optional.of(async(() -> put(DueRow.write(lease)))) : Optional.empty();
    }

    private Opening put(Map<String, AttributeValue> row) {
        try {
            table.dynamo.putItem(PutItemRequest.builder()
                    .tableName(table.name)
                    .item(row)
                    .conditionExpression("attribute_not_exists(pk)")
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                    .build());
            return new Opening.Opened();
        } catch (ConditionalCheckFailedException refused) {
            // 80 random bits are in the key: the very same row is our own, written by an attempt whose reply was lost.
            return refused.hasItem() && refused.item().equals(row) ? new Opening.Opened() : busy("lease-exists");
        } catch (SdkException failure) {
            return busy(AwsFailure.code("dynamodb", failure));
        }
    }

    @Override
    public Look look(Lease lease) {
        var keys = List.of(
                StateKey.agent(lease.agent()),
                StateKey.grant(lease.agent(), lease.grant()),
                LeaseRow.key(lease),
                StateKey.control());
        return Looked.at(table, keys).map(looked -> looked.at(lease)).orElse(Look.UNREAD);
    }

    /** One write beside whatever revokes: on a lease that is marked it does not happen, and whoever marks it sees it. */
    @Override
    public boolean note(Lease lease, String version) {
        try {
            table.dynamo.updateItem(update -> update.tableName(table.name)
                    .key(LeaseRow.key(lease).attributes())
                    .updateExpression("SET #version = :version")
                    .conditionExpression("#state = :live")
                    .expressionAttributeNames(Map.of("#state", "state", "#version", LeaseRow.VERSION))
                    .expressionAttributeValues(Map.of(
                            ":version", AttributeValue.fromS(version),
                            ":live", AttributeValue.fromS(Lease.State.LIVE.name()))));
            return true;
        } catch (SdkException failure) {
            return false;
        }
    }

    @Override
    public void withhold(Lease lease) {
        try {
            table.dynamo.updateItem(update -> update.tableName(table.name)
                    .key(LeaseRow.key(lease).attributes())
                    .updateExpression("SET #state = :withheld REMOVE #version")
                    .conditionExpression("#state = :live")
                    .expressionAttributeNames(Map.of("#state", "state", "#version", LeaseRow.VERSION))
                    .expressionAttributeValues(Map.of(
                            ":withheld", AttributeValue.fromS(Lease.State.WITHHELD.name()),
                            ":live", AttributeValue.fromS(Lease.State.LIVE.name()))));
        } catch (SdkException failure) {
            // Never written, revoked meanwhile, or AWS is away: nothing was handed over, and the audit tells it.
        }
    }

    /** The mark and the listing are one transaction: what is withheld is denied, or was revoked by somebody else. */
    @Override
    public boolean disown(Lease lease, Instant at) {
        if (lease.role().isEmpty()) {
            withhold(lease);
            return true; // no session is at large
        }
        var scope = new Scope.OfLease(lease.agent(), lease.grant(), lease.id());
        var listed = DynamoRevocations.listed(table, Revocation.begin(scope, Asker.VALET, "not handed over", at));
        var marked = TransactWriteItem.builder()
                .update(update -> update.tableName(table.name)
                        .key(LeaseRow.key(lease).attributes())
                        .updateExpression("SET #state = :withheld")
                        .conditionExpression("#state = :live")
                        .expressionAttributeNames(Map.of("#state", "state"))
                        .expressionAttributeValues(Map.of(
                                ":withheld", AttributeValue.fromS(Lease.State.WITHHELD.name()),
                                ":live", AttributeValue.fromS(Lease.State.LIVE.name()))))
                .build();
        try {
            table.dynamo.transactWriteItems(transaction -> transaction.transactItems(
                    Stream.concat(Stream.of(marked), listed.stream()).toList()));
            return true;
        } catch (TransactionCanceledException cancelled) {
            // Not live: whoever revoked it meanwhile has listed it.
            return DynamoRevocations.isRefusal(cancelled.cancellationReasons().getFirst());
        } catch (SdkException failure) {
            return false;
        }
    }

    private static Opening busy(String code) {
        return new Opening.Refused(Reason.UPSTREAM_BUSY, code, Instant.EPOCH);
    }

    private static <T> CompletableFuture<T> async(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task));
    }
}
