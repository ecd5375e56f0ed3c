package dev.valet.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Reason;
import dev.valet.audit.Phase;
import dev.valet.grant.GrantId;
import dev.valet.identity.Principal;
import dev.valet.lease.Lease;
import dev.valet.lease.Outcome;
import dev.valet.lease.Outcome.Issued;
import dev.valet.lease.Refusal;
import dev.valet.revocation.Revoke;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What happens when the ground moves: before a request, during it, and under a cache. */
class RevocationTest {
    private final TestBroker broker = new TestBroker();
    private final Principal reporter = broker.principal("reporter");
    private final GrantId grant = broker.grantTo(reporter, "reports-reader");

    @Test
    void nothingIsIssuedAfterARevocation() { // INV-9
        assertThat(broker.ask(reporter, grant)).isInstanceOf(Issued.class);
        broker.revoke(grant);
        assertThat(reason(broker.ask(reporter, grant))).isEqualTo(Reason.NO_LIVE_GRANT);
    }

    @Test
    void nothingIsIssuedAfterARevocationThatACacheMissed() { // T-26
        broker.cacheNow();
        broker.revoke(grant);
        assertThat(reason(broker.ask(reporter, grant))).isEqualTo(Reason.NO_LIVE_GRANT);
        assertThat(broker.leases.all()).extracting(Lease::state).containsExactly(Lease.State.WITHHELD);
    }

    @Test
    void aRevocationDuringMintingDropsTheCredentialUnseen() { // T-13
        broker.leases.afterNextOpening(() -> broker.revoke(grant));
        assertThat(reason(broker.ask(reporter, grant))).isEqualTo(Reason.NO_LIVE_GRANT);
        assertThat(broker.leases.all()).extracting(Lease::state).containsExactly(Lease.State.REVOKED);
        assertThat(broker.audit())
                .containsSubsequence(Phase.INTENT, Phase.OUTCOME) // beside the revoker's own record
                .contains(Phase.REVOKE);
    }

    @Test
    void aSuspendedAgentGetsNothing() {
        broker.cacheNow();
        broker.suspend(reporter);
        assertThat(reason(broker.ask(reporter, grant))).isEqualTo(Reason.NO_LIVE_GRANT);
    }

    @Test
    void afterEverythingIsRevokedNobodyGetsAnything() {
        broker.cacheNow();
        var kill = (Revoke.Outcome.Begun) broker.revokeEverything();
        assertThat(reason(broker.ask(reporter, grant))).isEqualTo(Reason.NO_LIVE_GRANT);
        broker.turn(Duration.ofMinutes(2));
        broker.lift(kill.revocation());
        assertThat(broker.ask(reporter, grant)).isInstanceOf(Issued.class);
    }

    @Test
    void aDenialThatACacheCausedIsDecidedAgain() {
        broker.cacheNow();
        var added = broker.grant(Sample.aws("reporter", "added-later"));
        assertThat(broker.ask(reporter, added)).isInstanceOf(Issued.class);
    }

    @Test
    void aChangeUnderACachedYesIsDecidedOnceMore() {
        broker.cacheNow();
        broker.grant(Sample.lasting(Sample.aws("reporter", "reports-reader"), 60));
        var issued = (Issued) broker.ask(reporter, grant);
        assertThat(issued.lease().expiresAt())
                .isEqualTo(issued.lease().issuedAt().plusSeconds(60));
        assertThat(broker.leases.all())
                .extracting(Lease::state)
                .containsExactlyInAnyOrder(Lease.State.WITHHELD, Lease.State.LIVE);
    }

    @Test
    void aLeaseIsHandedOutAgainOnlyWhileItsGroundHolds() { // S-11
        var first = (Issued) broker.askForDocument(reporter, grant);
        assertThat(((Issued) broker.askForDocument(reporter, grant)).lease()).isEqualTo(first.lease());
        assertThat(broker.audit()).containsExactly(Phase.INTENT, Phase.REUSE);
        broker.revoke(grant);
        assertThat(reason(broker.askForDocument(reporter, grant))).isEqualTo(Reason.NO_LIVE_GRANT);
    }

    /** Issuers against a revoker: no request that starts after the revocation returned gets a credential (INV-9). */
    @RepeatedTest(20)
    void noRequestAfterTheRevocationWins() throws Exception {
        broker.cacheNow();
        var revoked = new AtomicBoolean();
        Callable<Boolean> asking = () -> {
            boolean startedAfter = revoked.get();
            return startedAfter && broker.ask(reporter, grant) instanceof Issued;
        };
        Callable<Boolean> revoking = () -> {
            broker.revoke(grant);
            revoked.set(true);
            return false;
        };
        var work = new ArrayList<>(Collections.nCopies(64, asking));
        work.add(8, revoking);
        try (var threads = Executors.newFixedThreadPool(16)) {
            for (var wrong : threads.invokeAll(work)) {
                assertThat(wrong.get()).isFalse();
            }
        }
    }

    private static Refusal refusal(Outcome outcome) {
        return ((Outcome.Denied) outcome).refusal();
    }

    private static Reason reason(Outcome outcome) {
        return refusal(outcome).reason();
    }
}
