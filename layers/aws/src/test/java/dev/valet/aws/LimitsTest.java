package dev.valet.aws;

import static dev.valet.aws.Samples.NOON;
import static dev.valet.aws.Samples.lease;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Reason;
import dev.valet.lease.Lease;
import dev.valet.lease.Leases.Opening;
import dev.valet.limit.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final Limits TEN_AN_HOUR = new Limits(10, 0);
    private static final Limits THREE_AT_ONCE = new Limits(0, 3);

    private final Wire wire = new Wire();
    private final DynamoLeases leases = new DynamoLeases(new LocalTables().state(wire));

    @Test
    void fiftyAtOnceAgainstAnHourlyLimitOfTenAreTen() throws Exception {
        assertThat(atOnce(50, TEN_AN_HOUR, NOON))
                .containsOnly(
                        new Opening.Opened(), refused("limit.leases-per-hour", NOON.plus(Duration.ofMinutes(65))));
        assertThat(atOnce(50, TEN_AN_HOUR, NOON)).doesNotContain(new Opening.Opened());
    }

    @Test
    void fiftyAtOnceAreExactlyTen() throws Exception {
        assertThat(opened(atOnce(50, TEN_AN_HOUR, NOON))).isEqualTo(10);
    }

    @Test
    void fiftyAtOnceAgainstThreeSlotsAreThree() throws Exception {
        assertThat(opened(atOnce(50, THREE_AT_ONCE, NOON))).isEqualTo(3);
    }

    @Test
    void aCrowdAtTheTurnOfASliceIsStillExact() throws Exception {
        assertThat(opened(atOnce(4, TEN_AN_HOUR, NOON))).isEqualTo(4);
        assertThat(opened(atOnce(50, TEN_AN_HOUR, NOON.plus(Duration.ofMinutes(5)))))
                .isEqualTo(6);
    }

    @Test
    void noSixtyMinutesHoldMoreThanTheLimit() {
        for (int i = 0; i < 10; i++) {
            assertThat(open(NOON.plusSeconds(i * 200L), TEN_AN_HOUR)).isEqualTo(new Opening.Opened());
        }
        assertThat(open(NOON.plus(Duration.ofMinutes(31)), TEN_AN_HOUR))
                .isEqualTo(refused("limit.leases-per-hour", NOON.plus(Duration.ofMinutes(65))));
        assertThat(open(NOON.plus(Duration.ofMinutes(64)), TEN_AN_HOUR)).isNotEqualTo(new Opening.Opened());

        var later = NOON.plus(Duration.ofMinutes(65)); // the two leases of the first slice are an hour old
        assertThat(open(later, TEN_AN_HOUR)).isEqualTo(new Opening.Opened());
        assertThat(open(later, TEN_AN_HOUR)).isEqualTo(new Opening.Opened());
        assertThat(open(later, TEN_AN_HOUR)).isNotEqualTo(new Opening.Opened());
    }

    @Test
    void aSlotIsFreedByTimeAlone() {
        var first = lease(NOON);
        leases.open(first, THREE_AT_ONCE, Limits.NONE);
        open(NOON.plusSeconds(60), THREE_AT_ONCE);
        open(NOON.plusSeconds(120), THREE_AT_ONCE);
        leases.withhold(first);

        assertThat(open(NOON.plusSeconds(180), THREE_AT_ONCE))
                .isEqualTo(refused("limit.concurrent", NOON.plusSeconds(901)));
        assertThat(open(NOON.plusSeconds(901), THREE_AT_ONCE)).isEqualTo(new Opening.Opened());
        assertThat(open(NOON.plusSeconds(901), THREE_AT_ONCE))
                .isEqualTo(refused("limit.concurrent", NOON.plusSeconds(961)));
    }

    @Test
    void aClockThatIsBehindDoesNotOpenTheHourAgain() {
        var limits = new Limits(2, 0);
        open(NOON, limits);
        open(NOON.minusSeconds(1), limits); // another environment's clock, a second behind
        assertThat(open(NOON.minusSeconds(1), limits)).isNotEqualTo(new Opening.Opened());
        assertThat(open(NOON, limits)).isNotEqualTo(new Opening.Opened());
    }

    @Test
    void aLostReplyCountsOnce() { // T-32
        var limits = new Limits(3, 3);
        open(NOON, limits);
        var counter = new LimitCounter(new LocalTables().state(wire));
        wire.loseReplies(1);
        assertThat(counter.count(Use.of(lease(NOON)), limits, StateKey.limits(Samples.REPORTER)))
                .isEmpty(); // by rewriting
        wire.loseReplies(1);
        assertThat(counter.count(Use.of(lease(NOON)), limits, StateKey.limits(Samples.REPORTER)))
                .isEmpty(); // by updating
        assertThat(counter.count(Use.of(lease(NOON)), limits, StateKey.limits(Samples.REPORTER)))
                .isEmpty();
        assertThat(counter.count(Use.of(lease(NOON)), limits, StateKey.limits(Samples.REPORTER)))
                .isPresent();
    }

    /** The agent's row counts beside the grant's, and whichever is full refuses. */
    @Test
    void anAgentsLimitIsCountedApartFromItsGrants() {
        assertThat(leases.open(lease(NOON), TEN_AN_HOUR, new Limits(2, 0))).isEqualTo(new Opening.Opened());
        assertThat(leases.open(lease(NOON), Limits.NONE, new Limits(2, 0))).isEqualTo(new Opening.Opened());
        assertThat(leases.open(lease(NOON), TEN_AN_HOUR, new Limits(2, 0)))
                .isEqualTo(refused("agent.limit.leases-per-hour", NOON.plus(Duration.ofMinutes(65))));
        assertThat(leases.open(lease(NOON), TEN_AN_HOUR, Limits.NONE)).isEqualTo(new Opening.Opened());
    }

    @Test
    void fiftyAtOnceAgainstAnAgentsLimitOfTenAreTen() throws Exception {
        var work = new ArrayList<Callable<Opening>>();
        for (int i = 0; i < 50; i++) {
            var lease = lease(NOON);
            work.add(() -> leases.open(lease, Limits.NONE, TEN_AN_HOUR));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var openings = new ArrayList<Opening>();
            for (Future<Opening> done : threads.invokeAll(work)) {
                openings.add(done.get());
            }
            assertThat(opened(openings)).isEqualTo(10);
        }
    }

    @Test
    void aLoweredLimitHoldsAtOnce() {
        for (int i = 0; i < 5; i++) {
            open(NOON, new Limits(10, 0));
        }
        assertThat(open(NOON, new Limits(5, 0))).isNotEqualTo(new Opening.Opened());
    }

    private Opening open(Instant now, Limits limits) {
        return leases.open(lease(now), limits, Limits.NONE);
    }

    private List<Opening> atOnce(int count, Limits limits, Instant now) throws Exception {
        var work = new ArrayList<Callable<Opening>>();
        for (int i = 0; i < count; i++) {
            Lease lease = lease(now);
            work.add(() -> leases.open(lease, limits, Limits.NONE));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var openings = new ArrayList<Opening>();
            for (Future<Opening> done : threads.invokeAll(work)) {
                openings.add(done.get());
            }
            return openings;
        }
    }

    private static long opened(List<Opening> openings) {
        return openings.stream().filter(Opening.Opened.class::isInstance).count();
    }

    private static Opening refused(String rule, Instant retryAt) {
        return new Opening.Refused(Reason.LIMIT_REACHED, rule, retryAt);
    }
}
