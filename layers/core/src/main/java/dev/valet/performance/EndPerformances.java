package dev.valet.performance;

import dev.valet.Reason;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * What revoking does about performances: what is only reserved is given back, and what was sent is named, because nothing can
 * call it back. It writes no audit, for which revoking does not wait (INV-27): the sweep does.
 */
public final class EndPerformances {
    private final PerformanceBook book;
    private final Performances performances;
    private final Clock clock;

    public EndPerformances(PerformanceBook book, Performances performances, Clock clock) {
        this.book = book;
        this.performances = performances;
        this.clock = clock;
    }

    /**
     * @param since older ones were over when it was asked for
     * @return those that may have been done, or may yet be
     * @throws dev.valet.Unavailable when that is not certain: it is to be done again
     */
    public List<Performance> of(AgentId agent, GrantId grant, Instant since) {
        return end(book.of(agent, grant, since));
    }

    /** Of everybody. */
    public List<Performance> all() {
        return end(book.unfinished(clock.instant().plus(Performance.HANDLER_LIFE)));
    }

    private List<Performance> end(List<Performance> found) {
        return found.stream().map(this::ended).filter(now -> !now.isFinal()).toList();
    }

    private Performance ended(Performance performance) {
        return performance.state() instanceof Performance.State.Reserved
                ? performances.move(
                        performance, performance.released(clock.instant(), Reason.NO_LIVE_GRANT, "revoked", false))
                : performance;
    }
}
