package dev.valet.aws;

import static dev.valet.testkit.ActionWorld.payment;
import static dev.valet.testkit.ActionWorld.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Reason;
import dev.valet.Unavailable;
import dev.valet.action.Performing;
import dev.valet.lease.Leases.Look;
import dev.valet.limit.Limits;
import dev.valet.performance.ActionOutcome.Denied;
import dev.valet.performance.ActionOutcome.Done;
import dev.valet.performance.ActionOutcome.NotDone;
import dev.valet.performance.ActionOutcome.Unknown;
import dev.valet.performance.Performance;
import dev.valet.performance.Performances;
import dev.valet.performance.Performances.Reservation;
import dev.valet.testkit.ActionWorld;
import dev.valet.testkit.PerformanceStories;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Performing on a line that fails, and what of it is in the table. */
class PerformanceWireTest {
    private final Wire wire = new Wire();
    private final StateTable table = new LocalTables().state(wire);
    private final List<Duration> waits = new ArrayList<>();
    private final ActionWorld world = new ActionWorld(new DynamoStore(table));
    private final Performances performances = new DynamoPerformances(table, waits::add);

    @BeforeEach
    void nothingWasAskedYet() {
        wire.forgetCalls();
    }

    @Test
    void aPaymentTakesFiveCallsBesideDecisionAndAudit() {
        assertThat(world.ask(payment("1"))).isInstanceOf(Done.class);
        assertThat(wire.calls())
                .containsExactly("GetItem", "TransactWriteItems", "BatchGetItem", "UpdateItem", "TransactWriteItems");
    }

    @Test
    void aRepeatTakesOne() {
        world.ask(payment("1"));
        wire.forgetCalls();
        assertThat(world.ask(payment("1"))).isInstanceOf(Done.class);
        assertThat(wire.calls()).containsExactly("GetItem");
    }

    @Test
    void aLostReplyIsRecognisedAtEachWrite() { // T-32
        wire.loseRepliesOf("TransactWriteItems", 1);
        assertThat(world.ask(payment("1"))).isInstanceOf(Done.class);
        wire.loseRepliesOf("UpdateItem", 1);
        assertThat(world.ask(payment("2"))).isInstanceOf(Done.class);
        wire.loseRepliesOf("BatchGetItem", 1);
        assertThat(world.ask(payment("3"))).isInstanceOf(Done.class);
        assertThat(world.upstream.done()).hasSize(3);
        assertThat(used()).isEqualTo(300);
    }

    @Test
    void whatIsReservedAndNobodyKnowsOfIsGivenBack() {
        wire.loseRepliesOf("TransactWriteItems", 3); // each attempt of the one call
        assertThat(world.ask(payment("1"))).isInstanceOf(NotDone.class);
        assertThat(world.upstream.done()).isEmpty();
        assertThat(used()).isZero();
    }

    @Test
    void whatIsDoneAndNotOnRecordIsUnknownUntilItIsFound() {
        world.upstream.meanwhile(() -> wire.cut("TransactWriteItems"));
        assertThat(world.ask(payment("1"))).isInstanceOf(Unknown.class);
        wire.cut("none");
        world.upstream.meanwhile(() -> {});
        assertThat(used()).isEqualTo(100);
        world.turn(Duration.ofMinutes(2));
        world.sweep(); // its sender is lost
        world.sweep(); // and it is looked up
        assertThat(world.ask(payment("1"))).isInstanceOf(Done.class);
        assertThat(world.upstream.done()).hasSize(1);
    }

    @Test
    void aTableThatIsAwayDeniesAndNothingEscapes() { // INV-5
        wire.cut("*");
        assertThat(((Denied) world.ask(payment("1"))).refusal().rule()).isEqualTo("dynamodb-unreachable");
        wire.cut("BatchGetItem");
        assertThat(world.ask(payment("2"))).isInstanceOf(NotDone.class);
        assertThat(world.upstream.done()).isEmpty();
        wire.cut("none");
        assertThat(used()).isZero();
    }

    @Test
    void transactionsThatMeetAreTriedAgainAfterWaitsThatDiffer() {
        var attempt = reserved("1");
        wire.conflict(6);
        assertThat(performances.reserve(attempt, Limits.NONE, Limits.NONE, Optional.empty()))
                .isEqualTo(new Reservation.Reserved());
        assertThat(wire.calls()).hasSize(7).containsOnly("TransactWriteItems");
        assertThat(waits).hasSize(6).allMatch(wait -> wait.toMillis() >= 10 && wait.toMillis() <= 400);
        assertThat(waits.getLast()).isGreaterThan(waits.getFirst());
        assertThat(world.store().used(attempt, Optional.empty())).isEqualTo(100);
    }

    @Test
    void butNotForEver() {
        var attempt = reserved("1");
        wire.conflict(1000);
        assertThatThrownBy(() -> performances.reserve(attempt, Limits.NONE, Limits.NONE, Optional.empty()))
                .isInstanceOf(Unavailable.class)
                .hasMessage("dynamodb-contended");
        assertThat(waits).hasSize(Transaction.ATTEMPTS);
        assertThat(waits.stream().mapToLong(Duration::toMillis).sum()).isLessThan(4_000); // within the time to send
        wire.conflict(0);
        assertThat(performances.find(attempt.id())).isEmpty();
        assertThat(world.store().used(attempt, Optional.empty())).isZero();
    }

    @Test
    void aSettlementThatMeetsOthersIsMadeOnce() {
        world.upstream.declare(120);
        world.upstream.meanwhile(() -> wire.conflict(5));
        assertThat(world.ask(question("1", 400))).isInstanceOf(Done.class);
        var any = performances.find(reserved("1").id());
        assertThat(world.store().used(any.orElseThrow(), Optional.empty())).isEqualTo(120);
    }

    @Test
    void aBudgetWhoseRowIsGoneHoldsNothingBack() { // its TTL has passed
        var attempt = reserved("1");
        performances.reserve(attempt, Limits.NONE, Limits.NONE, Optional.empty());
        var charge = attempt.charge().orElseThrow();
        var budget = StateKey.budget(
                attempt.agent(), attempt.grant(), charge.amount().unit(), charge.day(), Optional.empty());
        table.dynamo.deleteItem(delete -> delete.tableName(table.name).key(budget.attributes()));
        var released = attempt.released(world.clock.instant(), Reason.NOT_PERFORMED, "declined", true);
        assertThat(performances.move(attempt, released)).isEqualTo(released);
        assertThat(table.get(budget)).isEmpty();
    }

    @Test
    void aRowThatIsNotAsValetWritesItIsNeitherTakenForAbsentNorForDone() { // INV-5
        var attempt = reserved("1");
        performances.reserve(attempt, Limits.NONE, Limits.NONE, Optional.empty());
        set(StateKey.performance(attempt.id()), "state", AttributeValue.fromS("PAID"));
        assertThatThrownBy(() -> performances.find(attempt.id())).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> performances.reserve(attempt, Limits.NONE, Limits.NONE, Optional.empty()))
                .isInstanceOf(Unavailable.class);
        assertThat(((Denied) world.ask(payment("1"))).refusal().rule()).isEqualTo("performance-unreadable");
        assertThat(world.upstream.done()).isEmpty();
    }

    @Test
    void aLookAtAnUnreadableRowIsOver() { // INV-5
        var attempt = reserved("1");
        set(StateKey.grant(attempt.agent(), attempt.grant()), "version", AttributeValue.fromS("1"));
        assertThat(performances.look(attempt)).isEqualTo(Look.OVER);
    }

    @Test
    void keysAndResultsAreForgottenNoSoonerThanProvidersForget() {
        world.ask(payment("1"));
        var rows = rows();
        assertThat(rows).filteredOn(row -> row.containsKey("ttl")).hasSize(3).allSatisfy(row -> {
            var end = Instant.ofEpochSecond(
                    Long.parseLong(Objects.requireNonNull(row.get("ttl")).n()));
            assertThat(end).isAfterOrEqualTo(world.clock.instant().plus(Duration.ofDays(30)));
        });
    }

    /** What the agent asked for is kept until it has ended, what came back for as long as a repeat may ask, and no more. */
    @Test
    void neitherKeyNorInputIsLeftInTheTable() {
        world.ask(payment("canary-key-51f2"));
        world.upstream.loseAnswers();
        world.ask(payment("canary-key-9d0e"));
        assertThat(rows().toString()).doesNotContain("canary-key", "invoice 42");
        assertThat(rows())
                .filteredOn(row -> row.containsKey("input"))
                .singleElement()
                .extracting(row -> Objects.requireNonNull(row.get("state")).s())
                .isEqualTo("UNKNOWN");
    }

    @Test
    void whatWentWrongIsTheCodeOfItAndNeverItsText() { // INV-15
        world.upstream.answer(_ -> {
            throw new IllegalStateException("canary-7f3a91c2 in a message");
        });
        assertThatThrownBy(() -> world.ask(payment("1"))).isInstanceOf(IllegalStateException.class);
        world.upstream.answer(_ -> new Performing.Withheld(Performing.ECHOED));
        world.ask(payment("2"));
        assertThat(rows().toString()).doesNotContain("canary").contains("unexpected", Performing.ECHOED);
        assertThat(world.auditStore.records().toString()).doesNotContain("canary");
    }

    private List<Map<String, AttributeValue>> rows() {
        return table.dynamo.scan(scan -> scan.tableName(table.name)).items();
    }

    private void set(StateKey key, String name, AttributeValue value) {
        table.dynamo.updateItem(update -> update.tableName(table.name)
                .key(key.attributes())
                .updateExpression("SET #name = :value")
                .expressionAttributeNames(Map.of("#name", name))
                .expressionAttributeValues(Map.of(":value", value)));
    }

    private Performance reserved(String key) {
        return PerformanceStories.attempt(world, payment(key), "nonce");
    }

    private long used() {
        return world.store().used(reserved("any"), Optional.empty());
    }
}
