package dev.valet.aws;

import dev.valet.Malformed;
import dev.valet.Unavailable;
import dev.valet.lease.Lease;
import dev.valet.lease.Leases.Look;
import dev.valet.performance.Performance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What one look found. */
record Looked(Map<Map<String, AttributeValue>, Row> rows) {

    /** One consistent read of all of them; empty when they were not all read, though every row that came back may be live. */
    static Optional<Looked> at(StateTable table, List<StateKey> keys) {
        var request = table.strongly(keys.stream().map(StateKey::attributes).toList());
        try {
            var answer = table.dynamo.batchGetItem(get -> get.requestItems(request));
            return answer.unprocessedKeys().isEmpty()
                    ? Optional.of(of(answer.responses().getOrDefault(table.name, List.of())))
                    : Optional.empty();
        } catch (SdkException failure) {
            return Optional.empty();
        }
    }

    private static Looked of(List<Map<String, AttributeValue>> items) {
        var rows = new HashMap<Map<String, AttributeValue>, Row>();
        for (var item : items) {
            var row = new Row(item);
            rows.put(row.key(), row);
        }
        return new Looked(rows);
    }

    /** Each must be there, live, and at the version decided on. Only the control row may be absent: it begins with the first change. */
    Look at(Lease lease) {
        var agent = row(StateKey.agent(lease.agent()));
        var grant = row(StateKey.grant(lease.agent(), lease.grant()));
        var itself = row(LeaseRow.key(lease));
        if (agent == null || grant == null || itself == null) {
            return Look.OVER;
        }
        try {
            var control = ControlRow.read(Optional.ofNullable(row(StateKey.control())))
                    .control();
            boolean live = isLive(agent) && isLive(grant) && isLive(lease, itself) && control.open();
            var now = new Lease.Basis(
                    agent.number("version"), grant.number("version"), control.killEpoch(), control.revision());
            if (!live) {
                return Look.OVER;
            }
            return now.equals(lease.basis()) ? Look.LIVE : Look.MOVED;
        } catch (Malformed | Unavailable unreadable) {
            return Look.OVER;
        }
    }

    /** As above, with the action beside the grant; its own row is asked by the write that marks it as sent. */
    Look at(Performance performance) {
        var agent = row(StateKey.agent(performance.agent()));
        var grant = row(StateKey.grant(performance.agent(), performance.grant()));
        var action = row(StateKey.action(performance.action()));
        if (agent == null || grant == null || action == null) {
            return Look.OVER;
        }
        try {
            var control = ControlRow.read(Optional.ofNullable(row(StateKey.control())))
                    .control();
            boolean live = isLive(agent) && isLive(grant) && isLive(action) && control.open();
            var now = new Performance.Basis(
                    agent.number("version"),
                    grant.number("version"),
                    action.number("version"),
                    control.killEpoch(),
                    control.revision());
            if (!live) {
                return Look.OVER;
            }
            return now.equals(performance.basis()) ? Look.LIVE : Look.MOVED;
        } catch (Malformed | Unavailable unreadable) {
            return Look.OVER;
        }
    }

    private static boolean isLive(Row configured) {
        return configured.flag("live") && !configured.isRemoved();
    }

    /** The row as it was opened, not withheld and not revoked since. */
    private static boolean isLive(Lease lease, Row itself) {
        return itself.text("state").equals(Lease.State.LIVE.name())
                && LeaseRow.read(itself).equals(Optional.of(lease));
    }

    private @Nullable Row row(StateKey key) {
        return rows.get(key.attributes());
    }
}
