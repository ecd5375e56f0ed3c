package dev.valet.aws;

import static dev.valet.aws.Samples.NOON;
import static dev.valet.aws.Samples.lease;
import static dev.valet.aws.Samples.rotated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Reason;
import dev.valet.lease.Lease;
import dev.valet.lease.Leases.Claim;
import dev.valet.lease.Leases.Once;
import dev.valet.lease.Leases.Opening;
import dev.valet.limit.Limits;
import dev.valet.revocation.Revocation;
import dev.valet.revocation.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

class DynamoLeasesTest {
    private final Wire wire = new Wire();
    private final StateTable table = new LocalTables().state(wire);
    private final DynamoLeases leases = new DynamoLeases(table);
    private final DynamoLeaseBook book = new DynamoLeaseBook(table);
    private final DynamoRevocations revocations = new DynamoRevocations(table);

    @Test
    void anOpenedLeaseIsOnRecordAsItWas() { // INV-8
        var lease = lease(NOON);
        assertThat(leases.open(lease, Limits.NONE, Limits.NONE)).isEqualTo(new Opening.Opened());
        assertThat(onRecord(lease)).containsExactly(lease);
    }

    @Test
    void aLostReplyIsRecognised() { // T-32
        var lease = lease(NOON);
        wire.loseReplies(1);
        assertThat(leases.open(lease, Limits.NONE, Limits.NONE)).isEqualTo(new Opening.Opened());
        assertThat(wire.calls()).containsExactly("PutItem", "PutItem");
    }

    @Test
    void aLeaseIsNeverOpenedOverAnother() { // INV-28
        var lease = lease(NOON);
        leases.open(lease, Limits.NONE, Limits.NONE);
        leases.withhold(lease);
        assertThat(leases.open(lease, Limits.NONE, Limits.NONE))
                .isEqualTo(new Opening.Refused(Reason.UPSTREAM_BUSY, "lease-exists", java.time.Instant.EPOCH));
        assertThat(onRecord(lease)).containsExactly(lease.state(Lease.State.WITHHELD));
    }

    @Test
    void whatCannotBeWrittenIsRefusedAndNothingEscapes() { // INV-5
        wire.cut("*");
        var lease = lease(NOON);
        assertThat(leases.open(lease, Limits.NONE, Limits.NONE))
                .isInstanceOfSatisfying(Opening.Refused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(Reason.UPSTREAM_BUSY);
                    assertThat(refused.rule()).isEqualTo("dynamodb-unreachable");
                });
        assertThat(leases.open(lease, new Limits(1, 0), Limits.NONE))
                .isInstanceOfSatisfying(
                        Opening.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.UPSTREAM_BUSY));
        assertThat(leases.claim(once("key-1", "hash", lease))).isEqualTo(new Claim.Refused(Reason.UPSTREAM_BUSY));
        leases.withhold(lease);
    }

    @Test
    void aRevokedLeaseStaysRevoked() {
        var lease = lease(NOON);
        leases.open(lease.state(Lease.State.REVOKED), Limits.NONE, Limits.NONE);
        leases.withhold(lease);
        assertThat(onRecord(lease)).containsExactly(lease.state(Lease.State.REVOKED));
    }

    @Test
    void whatWasNotHandedOverIsMarkedAndListedForDenial() { // INV-14
        var lease = lease(NOON);
        leases.open(lease, Limits.NONE, Limits.NONE);
        wire.loseReplies(1);
        assertThat(leases.disown(lease, NOON)).isTrue();
        assertThat(onRecord(lease)).containsExactly(lease.state(Lease.State.WITHHELD));
        assertThat(revocations.pending())
                .extracting(Revocation::scope)
                .containsExactly(new Scope.OfLease(lease.agent(), lease.grant(), lease.id()));
    }

    @Test
    void whatCouldNotBeListedIsNotSaidToBe() { // INV-14: its INTENT stands
        var lease = lease(NOON);
        leases.open(lease, Limits.NONE, Limits.NONE);
        wire.cut("TransactWriteItems");
        assertThat(leases.disown(lease, NOON)).isFalse();
        assertThat(onRecord(lease)).containsExactly(lease);
        assertThat(revocations.pending()).isEmpty();
    }

    @Test
    void whatWasRevokedMeanwhileIsListedByWhoeverRevokedIt() {
        var lease = lease(NOON);
        leases.open(lease.state(Lease.State.REVOKED), Limits.NONE, Limits.NONE);
        assertThat(leases.disown(lease, NOON)).isTrue();
        assertThat(onRecord(lease)).containsExactly(lease.state(Lease.State.REVOKED));
        assertThat(revocations.pending()).isEmpty();
    }

    @Test
    void oneKeyLeadsToOneLease() { // INV-13
        var first = lease(NOON);
        assertThat(leases.claim(once("key-1", "hash", first))).isEqualTo(new Claim.Ours());
        assertThat(leases.claim(once("key-1", "hash", lease(NOON))))
                .as("claimed, and its lease not yet on record")
                .isEqualTo(new Claim.Refused(Reason.UPSTREAM_BUSY));

        leases.open(first, Limits.NONE, Limits.NONE);
        assertThat(leases.claim(once("key-1", "hash", lease(NOON)))).isEqualTo(new Claim.Repeat(first));
        assertThat(leases.claim(once("key-1", "other", lease(NOON)))).isEqualTo(new Claim.Refused(Reason.KEY_REUSED));
    }

    @Test
    void anotherCallersKeyIsAnotherKey() { // INV-4
        assertThat(leases.claim(once("key-1", "hash", lease(NOON)))).isEqualTo(new Claim.Ours());
        assertThat(leases.claim(new Once("another", "key-1", "hash", lease(NOON))))
                .isEqualTo(new Claim.Ours());
    }

    @Test
    void aClaimWhoseReplyWasLostFindsItself() { // T-32
        wire.loseReplies(1);
        assertThat(leases.claim(once("key-1", "hash", lease(NOON)))).isEqualTo(new Claim.Ours());
    }

    @Test
    void openingTakesOneCallAndOneMoreForLimits() { // one round trip, as the two go out together
        leases.open(lease(NOON), Limits.NONE, Limits.NONE);
        assertThat(wire.calls()).containsExactly("PutItem");

        leases.open(lease(NOON), new Limits(10, 10), Limits.NONE); // the first of a slice writes the row
        wire.forgetCalls();
        leases.open(lease(NOON), new Limits(10, 10), Limits.NONE);
        assertThat(wire.calls()).containsExactlyInAnyOrder("PutItem", "UpdateItem");
    }

    @Test
    void whatIsRotatedAtItsEndTakesOneCallMoreBesideTheOthersAndOneBeforeTheHandOver() {
        var lease = rotated(NOON, 900);
        assertThat(leases.open(lease, Limits.NONE, Limits.NONE)).isEqualTo(new Opening.Opened());
        assertThat(wire.calls()).containsExactly("PutItem", "PutItem");
        assertThat(onRecord(lease)).containsExactly(lease);
        wire.forgetCalls();
        assertThat(leases.note(lease, "version-1")).isTrue();
        assertThat(wire.calls()).containsExactly("UpdateItem");
        assertThat(onRecord(lease)).containsExactly(lease);
    }

    @Test
    void whatCannotBeListedForItsEndIsNotOpened() { // INV-8
        var lease = rotated(NOON, 900);
        table.dynamo.putItem(put -> put.tableName(table.name)
                .item(StateKey.due(lease.id(), lease.expiresAt()).attributes()));
        assertThat(leases.open(lease, Limits.NONE, Limits.NONE))
                .isEqualTo(new Opening.Refused(Reason.UPSTREAM_BUSY, "lease-exists", java.time.Instant.EPOCH));
    }

    @Test
    void aLostReplyOfBothRowsIsRecognised() { // T-32
        wire.loseReplies(2);
        assertThat(leases.open(rotated(NOON, 900), Limits.NONE, Limits.NONE)).isEqualTo(new Opening.Opened());
    }

    @Test
    void nothingIsNotedOnALeaseThatWasEnded() { // T-13
        for (var state : List.of(Lease.State.WITHHELD, Lease.State.REVOKED)) {
            var lease = rotated(NOON, 900);
            leases.open(lease.state(state), Limits.NONE, Limits.NONE);
            assertThat(leases.note(lease, "version-1")).isFalse();
        }
        assertThat(leases.note(rotated(NOON, 900), "version-1"))
                .as("never opened")
                .isFalse();
        var lease = rotated(NOON, 900);
        leases.open(lease, Limits.NONE, Limits.NONE);
        wire.cut("UpdateItem");
        assertThat(leases.note(lease, "version-1")).as("not certain").isFalse();
    }

    private List<Lease> onRecord(Lease lease) {
        return book.find(lease.agent(), List.of(lease.grant()), lease.id()).stream()
                .toList();
    }

    private static Once once(String key, String hash, Lease lease) {
        return new Once(lease.principal(), key, hash, lease);
    }
}
