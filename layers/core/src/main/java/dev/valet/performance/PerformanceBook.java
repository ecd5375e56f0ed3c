package dev.valet.performance;

import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import java.time.Instant;
import java.util.List;

/**
 * Finding performances by what they lie under, and by their time. Every read is strongly consistent, to the last page;
 * whatever cannot be read throws {@link dev.valet.Unavailable}.
 */
public interface PerformanceBook {
    /** All of the grant that were reserved at or after {@code since}, oldest first. */
    List<Performance> of(AgentId agent, GrantId grant, Instant since);

    /**
     * Those with something left to do, of all grants, oldest first.
     *
     * @param until reserved before it
     */
    List<Performance> unfinished(Instant until);
}
