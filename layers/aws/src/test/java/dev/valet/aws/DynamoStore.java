package dev.valet.aws;

import dev.valet.approval.Approvals;
import dev.valet.performance.Performance;
import dev.valet.performance.PerformanceBook;
import dev.valet.performance.Performances;
import dev.valet.registry.Registered;
import dev.valet.testkit.ActionWorld;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Performances in DynamoDB Local, each time asked for by a replica of its own; what is configured is copied there. */
final class DynamoStore implements ActionWorld.Store {
    private final StateTable table;

    DynamoStore(StateTable table) {
        this.table = table;
    }

    @Override
    public Performances performances() {
        return new DynamoPerformances(table, _ -> {});
    }

    @Override
    public PerformanceBook book() {
        return new DynamoPerformances(table, _ -> {});
    }

    @Override
    public Approvals approvals() {
        return new DynamoApprovals(table);
    }

    @Override
    public long used(Performance performance, Optional<String> payee) {
        var charge = performance.charge().orElseThrow();
        var key = StateKey.budget(
                performance.agent(), performance.grant(), charge.amount().unit(), charge.day(), payee);
        return table.get(key).map(row -> row.number(BudgetRow.USED)).orElse(0L);
    }

    @Override
    public void configured(ActionWorld world) {
        var agent = world.registry.agentOf(world.payer).orElseThrow();
        put(StateKey.agent(agent.value().id()), agent);
        world.registry
                .grantsOf(agent.value().id())
                .forEach(grant ->
                        put(StateKey.grant(agent.value().id(), grant.value().id()), grant));
        for (var action : new dev.valet.grant.ActionId[] {ActionWorld.PAY, ActionWorld.ASK}) {
            put(StateKey.action(action), world.registry.action(action).orElseThrow());
        }
        var control = world.registry.rules().control();
        put(
                StateKey.control(),
                Map.of(
                        "killEpoch", number(control.killEpoch()),
                        "revision", number(control.revision()),
                        "open", AttributeValue.fromBool(control.open())));
    }

    private void put(StateKey key, Registered<?> registered) {
        put(
                key,
                Map.of(
                        "version", number(registered.version()),
                        "live", AttributeValue.fromBool(registered.live()),
                        "removed", AttributeValue.fromBool(false)));
    }

    private void put(StateKey key, Map<String, AttributeValue> values) {
        var row = new HashMap<>(key.attributes());
        row.putAll(values);
        table.dynamo.putItem(put -> put.tableName(table.name).item(row));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
