package dev.valet.aws;

import dev.valet.Malformed;
import dev.valet.Reason;
import dev.valet.Unavailable;
import dev.valet.action.PerformanceId;
import dev.valet.approval.Approval;
import dev.valet.aws.Transaction.Refused;
import dev.valet.budget.Charge;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.lease.Leases.Look;
import dev.valet.limit.Limits;
import dev.valet.performance.Performance;
import dev.valet.performance.Performance.State;
import dev.valet.performance.PerformanceBook;
import dev.valet.performance.Performances;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Performances in the state table, each a row that its idempotency key leads to, and the rows of the budgets they are counted
 * in. Two lists find them again: under their grant by time, and those with something left to do.
 */
public final class DynamoPerformances implements Performances, PerformanceBook {
    /** How many rows make a performance findable, itself included. */
    private static final int LISTED = 3;

    private final StateTable table;
    private final LimitCounter counter;
    private final Transaction transaction;

    public DynamoPerformances(StateTable table) {
        this(table, Transaction.Pause.SLEEP);
    }

    DynamoPerformances(StateTable table, Transaction.Pause pause) {
        this.table = table;
        this.counter = new LimitCounter(table);
        this.transaction = new Transaction(table, pause);
    }

    @Override
    public Optional<Performance> find(PerformanceId id) {
        return table.get(StateKey.performance(id)).map(PerformanceRow::read);
    }

    @Override
    public Reservation reserve(Performance reserved, Limits ofGrant, Limits ofAgent, Optional<Approval> approved) {
        var limited = count(reserved, ofGrant, StateKey.limits(reserved.agent(), reserved.grant()), "")
                .or(() -> count(reserved, ofAgent, StateKey.limits(reserved.agent()), "agent."));
        if (limited.isPresent()) {
            return limited.get();
        }
        var budgets = budgets(reserved);
        var writes = new ArrayList<>(listed(reserved));
        budgets.forEach(budget -> writes.add(budget.reserve()));
        approved.ifPresent(yes -> writes.add(used(yes, reserved)));
        if (reserved.charge().isPresent()) {
            writes.addAll(decidedOn(reserved));
        }
        return transaction
                .write(writes)
                .map(refused -> refused(reserved, refused, budgets, approved.isPresent()))
                .orElseGet(Reservation.Reserved::new);
    }

    /** Counted apart, and before: a limit that is used though nothing was reserved is the safe side. */
    private Optional<Reservation> count(Performance reserved, Limits limits, StateKey key, String whose) {
        return limits.isCounted()
                ? counter.count(Use.of(reserved), limits, key)
                        .map(full -> new Reservation.Refused(Reason.LIMIT_REACHED, whose + full.rule(), full.retryAt()))
                : Optional.empty();
    }

    /** The row first: what it refuses is decided before everything else. */
    private List<TransactWriteItem> listed(Performance reserved) {
        var listing = new HashMap<>(performed(reserved).attributes());
        listing.put("ttl", PerformanceRow.ttl(reserved));
        var unfinished = new HashMap<>(unfinished(reserved).attributes());
        unfinished.put("ttl", PerformanceRow.ttl(reserved));
        return List.of(put(PerformanceRow.write(reserved)), put(listing), put(unfinished));
    }

    private static StateKey performed(Performance performance) {
        return StateKey.performed(performance.agent(), performance.grant(), performance.reservedAt(), performance.id());
    }

    private static StateKey unfinished(Performance performance) {
        return StateKey.unfinished(performance.reservedAt(), performance.id());
    }

    private TransactWriteItem put(Map<String, AttributeValue> row) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName(table.name)
                        .item(row)
                        .conditionExpression("attribute_not_exists(pk)")
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                .build();
    }

    /** Once, by this performance and by no other (INV-18). */
    private TransactWriteItem used(Approval yes, Performance reserved) {
        var use = ApprovalUse.of(table, yes, reserved.id().text(), reserved.reservedAt());
        return TransactWriteItem.builder().update(use).build();
    }

    private List<BudgetRow> budgets(Performance performance) {
        return performance.charge().map(Charge::budgets).orElseGet(List::of).stream()
                .map(budget ->
                        new BudgetRow(table, performance, performance.charge().orElseThrow(), budget))
                .toList();
    }

    /** The caps are of these versions: at another, they may be others. */
    private List<TransactWriteItem> decidedOn(Performance reserved) {
        return List.of(
                isStill(
                        StateKey.grant(reserved.agent(), reserved.grant()),
                        reserved.basis().grantVersion()),
                isStill(StateKey.agent(reserved.agent()), reserved.basis().agentVersion()));
    }

    private TransactWriteItem isStill(StateKey key, long version) {
        return TransactWriteItem.builder()
                .conditionCheck(check -> check.tableName(table.name)
                        .key(key.attributes())
                        .conditionExpression("version = :seen AND live = :live")
                        .expressionAttributeValues(
                                Map.of(":seen", number(version), ":live", AttributeValue.fromBool(true))))
                .build();
    }

    private static Reservation refused(
            Performance reserved, Refused refused, List<BudgetRow> budgets, boolean approved) {
        if (refused.of(0)) {
            var earlier = refused.row(0).map(PerformanceRow::read);
            if (earlier.isEmpty()) {
                throw new Unavailable("performance-unreadable");
            }
            return earlier.get().nonce().equals(reserved.nonce())
                    ? new Reservation.Reserved() // by an attempt whose reply was lost (T-32)
                    : new Reservation.Repeat(earlier.get());
        }
        for (int i = 0; i < budgets.size(); i++) {
            if (refused.of(LISTED + i)) {
                var budget = budgets.get(i);
                return new Reservation.Refused(
                        Reason.LIMIT_REACHED,
                        budget.budget().rule(),
                        budget.charge().renewal());
            }
        }
        return approved && refused.of(LISTED + budgets.size())
                ? new Reservation.Refused(Reason.NO_LIVE_APPROVAL, "approval.not-live", Instant.EPOCH)
                : new Reservation.Overtaken();
    }

    @Override
    public Look look(Performance performance) {
        var keys = List.of(
                StateKey.agent(performance.agent()),
                StateKey.grant(performance.agent(), performance.grant()),
                StateKey.action(performance.action()),
                StateKey.control());
        return Looked.at(table, keys).map(looked -> looked.at(performance)).orElse(Look.UNREAD);
    }

    @Override
    public Performance move(Performance from, Performance to) {
        var budgets = from.isFinal() ? List.<BudgetRow>of() : budgets(from);
        return isCounted(to) || to.isOver() ? together(from, to, budgets) : alone(from, to);
    }

    /** Whether its budgets may have to move. */
    private static boolean isCounted(Performance to) {
        return to.isFinal() && to.charge().isPresent();
    }

    private Performance alone(Performance from, Performance to) {
        var update = step(from, to);
        return transaction.alone(() -> {
            try {
                table.dynamo.updateItem(UpdateItemRequest.builder()
                        .tableName(table.name)
                        .key(update.key())
                        .updateExpression(update.updateExpression())
                        .conditionExpression(update.conditionExpression())
                        .expressionAttributeNames(update.expressionAttributeNames())
                        .expressionAttributeValues(update.expressionAttributeValues())
                        .returnValuesOnConditionCheckFailure(update.returnValuesOnConditionCheckFailure())
                        .build());
                return to;
            } catch (ConditionalCheckFailedException refused) {
                return asItIs(refused.hasItem() ? Optional.of(new Row(refused.item())) : Optional.empty());
            }
        });
    }

    /** A budget that is not as it was left is moved as it was found, and one whose row is gone holds nothing back. */
    private Performance together(Performance from, Performance to, List<BudgetRow> budgets) {
        var seen = new TreeMap<Integer, Optional<Row>>();
        for (int i = 0; i < Transaction.ATTEMPTS; i++) {
            var moving = moving(to, budgets, seen);
            var writes = new ArrayList<TransactWriteItem>();
            writes.add(TransactWriteItem.builder().update(step(from, to)).build());
            writes.addAll(moving.values());
            if (to.isOver()) {
                writes.add(unlisted(to));
            }
            var refused = transaction.write(writes);
            if (refused.isEmpty()) {
                return to;
            }
            if (refused.get().of(0)) {
                return asItIs(refused.get().row(0));
            }
            int at = 1;
            for (var budget : moving.keySet()) {
                if (refused.get().of(at)) {
                    seen.put(budget, refused.get().row(at));
                }
                at++;
            }
        }
        throw new Unavailable("budget-contended");
    }

    private TransactWriteItem unlisted(Performance over) {
        return TransactWriteItem.builder()
                .delete(delete ->
                        delete.tableName(table.name).key(unfinished(over).attributes()))
                .build();
    }

    private static SortedMap<Integer, TransactWriteItem> moving(
            Performance to, List<BudgetRow> budgets, Map<Integer, Optional<Row>> seen) {
        var moving = new TreeMap<Integer, TransactWriteItem>();
        for (int i = 0; i < budgets.size(); i++) {
            int budget = i;
            boolean gone = seen.containsKey(i)
                    && seen.getOrDefault(i, Optional.empty()).isEmpty();
            if (!gone) {
                spent(to)
                        .flatMap(
                                spent -> budgets.get(budget).settle(spent, seen.getOrDefault(budget, Optional.empty())))
                        .ifPresent(write -> moving.put(budget, write));
            }
        }
        return moving;
    }

    private static Optional<Long> spent(Performance to) {
        return switch (to.state()) {
            case State.Settled settled -> Optional.of(settled.spent());
            case State.Released _ -> Optional.of(0L);
            case State.Reserved(), State.Sent _, State.Unknown _ -> Optional.empty();
        };
    }

    private static Performance asItIs(Optional<Row> row) {
        return row.filter(found -> !found.attributes().isEmpty())
                .map(PerformanceRow::read)
                .orElseThrow(() -> new Unavailable("performance-absent"));
    }

    /** One update of the row, on condition that it is as it was seen, and of the attempt that reserved it. */
    private Update step(Performance from, Performance to) {
        var names = new HashMap<String, String>();
        var values = new HashMap<String, AttributeValue>();
        var set = new ArrayList<String>();
        PerformanceRow.state(to).forEach((name, value) -> {
            names.put("#" + name, name);
            values.put(":" + name, value);
            set.add("#" + name + " = :" + name);
        });
        values.put(":from", AttributeValue.fromS(from.state().word()));
        values.put(":nonce", AttributeValue.fromS(from.nonce()));
        var forgotten = "";
        if (to.isFinal()) {
            names.put("#input", "input");
            forgotten = " REMOVE #input";
        }
        return Update.builder()
                .tableName(table.name)
                .key(PerformanceRow.key(from).attributes())
                .updateExpression("SET " + String.join(", ", set) + forgotten)
                .conditionExpression("#state = :from AND nonce = :nonce")
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    @Override
    public List<Performance> of(AgentId agent, GrantId grant, Instant since) {
        return read(table.query(StateKey.Range.performed(agent, grant, since)));
    }

    /** One query for each of the partitions, all at once. */
    @Override
    public List<Performance> unfinished(Instant until) {
        var asked = StateKey.Range.unfinished(until).stream()
                .map(range -> CompletableFuture.supplyAsync(
                        () -> table.query(range), task -> Thread.ofVirtual().start(task)))
                .toList();
        var rows = asked.stream().flatMap(answer -> answer(answer).stream()).toList();
        return read(rows);
    }

    /** What a row lists may be gone, when nobody ended it for as long as it was kept. */
    private List<Performance> read(List<Row> listed) {
        var keys = listed.stream()
                .map(DynamoPerformances::listedId)
                .map(StateKey::performance)
                .toList();
        return table.getAll(keys).stream()
                .map(PerformanceRow::read)
                .sorted(Comparator.comparing(Performance::reservedAt)
                        .thenComparing(one -> one.id().text()))
                .toList();
    }

    private static PerformanceId listedId(Row row) {
        try {
            var sort = row.text(StateKey.SORT);
            return PerformanceId.parse(sort.substring(sort.indexOf('#') + 1));
        } catch (Malformed notOurs) {
            throw new Unavailable("listing-unreadable");
        }
    }

    private static List<Row> answer(CompletableFuture<List<Row>> asked) {
        try {
            return asked.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof Unavailable unavailable) {
                throw unavailable;
            }
            throw failed;
        }
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
