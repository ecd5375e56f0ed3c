package dev.valet.aws;

import static dev.valet.aws.Samples.NOON;
import static dev.valet.aws.Samples.READER;
import static dev.valet.aws.Samples.REPORTER;
import static dev.valet.aws.Samples.lease;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.grant.GrantId;
import dev.valet.lease.Lease;
import dev.valet.revocation.Asker;
import dev.valet.revocation.Revocation;
import dev.valet.revocation.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A checker that cannot object proves nothing: histories that are wrong, and others that only look so. */
class HistoryTest {
    private final History history = new History();
    private final Lease lease = lease(NOON);
    private final Revocation revocation = revocation(new Scope.OfGrant(REPORTER, READER));

    @Test
    void whatWasIssuedAfterARevocationReturnedIsWrong() {
        revoke(revocation);
        issue(lease);
        assertThat(broken(true, true)).singleElement().asString().startsWith("INV-9 issued after revoke() returned");
    }

    @Test
    void soItIsWhoeverElseWasToldOfTheSameRevocation() {
        int second = history.now();
        revoke(revocation);
        issue(lease);
        history.revoked(second, revocation); // still on its way when the lease was issued
        assertThat(broken(true, true)).hasSize(1);
    }

    @Test
    void whatWasIssuedBeforeIsWrongUnlessItIsMarkedAndListed() {
        issue(lease);
        revoke(revocation);
        assertThat(broken(false, true)).singleElement().asString().startsWith("issued before, and not marked");
        assertThat(broken(true, false)).singleElement().asString().startsWith("issued before, and not listed");
        assertThat(broken(true, true)).isEmpty();
    }

    @Test
    void whatOverlappedIsRightWhenItIsMarked() {
        int issuing = history.now();
        int revoking = history.now();
        history.revoked(revoking, revocation);
        history.handedOver(issuing, lease);
        assertThat(broken(true, true)).isEmpty();
        assertThat(broken(false, true)).hasSize(1);
    }

    @Test
    void whatWasIssuedAfterALiftBeganIsRight() {
        revoke(revocation);
        history.lifting(revocation);
        issue(lease);
        assertThat(broken(false, false)).isEmpty();
    }

    @Test
    void aLiftExplainsNothingThatCameBeforeIt() {
        revoke(revocation);
        issue(lease);
        history.lifting(revocation);
        assertThat(broken(true, true)).hasSize(1);
    }

    @Test
    void aLiftExplainsNoOtherRevocation() {
        revoke(revocation);
        history.lifting(revocation);
        revoke(revocation(new Scope.OfAgent(REPORTER)));
        issue(lease);
        assertThat(broken(true, true)).hasSize(1);
    }

    @Test
    void anotherGrantIsNotReached() {
        revoke(revocation(new Scope.OfGrant(REPORTER, GrantId.parse("another"))));
        issue(lease);
        assertThat(broken(false, false)).isEmpty();
    }

    private List<String> broken(boolean marked, boolean listed) {
        return history.broken(_ -> marked, _ -> listed);
    }

    private void issue(Lease handedOver) {
        history.handedOver(history.now(), handedOver);
    }

    private void revoke(Revocation done) {
        history.revoked(history.now(), done);
    }

    private static Revocation revocation(Scope scope) {
        return Revocation.begin(scope, Asker.VALET, "a drill", NOON);
    }
}
