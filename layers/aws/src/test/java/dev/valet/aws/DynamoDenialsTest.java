package dev.valet.aws;

import static dev.valet.aws.Samples.NOON;
import static dev.valet.aws.Samples.READER;
import static dev.valet.aws.Samples.REPORTER;
import static dev.valet.aws.Samples.lease;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Unavailable;
import dev.valet.identity.RoleArn;
import dev.valet.revocation.Denials.Lock;
import dev.valet.revocation.Denials.Placed;
import dev.valet.revocation.Deny;
import dev.valet.revocation.Deny.Hits;
import dev.valet.revocation.ProbeId;
import dev.valet.revocation.RevocationId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDenialsTest {
    private static final RoleArn ROLE = RoleArn.parse(Samples.ROLE);
    private static final RoleArn OTHER = RoleArn.parse("arn:aws:iam::444455556666:role/valet/invoices");
    private static final Duration A_MINUTE = Duration.ofSeconds(60);

    private final Wire wire = new Wire();
    private final StateTable table = new LocalTables().state(wire);
    private final DynamoDenials denials = new DynamoDenials(table);

    @ParameterizedTest
    @MethodSource
    void anEntryIsReadAsItWasWritten(Hits hits) {
        var deny = deny(ROLE, hits);
        denials.add(deny);
        assertThat(denials.of(ROLE)).containsExactly(deny);
        assertThat(denials.of(OTHER)).isEmpty();
    }

    static Stream<Hits> anEntryIsReadAsItWasWritten() {
        return Stream.of(
                new Hits.OneLease(lease(NOON).id(), READER, NOON),
                new Hits.OneGrant(READER, NOON),
                new Hits.OneAgent(REPORTER, NOON),
                new Hits.WholeRole(NOON));
    }

    @Test
    void addingAgainChangesNothing() {
        var deny = deny(ROLE, new Hits.WholeRole(NOON));
        denials.add(deny);
        denials.add(deny);
        wire.loseReplies(1);
        denials.add(deny);
        denials.add(new Deny(deny.because(), ROLE, new Hits.OneGrant(READER, NOON), deny.until()));
        assertThat(denials.of(ROLE)).containsExactly(deny);
        assertThat(denials.roles()).containsExactly(ROLE);
    }

    /** Whoever comes every minute finds the role by its own row, which therefore is there before any entry is. */
    @Test
    void aRoleIsLookedAfterBeforeItHasEntries() {
        wire.cut("PutItem");
        assertUnavailable(() -> denials.add(deny(ROLE, new Hits.WholeRole(NOON))));
        assertThat(denials.of(ROLE)).isEmpty();
        assertThat(denials.roles()).containsExactly(ROLE);
    }

    @Test
    void anEntryIsDroppedAndItsNeighbourStays() {
        var one = deny(ROLE, new Hits.OneGrant(READER, NOON));
        var two = deny(ROLE, new Hits.OneAgent(REPORTER, NOON));
        denials.add(one);
        denials.add(two);
        denials.drop(one);
        denials.drop(one);
        assertThat(denials.of(ROLE)).containsExactly(two);
    }

    @Test
    void whatIsPlacedIsKnownUntilTheRoleIsForgotten() {
        var probe = ProbeId.next(NOON);
        assertThat(denials.placed(ROLE)).isEmpty();
        denials.place(ROLE, new Placed(probe, false));
        assertThat(denials.placed(ROLE)).contains(new Placed(probe, false));
        denials.place(ROLE, new Placed(probe, true));
        assertThat(denials.placed(ROLE)).contains(new Placed(probe, true));
        assertThat(denials.roles()).containsExactly(ROLE);
        denials.forget(ROLE);
        assertThat(denials.placed(ROLE)).isEmpty();
        assertThat(denials.roles()).isEmpty();
    }

    @Test
    void aRoleWithEntriesHasNothingPlacedAtFirst() {
        denials.add(deny(ROLE, new Hits.WholeRole(NOON)));
        assertThat(denials.placed(ROLE)).isEmpty();
    }

    /** Entries come without the role's lock, so one may come between the last look and the forgetting. */
    @Test
    void aRoleWhoseEntryCameMeanwhileIsNotForgotten() {
        var late = deny(ROLE, new Hits.OneGrant(READER, NOON));
        denials.add(late);
        denials.forget(ROLE);
        assertThat(denials.roles()).containsExactly(ROLE);
        assertThat(denials.of(ROLE)).containsExactly(late);
    }

    @Test
    void aRoleHasOneWriter() { // T-42
        var mine = denials.lock(ROLE, NOON, A_MINUTE);
        assertThat(mine).isPresent();
        assertThat(denials.lock(ROLE, NOON.plusSeconds(60), A_MINUTE)).isEmpty();
        assertThat(denials.lock(OTHER, NOON, A_MINUTE)).as("another role's").isPresent();
        denials.unlock(mine.orElseThrow());
        assertThat(denials.lock(ROLE, NOON, A_MINUTE)).isPresent();
    }

    @Test
    void aLockThatNobodyGaveBackEnds() {
        denials.lock(ROLE, NOON, A_MINUTE);
        assertThat(denials.lock(ROLE, NOON.plusSeconds(61), A_MINUTE)).isPresent();
    }

    @Test
    void onlyItsOwnerGivesALockBack() {
        var late = denials.lock(ROLE, NOON, A_MINUTE).orElseThrow();
        var next = denials.lock(ROLE, NOON.plusSeconds(61), A_MINUTE).orElseThrow();
        denials.unlock(late);
        denials.unlock(new Lock(ROLE, "somebody"));
        assertThat(denials.lock(ROLE, NOON.plusSeconds(62), A_MINUTE)).isEmpty();
        denials.unlock(next);
        denials.unlock(next);
        assertThat(denials.lock(ROLE, NOON.plusSeconds(62), A_MINUTE)).isPresent();
    }

    @Test
    void aLockWhoseReplyWasLostIsOurs() { // T-32
        wire.loseReplies(1);
        var mine = denials.lock(ROLE, NOON, A_MINUTE);
        assertThat(mine).isPresent();
        wire.loseReplies(1);
        denials.unlock(mine.orElseThrow());
        assertThat(denials.lock(ROLE, NOON, A_MINUTE)).isPresent();
    }

    @Test
    void anEntryThatCannotBeReadIsNotLeftOut() { // to leave it out would be to lift it
        var deny = deny(ROLE, new Hits.WholeRole(NOON));
        denials.add(deny);
        table.dynamo.updateItem(update -> update.tableName(table.name)
                .key(StateKey.deny(ROLE, deny.because()).attributes())
                .updateExpression("SET hits = :nothing")
                .expressionAttributeValues(Map.of(":nothing", AttributeValue.fromS("{}"))));
        assertThatThrownBy(() -> denials.of(ROLE))
                .isInstanceOf(Unavailable.class)
                .hasMessage("deny-unreadable");
    }

    @Test
    void whatCannotBeReadOrWrittenIsSaid() {
        var deny = deny(ROLE, new Hits.WholeRole(NOON));
        wire.cut("*");
        for (ThrowingCallable asked : List.<ThrowingCallable>of(
                () -> denials.add(deny),
                () -> denials.of(ROLE),
                () -> denials.drop(deny),
                denials::roles,
                () -> denials.placed(ROLE),
                () -> denials.place(ROLE, new Placed(ProbeId.next(NOON), false)),
                () -> denials.forget(ROLE),
                () -> denials.lock(ROLE, NOON, A_MINUTE),
                () -> denials.unlock(new Lock(ROLE, "somebody")))) {
            assertUnavailable(asked);
        }
    }

    private static void assertUnavailable(ThrowingCallable asked) {
        assertThatThrownBy(asked).isInstanceOf(Unavailable.class).hasMessage("dynamodb-unreachable");
    }

    private static Deny deny(RoleArn role, Hits hits) {
        return new Deny(RevocationId.next(NOON), role, hits, NOON.plus(Duration.ofMinutes(17)));
    }
}
