package dev.valet.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Reason;
import dev.valet.audit.Phase;
import dev.valet.identity.Principal;
import dev.valet.lease.Outcome;
import dev.valet.limit.Limits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The broker in memory keeps the promises that stories rely on. */
class TestBrokerTest {
    private final TestBroker broker = new TestBroker();
    private final Principal agent = broker.principal("nightly-report");

    @Test
    void aGrantIsIssuedAndWrittenDownUntilItIsRevoked() {
        var grant = broker.grantTo(agent, "reports-reader");
        assertThat(broker.ask(agent, grant)).isInstanceOf(Outcome.Issued.class);
        broker.revoke(grant);
        assertThat(reason(broker.ask(agent, grant))).isEqualTo(Reason.NO_LIVE_GRANT);
        assertThat(broker.audit()).containsSubsequence(Phase.INTENT, Phase.REVOKE, Phase.DENY);
    }

    @Test
    void anHourlyLimitIsExactAndSaysWhenToComeBack() {
        var grant = broker.grant(Sample.limited(Sample.aws("nightly-report", "reports-reader"), new Limits(2, 0)));
        broker.ask(agent, grant);
        broker.ask(agent, grant);
        var refused = (Outcome.Denied) broker.ask(agent, grant);
        assertThat(refused.refusal().reason()).isEqualTo(Reason.LIMIT_REACHED);
        broker.turn(refused.refusal().retryAfter().orElseThrow());
        assertThat(broker.ask(agent, grant)).isInstanceOf(Outcome.Issued.class);
    }

    @Test
    void aConcurrentLimitFreesItselfWhenALeaseEnds() {
        var grant = broker.grant(Sample.limited(Sample.aws("nightly-report", "reports-reader"), new Limits(0, 1)));
        broker.ask(agent, grant);
        assertThat(reason(broker.ask(agent, grant))).isEqualTo(Reason.LIMIT_REACHED);
        broker.turn(Duration.ofMinutes(15));
        assertThat(broker.ask(agent, grant)).isInstanceOf(Outcome.Issued.class);
    }

    @Test
    void whatACacheMissesTheLastLookSees() {
        var grant = broker.grantTo(agent, "reports-reader");
        broker.cacheNow();
        broker.revoke(grant);
        assertThat(reason(broker.ask(agent, grant))).isEqualTo(Reason.NO_LIVE_GRANT);
    }

    @Test
    void aChangeWhileIssuingIsDecidedOnceMore() {
        var grant = broker.grantTo(agent, "reports-reader");
        broker.leases.afterNextOpening(
                () -> broker.grant(Sample.lasting(Sample.aws("nightly-report", "reports-reader"), 600)));
        var issued = (Outcome.Issued) broker.ask(agent, grant);
        assertThat(issued.lease().expiresAt()).isEqualTo(TurnableClock.START.plusSeconds(600));
        assertThat(broker.minter.minted()).hasSize(2);
    }

    private static Reason reason(Outcome outcome) {
        return ((Outcome.Denied) outcome).refusal().reason();
    }
}
