package dev.valet.aws;

import static dev.valet.aws.Samples.NOON;
import static dev.valet.aws.Samples.SECRET;
import static dev.valet.aws.Samples.rotated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Unavailable;
import dev.valet.lease.Lease;
import dev.valet.limit.Limits;
import dev.valet.revocation.Asker;
import dev.valet.revocation.Due;
import dev.valet.revocation.Handed;
import dev.valet.revocation.Revocation;
import dev.valet.revocation.RevocationId;
import dev.valet.revocation.Rotation;
import dev.valet.revocation.Scope;
import dev.valet.revocation.SecretVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoRotationsTest {
    private static final SecretVersion VALUE = new SecretVersion(SECRET, "version-1");

    private final Wire wire = new Wire();
    private final StateTable table = new LocalTables().state(wire);
    private final DynamoLeases leases = new DynamoLeases(table);
    private final DynamoRotations rotations = new DynamoRotations(table);

    @Test
    void aLeaseIsDueFromItsEndOnWithWhatItHandedOver() {
        var lease = open(NOON, 900);
        leases.note(lease, "version-1");
        assertThat(due(NOON.plusSeconds(899))).isEmpty();
        assertThat(due(NOON.plusSeconds(900)))
                .containsExactly(new Due(
                        lease.agent(),
                        lease.grant(),
                        lease.id(),
                        SECRET,
                        lease.expiresAt(),
                        new Handed.Version("version-1")));
        assertThat(due(NOON.plus(Duration.ofDays(400)))).hasSize(1);
    }

    @Test
    void whatIsDueIsFoundWithoutAScanHoweverLongNobodyLooked() {
        var all = IntStream.range(0, 40)
                .mapToObj(i -> open(NOON.plus(Duration.ofHours(7L * i)), 60).id())
                .toList();
        wire.forgetCalls();
        assertThat(due(NOON.plus(Duration.ofDays(30)))).extracting(Due::lease).containsExactlyInAnyOrderElementsOf(all);
        assertThat(wire.calls())
                .hasSize(StateKey.SHARDS + 1)
                .contains("Query", "BatchGetItem")
                .doesNotContain("Scan");
    }

    @Test
    void theOldestComeFirst() {
        IntStream.range(0, 40).forEach(i -> open(NOON.plusSeconds(i), 60));
        var some = rotations.due(NOON.plusSeconds(3600), 2);
        assertThat(some).hasSizeLessThanOrEqualTo(2 * StateKey.SHARDS);
        some.forEach(rotations::strike);
        assertThat(due(NOON.plusSeconds(3600))).hasSize(40 - some.size()).doesNotContainAnyElementsOf(some);
    }

    @Test
    void whatIsStruckOffIsDueNoMoreAndMayBeStruckAgain() {
        open(NOON, 60);
        var due = due(NOON.plusSeconds(60));
        due.forEach(rotations::strike);
        due.forEach(rotations::strike);
        assertThat(due(NOON.plusSeconds(60))).isEmpty();
    }

    @Test
    void anEndWithinASecondIsFoundOnceItIsOver() {
        open(NOON.plusMillis(400), 60);
        assertThat(due(NOON.plusSeconds(60))).isEmpty();
        assertThat(due(NOON.plusSeconds(61))).hasSize(1);
    }

    @Test
    void aLeaseOfASessionIsNeverDue() {
        leases.open(Samples.lease(NOON), Limits.NONE, Limits.NONE);
        assertThat(due(NOON.plusSeconds(3600))).isEmpty();
    }

    @Test
    void whatALeaseHandedOverIsToldFromNothingAndFromNotKnowing() {
        var lease = open(NOON, 900);
        assertThat(handed(lease)).isEqualTo(new Handed.Nothing());
        leases.note(lease, "version-1");
        assertThat(handed(lease)).isEqualTo(new Handed.Version("version-1"));
        leases.disown(lease, NOON);
        assertThat(handed(lease)).as("dropped unseen").isEqualTo(new Handed.Nothing());
        assertThat(handed(rotated(NOON, 900))).as("not on record").isEqualTo(new Handed.Unknown());
        var unreadable = open(NOON, 900);
        set(unreadable, AttributeValue.fromN("1"));
        assertThat(handed(unreadable)).isEqualTo(new Handed.Unknown());
    }

    /** Whoever marks a lease sees what was noted on it, or nothing is noted any more. */
    @Test
    void aLeaseThatIsEndedKeepsWhatItHandedOver() {
        var lease = open(NOON, 900);
        leases.note(lease, "version-1");
        new DynamoRevocations(table).end(lease, RevocationId.next(NOON));
        leases.withhold(lease);
        assertThat(leases.note(lease, "version-2")).isFalse();
        assertThat(handed(lease)).isEqualTo(new Handed.Version("version-1"));
    }

    @Test
    void aValueIsListedOnceUntilItIsDropped() {
        var first = rotation("vl-01KJPZ8000REP0RTER00000000");
        rotations.add(first);
        rotations.add(rotation("vl-01KJPZ8000REP0RTER00000001"));
        assertThat(rotations.all()).containsExactly(first);
        assertThat(rotations.find(VALUE)).contains(first);
        assertThat(rotations.find(new SecretVersion(SECRET, "version-2"))).isEmpty();
        rotations.drop(VALUE);
        rotations.drop(VALUE);
        assertThat(rotations.all()).isEmpty();
    }

    @Test
    void aRotationMovesForwardOnly() {
        var rotation = rotation("vl-01KJPZ8000REP0RTER00000000");
        rotations.add(rotation);
        rotations.advance(further(rotation, NOON, true));
        rotations.advance(further(rotation, NOON.plusSeconds(60), false));
        assertThat(rotations.all()).containsExactly(further(rotation, NOON, true));
        rotations.drop(VALUE);
        rotations.advance(further(rotation, NOON, true));
        assertThat(rotations.all()).as("done meanwhile").isEmpty();
    }

    @Test
    void whatCannotBeReadIsNotTakenForNothing() {
        rotations.add(rotation("vl-01KJPZ8000REP0RTER00000000"));
        table.dynamo.updateItem(update -> update.tableName(table.name)
                .key(StateKey.rotation(VALUE).attributes())
                .updateExpression("REMOVE recorded"));
        assertThatThrownBy(rotations::all).isInstanceOf(Unavailable.class).hasMessage("rotation-unreadable");
        wire.cut("*");
        assertThatThrownBy(rotations::all).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> due(NOON)).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> rotations.add(rotation("vl-01KJPZ8000REP0RTER00000000")))
                .isInstanceOf(Unavailable.class);
    }

    @Test
    void aRevocationRemembersItsValues() {
        var revocations = new DynamoRevocations(table);
        var lease = open(NOON, 900);
        var asked = Revocation.begin(
                new Scope.OfLease(lease.agent(), lease.grant(), lease.id()), Asker.VALET, "a test", NOON);
        revocations.begin(asked);
        var revoked = new Revocation(
                asked.id(),
                asked.scope(),
                asked.by(),
                asked.reason(),
                asked.at(),
                Revocation.State.REVOKED,
                Optional.of(NOON),
                Optional.empty(),
                List.of(),
                List.of(VALUE, new SecretVersion(SECRET, "a\",\"b")),
                true,
                false);
        assertThat(revocations.advance(revoked)).isEqualTo(revoked);
        assertThat(revocations.find(asked.id())).contains(revoked);
    }

    private static Rotation rotation(String lease) {
        return new Rotation(
                VALUE, Samples.REPORTER, Samples.READER, dev.valet.lease.LeaseId.parse(lease), Optional.empty(), false);
    }

    private static Rotation further(Rotation rotation, Instant asked, boolean recorded) {
        return new Rotation(
                rotation.value(), rotation.agent(), rotation.grant(), rotation.lease(), Optional.of(asked), recorded);
    }

    private Lease open(Instant issuedAt, int seconds) {
        var lease = rotated(issuedAt, seconds);
        leases.open(lease, Limits.NONE, Limits.NONE);
        return lease;
    }

    private List<Due> due(Instant time) {
        return rotations.due(time, Integer.MAX_VALUE);
    }

    private Handed handed(Lease lease) {
        return rotations.handed(lease.agent(), lease.grant(), lease.id());
    }

    private void set(Lease lease, AttributeValue version) {
        table.dynamo.updateItem(update -> update.tableName(table.name)
                .key(LeaseRow.key(lease).attributes())
                .updateExpression("SET version = :version")
                .expressionAttributeValues(java.util.Map.of(":version", version)));
    }
}
