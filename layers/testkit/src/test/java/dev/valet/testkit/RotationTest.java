package dev.valet.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Reason;
import dev.valet.audit.AuditEntry;
import dev.valet.audit.Phase;
import dev.valet.grant.GrantId;
import dev.valet.identity.Principal;
import dev.valet.lease.Credential;
import dev.valet.lease.Lease;
import dev.valet.lease.Outcome;
import dev.valet.lease.Outcome.Issued;
import dev.valet.revocation.Asker;
import dev.valet.revocation.Handed;
import dev.valet.revocation.Revocation;
import dev.valet.revocation.Revoke;
import dev.valet.revocation.Scope;
import dev.valet.revocation.SecretVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What becomes of values that an agent may have kept: those of grants with {@code rotateOnEnd}. */
class RotationTest {
    private final TestBroker broker = new TestBroker();
    private final Principal reporter = broker.principal("reporter");
    private final GrantId webhook = broker.grant(Sample.rotatedValue("reporter", "reports-webhook"));

    @Test
    void aValueIsReplacedWhenItsLeaseIsOver() {
        var copy = version(issued(webhook));
        broker.turn(Duration.ofSeconds(899));
        broker.sweep();
        assertThat(current()).isEqualTo(copy);
        broker.turn(Duration.ofSeconds(1));
        broker.sweep();
        assertThat(current()).isNotEqualTo(copy);
        assertThat(rotated()).isOne();
        broker.turn(Duration.ofHours(1));
        broker.sweep();
        assertThat(rotated()).isOne();
    }

    @Test
    void aValueGivenBackIsReplacedAtOnce() {
        var issued = issued(webhook);
        var revocation = givenBack(issued.lease());
        assertThat(current()).isNotEqualTo(version(issued));
        assertThat(revocation.confirmedAt()).isPresent();
        broker.turn(Duration.ofMinutes(16));
        broker.sweep();
        assertThat(rotated()).isOne();
    }

    /** The value is one, and the first end counts: the second copy is dead before its own lease is over. */
    @Test
    void leasesOfOneValueCauseOneRotation() {
        issued(webhook);
        broker.turn(Duration.ofMinutes(5));
        issued(webhook);
        broker.turn(Duration.ofMinutes(10));
        broker.sweep();
        assertThat(rotated()).isOne();
        broker.turn(Duration.ofMinutes(5));
        broker.sweep();
        assertThat(rotated()).isOne();
    }

    @Test
    void aValueHandedOverAfterTheRotationIsRotatedForItself() {
        issued(webhook);
        broker.turn(Duration.ofMinutes(15));
        broker.sweep();
        issued(webhook);
        broker.turn(Duration.ofMinutes(15));
        broker.sweep();
        assertThat(rotated()).isEqualTo(2);
    }

    @Test
    void whatSomebodyElseReplacedIsLeftAlone() {
        issued(webhook);
        broker.secrets.putByHand(Sample.SECRET, "version-by-hand");
        broker.turn(Duration.ofMinutes(15));
        broker.sweep();
        assertThat(current()).isEqualTo("version-by-hand");
        assertThat(broker.audit()).doesNotContain(Phase.ROTATE);
    }

    @Test
    void anOutageOfDaysIsCaughtUpWithInOneGo() {
        for (int i = 0; i < 250; i++) {
            issued(webhook);
            broker.turn(Duration.ofSeconds(1));
        }
        broker.turn(Duration.ofDays(3));
        var report = broker.sweep();
        assertThat(report.unrotated()).isEmpty();
        assertThat(rotated()).isOne();
        assertThat(due()).isEmpty();
        assertThat(broker.rotations.all()).isEmpty();
    }

    /** Its lease is not on record any more: in doubt what is current was handed over. */
    @Test
    void anOutageLongerThanLeasesAreKeptEndsInARotation() {
        var lease = issued(webhook).lease();
        broker.turn(Duration.ofDays(60));
        broker.leases.forget(lease.id());
        broker.secrets.fail(true);
        assertThat(broker.sweep().unrotated()).containsOnlyKeys(Sample.SECRET);
        assertThat(due()).hasSize(1);
        broker.secrets.fail(false);
        broker.sweep();
        assertThat(rotated()).isOne();
        assertThat(due()).isEmpty();
    }

    @Test
    void anOperatorEndsAValueByItsGrantItsAgentOrWithEverything() {
        var scopes = List.of(
                new Scope.OfGrant(broker.agentOf(reporter), webhook),
                new Scope.OfAgent(broker.agentOf(reporter)),
                new Scope.Everything());
        for (var scope : scopes) {
            var world = new RotationTest();
            var copy = version(world.issued(world.webhook));
            var begun = (Revoke.Outcome.Begun) world.broker.revoke(scope);
            assertThat(world.current()).as(scope.toString()).isNotEqualTo(copy);
            assertThat(begun.revocation().confirmedAt()).as(scope.toString()).isPresent();
            assertThat(begun.values()).containsOnlyKeys(new SecretVersion(Sample.SECRET, copy));
            assertThat(world.broker.leases.all()).extracting(Lease::state).containsExactly(Lease.State.REVOKED);
        }
    }

    @Test
    void nothingIsConfirmedBeforeTheValueWasSeenToBeReplaced() {
        broker.secrets.beSlow();
        var copy = version(issued(webhook));
        var revocation = begun(broker.revoke(webhook));
        assertThat(revocation.state()).isEqualTo(Revocation.State.REVOKED);
        assertThat(revocation.confirmedAt()).isEmpty();
        assertThat(current()).isEqualTo(copy);
        broker.secrets.finish(Sample.SECRET);
        broker.sweep();
        assertThat(now(revocation).confirmedAt()).isPresent();
        assertThat(broker.rotations.all()).isEmpty();
    }

    /** Nothing of Valet's ends such a copy, so nothing is promised. */
    @Test
    void aValueThatNobodyRotatesIsNeverConfirmed() {
        var plain = broker.grant(Sample.secretValue("reporter", "reports-key"));
        issued(plain);
        var revocation = begun(broker.revoke(plain));
        assertThat(revocation.revokedAt()).isPresent();
        assertThat(revocation.confirmedAt()).isEmpty();
        assertThat(revocation.leavesValues()).isTrue();
        broker.sweep();
        assertThat(now(revocation).confirmedAt()).isEmpty();
        assertThat(rotated()).isZero();
        broker.turn(Duration.ofMinutes(18));
        broker.sweep();
        assertThat(broker.revocations.pending()).isEmpty();
    }

    @Test
    void aValueThatWasNeverHandedOverLeavesNothing() {
        var plain = broker.grant(Sample.secretValue("reporter", "reports-key"));
        broker.minter.fail(Reason.UPSTREAM_BUSY, "a story");
        broker.ask(reporter, plain);
        var revocation = begun(broker.revoke(plain));
        assertThat(revocation.leavesValues()).isFalse();
        assertThat(revocation.confirmedAt()).isPresent();
    }

    @Test
    void aRotationThatFailsIsReportedAndTriedAgain() {
        broker.secrets.fail(true);
        issued(webhook);
        broker.turn(Duration.ofMinutes(15));
        var report = broker.sweep();
        assertThat(report.unrotated()).isEqualTo(Map.of(Sample.SECRET, "secretsmanager-throttled"));
        assertThat(report.failure()).isEmpty();
        broker.secrets.fail(false);
        assertThat(broker.sweep().unrotated()).isEmpty();
        assertThat(rotated()).isOne();
    }

    @Test
    void aSecretWithoutRotationIsReportedUntilSomebodyActs() {
        issued(webhook);
        broker.secrets.enable(Sample.SECRET, false);
        broker.turn(Duration.ofMinutes(15));
        assertThat(broker.sweep().unrotated()).containsValue("rotation-not-enabled");
        assertThat(broker.sweep().unrotated()).containsValue("rotation-not-enabled");
        assertThat(rotated()).isZero();
        broker.secrets.putByHand(Sample.SECRET, "version-by-hand");
        assertThat(broker.sweep().unrotated()).isEmpty();
        assertThat(broker.rotations.all()).isEmpty();
    }

    @Test
    void whatFailsKeepsNoOtherEndingWaiting() {
        var session = broker.grantTo(reporter, "reports-reader");
        var lease = issued(session).lease();
        issued(webhook);
        broker.secrets.fail(true);
        broker.rotations.fail(true);
        broker.turn(Duration.ofMinutes(1));
        broker.iam.fail(true);
        broker.revoke(session);
        broker.iam.fail(false);
        var report = broker.sweep();
        assertThat(report.failure()).containsExactly("dynamodb-unreachable");
        assertThat(broker.iam.denies(lease)).isTrue();
    }

    @Test
    void aRotationUnderWayIsWaitedForAndNotForEver() {
        broker.secrets.beSlow();
        issued(webhook);
        broker.turn(Duration.ofMinutes(15));
        assertThat(broker.sweep().unrotated()).isEmpty();
        broker.turn(Duration.ofMinutes(9));
        assertThat(broker.sweep().unrotated()).isEmpty();
        broker.turn(Duration.ofMinutes(2));
        assertThat(broker.sweep().unrotated()).containsValue("rotation-not-finished");
        broker.secrets.finish(Sample.SECRET);
        assertThat(broker.sweep().unrotated()).isEmpty();
        assertThat(rotated()).isOne();
    }

    /** Whoever may have a value could otherwise use up the versions that Secrets Manager keeps. */
    @Test
    void anAgentThatGivesBackAgainAndAgainCausesARotationEveryTenMinutes() {
        for (int i = 0; i < 30; i++) {
            givenBack(issued(webhook).lease());
            broker.turn(Duration.ofMinutes(1));
            broker.sweep();
        }
        assertThat(rotated()).isEqualTo(4); // at once, and after ten, twenty and thirty minutes
    }

    @Test
    void anOperatorDoesNotWait() {
        givenBack(issued(webhook).lease());
        var copy = version(issued(webhook));
        broker.revoke(webhook);
        assertThat(current()).isNotEqualTo(copy);
        assertThat(rotated()).isEqualTo(2);
    }

    @Test
    void whatWasNotHandedOverIsNotRotated() { // INV-14
        broker.minter.meanwhile(() -> broker.revoke(webhook));
        assertThat(broker.ask(reporter, webhook)).isInstanceOf(Outcome.Denied.class);
        broker.turn(Duration.ofMinutes(20));
        broker.sweep();
        assertThat(rotated()).isZero();
        assertThat(due()).isEmpty();
    }

    @Test
    void aValueIsHandedOverOnlyOnceItIsKnownWhatEndsIt() {
        broker.leases.beforeNextNote(broker.leases::beUnreachable);
        assertThat(broker.ask(reporter, webhook)).isInstanceOf(Outcome.Denied.class);
        broker.turn(Duration.ofMinutes(20));
        broker.sweep();
        assertThat(rotated()).isZero();
    }

    /** The lease is marked before it is asked what it handed over, so of the two one sees the other. */
    @Test
    void aRevocationBetweenMintingAndNotingLeavesNothingToHandOver() { // T-13
        var scopes = List.of(
                new Scope.OfGrant(broker.agentOf(reporter), webhook),
                new Scope.OfAgent(broker.agentOf(reporter)),
                new Scope.Everything());
        for (var scope : scopes) {
            var world = new RotationTest();
            // The look that runs beside may have been made before: it is the note that is refused.
            world.broker.leases.beforeNextNote(() -> world.broker.revoke(scope));
            assertThat(world.broker.ask(world.reporter, world.webhook))
                    .as(scope.toString())
                    .isInstanceOf(Outcome.Denied.class);
            assertThat(world.rotated()).as(scope.toString()).isZero();
        }
    }

    /** The mark first and then the question: the other way round a version could be noted between the two. */
    @Test
    void whatALeaseHandedOverIsAskedOnceNothingMoreCanBeNoted() { // T-13
        var lease = issued(webhook).lease();
        var late = new AtomicBoolean(true);
        broker.rotations.afterNextHanded(() -> late.set(broker.leases.note(lease, "version-late")));
        broker.revoke(webhook);
        assertThat(late).isFalse();
        assertThat(rotated()).isOne();
    }

    /** It may be on its way to its holder, so it counts as handed over. */
    @Test
    void aRevocationAfterTheNoteRotates() {
        broker.leases.afterNextNote(() -> broker.revoke(webhook));
        broker.ask(reporter, webhook);
        assertThat(rotated()).isOne();
    }

    /** Noted, and then dropped unseen because the configuration moved; the second try is handed over. */
    @Test
    void aValueThatWasDroppedUnseenNeedsNoRotation() {
        broker.cacheNow();
        broker.grant(Sample.lasting(Sample.rotatedValue("reporter", "reports-webhook"), 60));
        var live = issued(webhook).lease();
        var withheld = broker.leases.all().stream()
                .filter(lease -> !lease.id().equals(live.id()))
                .toList();
        assertThat(withheld).extracting(Lease::state).containsExactly(Lease.State.WITHHELD);
        assertThat(handed(withheld.getFirst())).isEqualTo(new Handed.Nothing());
        assertThat(handed(live)).isEqualTo(new Handed.Version("version-1"));
    }

    @Test
    void everyRotationIsOnRecordBeforeItIsAskedFor() {
        var lease = issued(webhook).lease();
        broker.turn(Duration.ofMinutes(15));
        broker.sweep();
        assertThat(rotations()).singleElement().satisfies(entry -> {
            assertThat(entry.lease()).isEqualTo(lease.id().text());
            assertThat(entry.facts())
                    .containsEntry("secret", Sample.SECRET.text())
                    .containsEntry("version", "version-1")
                    .containsEntry("successor", current());
        });
    }

    @Test
    void endingDoesNotWaitForTheAuditAndTheRecordFollows() { // INV-27
        issued(webhook);
        broker.turn(Duration.ofMinutes(15));
        broker.auditStore.failNext(100);
        broker.sweep();
        assertThat(rotated()).isOne();
        assertThat(rotations()).isEmpty();
        broker.auditStore.failNext(0);
        broker.sweep();
        assertThat(rotations()).hasSize(1);
        assertThat(broker.rotations.all()).isEmpty();
    }

    private Issued issued(GrantId grant) {
        return (Issued) broker.ask(reporter, grant);
    }

    private static String version(Issued issued) {
        return ((Credential.SecretValue) issued.credential()).versionId();
    }

    private Revocation givenBack(Lease lease) {
        var scope = new Scope.OfLease(lease.agent(), lease.grant(), lease.id());
        return begun(broker.revoke.revoke(scope, new Asker(reporter.key(), ""), "given back"));
    }

    private static Revocation begun(Revoke.Outcome outcome) {
        return ((Revoke.Outcome.Begun) outcome).revocation();
    }

    private Revocation now(Revocation revocation) {
        return broker.revocations.find(revocation.id()).orElseThrow();
    }

    private String current() {
        return broker.secrets.current(Sample.SECRET);
    }

    private int rotated() {
        return broker.secrets.rotations(Sample.SECRET);
    }

    private Handed handed(Lease lease) {
        return broker.rotations.handed(lease.agent(), lease.grant(), lease.id());
    }

    private List<?> due() {
        return broker.rotations.due(broker.clock.instant(), Integer.MAX_VALUE);
    }

    private List<AuditEntry> rotations() {
        return broker.auditStore.entries().stream()
                .filter(entry -> entry.phase() == Phase.ROTATE)
                .toList();
    }
}
