package dev.valet.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.audit.Phase;
import dev.valet.grant.GrantId;
import dev.valet.identity.Principal;
import dev.valet.identity.RoleArn;
import dev.valet.lease.Lease;
import dev.valet.lease.Outcome;
import dev.valet.revocation.Denials;
import dev.valet.revocation.Enforce;
import dev.valet.revocation.Lift;
import dev.valet.revocation.Revocation;
import dev.valet.revocation.Revocation.State;
import dev.valet.revocation.Revoke;
import dev.valet.revocation.Scope;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of sessions that are already in an agent's hands. */
class EndingTest {
    /** One role for all of them, so that only the session tells whom a deny hits. */
    private static final RoleArn SHARED = RoleArn.parse("arn:aws:iam::444455556666:role/valet/shared");

    private final TestBroker broker = new TestBroker();
    private final Principal reporter = broker.principal("reporter");
    private final GrantId reports = shared("reporter", "reports-reader");
    private final GrantId invoices = shared("reporter", "invoices-reader");
    private final Principal billing = broker.principal("billing");
    private final GrantId exports = shared("billing", "billing-export");

    @Test
    void aRevokedLeaseDiesAndItsNeighbourLives() {
        var lease = issued(reporter, reports);
        var neighbour = issued(reporter, reports);
        var revocation = begun(broker.revoke(lease));
        assertThat(broker.iam.denies(lease)).isTrue();
        assertThat(broker.iam.denies(neighbour)).isFalse();
        assertThat(revocation.state()).isEqualTo(State.REVOKED);
        assertThat(revocation.confirmedAt()).isPresent();
        assertThat(state(lease)).isEqualTo(Lease.State.REVOKED);
        assertThat(state(neighbour)).isEqualTo(Lease.State.LIVE);
        assertThat(broker.ask(reporter, reports)).isInstanceOf(Outcome.Issued.class);
    }

    @Test
    void aRevokedGrantEndsAllItsSessionsAndNoOther() {
        var one = issued(reporter, reports);
        var two = issued(reporter, reports);
        var other = issued(reporter, invoices);
        broker.revoke(reports);
        assertThat(List.of(one, two)).allMatch(broker.iam::denies);
        assertThat(List.of(one, two)).allMatch(lease -> state(lease) == Lease.State.REVOKED);
        assertThat(broker.iam.denies(other)).isFalse();
    }

    /** Not even what to deny could be written down: the record must not say that no session is at large. */
    @Test
    void aSessionThatNobodyListedCountsAsIssued() { // INV-14
        broker.leases.afterNextOpening(broker.leases::beUnreachable);
        assertThat(broker.ask(reporter, reports)).isInstanceOf(Outcome.Denied.class);
        assertThat(broker.audit()).containsExactly(Phase.INTENT);
    }

    @Test
    void aSuspendedAgentLosesEverythingItHolds() {
        var held = List.of(issued(reporter, reports), issued(reporter, invoices));
        var neighbour = issued(billing, exports);
        broker.suspend(reporter);
        assertThat(held).allMatch(broker.iam::denies);
        assertThat(broker.iam.denies(neighbour)).isFalse();
        assertThat(broker.ask(reporter, reports)).isInstanceOf(Outcome.Denied.class);
        assertThat(broker.ask(billing, exports)).isInstanceOf(Outcome.Issued.class);
    }

    @Test
    void afterTheKillNothingLives() {
        var held = List.of(issued(reporter, reports), issued(billing, exports));
        broker.revokeEverything();
        assertThat(held).allMatch(broker.iam::denies);
        assertThat(broker.ask(billing, exports)).isInstanceOf(Outcome.Denied.class);
    }

    /** A grant may have been pointed at another role while sessions of the first are still alive. */
    @Test
    void sessionsOfTheRoleAGrantHadBeforeDieToo() {
        var lease = issued(reporter, reports);
        broker.grant(Sample.aws("reporter", "reports-reader"));
        broker.revoke(reports);
        assertThat(broker.iam.denies(lease)).isTrue();
    }

    @Test
    void nothingIsAllowedAgainBeforeTheDeniesHaveSettled() {
        var revocation = begun(broker.suspend(reporter));
        assertThat(broker.lift(revocation)).isEqualTo(new Lift.Outcome.NotBefore(revocation.settled()));
        broker.turn(Duration.ofSeconds(62));
        assertThat(broker.lift(revocation)).isInstanceOf(Lift.Outcome.Lifted.class);
        var fresh = issued(reporter, reports);
        broker.sweep();
        assertThat(broker.iam.denies(fresh)).isFalse();
        assertThat(state(fresh)).isEqualTo(Lease.State.LIVE);
        assertThat(broker.audit()).contains(Phase.REVOKE, Phase.LIFT);
    }

    @Test
    void aLeaseStaysEnded() {
        var revocation = begun(broker.revoke(issued(reporter, reports)));
        broker.turn(Duration.ofMinutes(2));
        assertThat(broker.lift(revocation)).isEqualTo(new Lift.Outcome.Refused());
    }

    @Test
    void whatIsRevokedTwiceIsRevokedOnce() {
        var first = begun(broker.suspend(reporter));
        var again = begun(broker.suspend(reporter));
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(broker.revocations.recent(10)).hasSize(1);
    }

    @Test
    void whatDoesNotExistCannotBeRevoked() {
        var nobody = new Scope.OfGrant(broker.agentOf(reporter), GrantId.parse("no-such-grant"));
        assertThat(broker.revoke(nobody)).isEqualTo(new Revoke.Outcome.Nothing());
        assertThat(broker.audit()).isEmpty();
    }

    @Test
    void denialIsPromisedOnlyOnceItWasSeen() {
        broker.iam.beSlow();
        var lease = issued(reporter, reports);
        var revocation = begun(broker.revoke(lease));
        assertThat(revocation.state()).isEqualTo(State.REVOKED);
        assertThat(revocation.confirmedAt()).isEmpty();
        broker.iam.spread();
        broker.sweep();
        assertThat(now(revocation).confirmedAt()).isPresent();
        assertThat(broker.revocations.pending()).isEmpty();
    }

    @Test
    void aRoleThatCannotBeProbedIsDeniedAndNeverConfirmed() {
        var lease = issued(reporter, reports);
        broker.iam.forbidProbes(SHARED);
        var revocation = begun(broker.revoke(lease));
        broker.sweep();
        assertThat(broker.iam.denies(lease)).isTrue();
        assertThat(now(revocation).confirmedAt()).isEmpty();
        broker.turn(Duration.ofMinutes(18));
        broker.sweep();
        assertThat(broker.revocations.pending()).isEmpty();
    }

    @Test
    void whileIamIsDownNothingNewIsHadAndTheDenyFollows() { // INV-27
        var lease = issued(reporter, reports);
        broker.iam.fail(true);
        var begun = (Revoke.Outcome.Begun) broker.suspend(reporter);
        assertThat(begun.roles()).containsValue(new Enforce.Result(Enforce.Standing.PENDING, "iam-failed"));
        assertThat(broker.ask(reporter, reports)).isInstanceOf(Outcome.Denied.class);
        assertThat(broker.sweep().unenforced()).containsOnlyKeys(SHARED);
        broker.iam.fail(false);
        broker.sweep();
        assertThat(broker.iam.denies(lease)).isTrue();
    }

    @Test
    void revokingDoesNotWaitForTheAudit() { // INV-27
        var lease = issued(reporter, reports);
        broker.auditStore.failNext(100);
        var revocation = begun(broker.revoke(lease));
        assertThat(broker.iam.denies(lease)).isTrue();
        assertThat(revocation.recorded()).isFalse();
        broker.auditStore.failNext(0);
        broker.sweep();
        assertThat(broker.audit()).contains(Phase.REVOKE);
        assertThat(now(revocation).recorded()).isTrue();
    }

    @Test
    void aDenyIsTakenAwayOnceItHasNothingLeftToDeny() {
        var lease = issued(reporter, reports);
        broker.revoke(lease);
        broker.turn(Duration.ofMinutes(16));
        broker.sweep();
        assertThat(broker.iam.read(SHARED)).isPresent();
        broker.turn(Duration.ofMinutes(2));
        broker.sweep();
        assertThat(broker.iam.read(SHARED)).isEmpty();
        assertThat(broker.denials.roles()).isEmpty();
    }

    @Test
    void aDenyThatSomebodyRemovedIsPutBack() {
        var lease = issued(reporter, reports);
        broker.revoke(lease);
        broker.iam.remove(SHARED);
        broker.sweep();
        assertThat(broker.iam.denies(lease)).isTrue();
    }

    @Test
    void oneWriterAtATimeAndTheNextSweepCatchesUp() { // T-42
        var lease = issued(reporter, reports);
        var other = broker.denials.lock(SHARED, broker.clock.instant(), Duration.ofSeconds(60));
        broker.revoke(lease);
        assertThat(broker.iam.denies(lease)).isFalse();
        broker.denials.unlock(other.orElseThrow());
        broker.sweep();
        assertThat(broker.iam.denies(lease)).isTrue();
    }

    @Test
    void whatWasMintedAndNotHandedOverIsDenied() { // INV-14
        broker.leases.afterNextOpening(() -> broker.registry.revoke(reports));
        broker.ask(reporter, reports);
        var withheld = broker.leases.all().getFirst();
        broker.sweep();
        assertThat(broker.iam.denies(withheld)).isTrue();
        assertThat(state(withheld)).isEqualTo(Lease.State.REVOKED);
    }

    @Test
    void noProbeIsMadeWithoutARecord() { // INV-23
        broker.revoke(issued(reporter, reports));
        assertThat(broker.audit()).contains(Phase.PROBE);
        assertThat(broker.denials.placed(SHARED)).map(Denials.Placed::confirmed).contains(true);
    }

    private GrantId shared(String agent, String grant) {
        return broker.grant(Sample.leasing(SHARED, Sample.aws(agent, grant)));
    }

    private Lease issued(Principal principal, GrantId grant) {
        return ((Outcome.Issued) broker.ask(principal, grant)).lease();
    }

    private static Revocation begun(Revoke.Outcome outcome) {
        return ((Revoke.Outcome.Begun) outcome).revocation();
    }

    private Revocation now(Revocation revocation) {
        return broker.revocations.find(revocation.id()).orElseThrow();
    }

    private Lease.State state(Lease lease) {
        return broker.leases.all().stream()
                .filter(kept -> kept.id().equals(lease.id()))
                .findFirst()
                .orElseThrow()
                .state();
    }
}
