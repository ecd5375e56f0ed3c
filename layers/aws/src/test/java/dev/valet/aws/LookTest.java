package dev.valet.aws;

import static dev.valet.aws.Samples.NOON;
import static dev.valet.aws.Samples.agent;
import static dev.valet.aws.Samples.grant;
import static dev.valet.aws.Samples.guardrail;
import static dev.valet.aws.Samples.lease;
import static dev.valet.aws.Samples.role;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.lease.Lease;
import dev.valet.lease.Leases.Look;
import dev.valet.limit.Limits;
import dev.valet.registry.Document;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** What happens between opening a lease and handing it over. */
class LookTest {
    private final Wire wire = new Wire();
    private final StateTable table = new LocalTables().state(wire);
    private final Configured configuration = new Configured(table);
    private final DynamoLeases leases = new DynamoLeases(table);
    private final Lease lease = lease(NOON);

    @BeforeEach
    void anAgentWithAGrantAndAnOpenLease() {
        configuration.put(new Document.OfAgent(agent("reporter", role("reporter"))), 0);
        configuration.put(new Document.OfGrant(grant("reporter", "reports-reader")), 0);
        leases.open(lease, Limits.NONE, Limits.NONE);
        wire.forgetCalls();
    }

    @Test
    void nothingChangedIsLiveAndTakesOneCall() {
        assertThat(leases.look(lease)).isEqualTo(Look.LIVE);
        assertThat(wire.calls()).containsExactly("BatchGetItem");
    }

    @Test
    void aRevokedGrantIsOver() { // INV-9, T-13
        set(StateKey.grant(lease.agent(), lease.grant()), "live", AttributeValue.fromBool(false));
        assertThat(leases.look(lease)).isEqualTo(Look.OVER);
    }

    @Test
    void aSuspendedAgentIsOver() {
        set(StateKey.agent(lease.agent()), "live", AttributeValue.fromBool(false));
        assertThat(leases.look(lease)).isEqualTo(Look.OVER);
    }

    @Test
    void aRemovedGrantIsOver() {
        configuration.remove(new Document.OfGrant(grant("reporter", "reports-reader")), 1);
        assertThat(leases.look(lease)).isEqualTo(Look.OVER);
    }

    @Test
    void aRevokedOrWithheldLeaseIsOver() {
        leases.withhold(lease);
        assertThat(leases.look(lease)).isEqualTo(Look.OVER);
    }

    @Test
    void everythingRevokedIsOver() {
        configuration.put(new Document.OfGuardrail(guardrail("no-nights", "forbid(principal,action,resource);")), 0);
        set(StateKey.control(), "open", AttributeValue.fromBool(false));
        assertThat(leases.look(lease)).isEqualTo(Look.OVER);
    }

    @Test
    void aChangedGrantHasMoved() {
        configuration.put(new Document.OfGrant(grant("reporter", "reports-reader")), 1);
        assertThat(leases.look(lease)).isEqualTo(Look.MOVED);
    }

    @Test
    void aNewGuardrailHasMovedEverything() {
        configuration.put(new Document.OfGuardrail(guardrail("no-nights", "forbid(principal,action,resource);")), 0);
        assertThat(leases.look(lease)).isEqualTo(Look.MOVED);
    }

    @Test
    void aLeaseThatWasNeverWrittenIsOver() { // T-14
        assertThat(leases.look(lease(NOON))).isEqualTo(Look.OVER);
    }

    @Test
    void aRowThatIsNotAsValetWritesItIsOver() { // INV-5
        set(StateKey.grant(lease.agent(), lease.grant()), "version", AttributeValue.fromS("1"));
        assertThat(leases.look(lease)).isEqualTo(Look.OVER);
    }

    @Test
    void whatCannotBeReadIsNotLive() { // INV-5
        wire.cut("BatchGetItem");
        assertThat(leases.look(lease)).isEqualTo(Look.UNREAD);
    }

    @Test
    void aKeyThatWasNotProcessedWasNotRead() { // although every row that came back is live
        var control = KeysAndAttributes.builder()
                .keys(List.of(StateKey.control().attributes()))
                .build();
        var partial = new ExecutionInterceptor() {
            @Override
            public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
                return ((BatchGetItemResponse) context.response())
                        .toBuilder()
                                .unprocessedKeys(Map.of(table.name, control))
                                .build();
            }
        };
        var throttled = new DynamoLeases(new StateTable(LocalTables.client(partial), table.name));
        assertThat(throttled.look(lease)).isEqualTo(Look.UNREAD);
        assertThat(leases.look(lease)).isEqualTo(Look.LIVE);
    }

    private void set(StateKey key, String name, AttributeValue value) {
        table.dynamo.updateItem(update -> update.tableName(table.name)
                .key(key.attributes())
                .updateExpression("SET #name = :value")
                .expressionAttributeNames(Map.of("#name", name))
                .expressionAttributeValues(Map.of(":value", value)));
    }
}
