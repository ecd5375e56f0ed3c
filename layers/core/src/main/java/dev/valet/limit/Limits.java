package dev.valet.limit;

import java.time.Instant;
import java.util.Optional;

/**
 * What bounds the use of a grant, or of all grants of an agent.
 *
 * @param leasesPerHour in any sixty minutes, counted in slices of five; zero for no limit
 * @param concurrent leases that are alive at one time; zero for no limit
 * @param hours when leases may be had; empty for always
 * @param sources where requests may come from; without any, everywhere
 */
public record Limits(int leasesPerHour, int concurrent, Optional<Hours> hours, Sources sources) {
    public static final Limits NONE = new Limits(0, 0);

    /** The rules' names, as explain and the audit give them. */
    static final String HOURS = "limit.hours";

    static final String SOURCE = "limit.source";

    public Limits(int leasesPerHour, int concurrent) {
        this(leasesPerHour, concurrent, Optional.empty(), Sources.ANY);
    }

    public boolean isNone() {
        return equals(NONE);
    }

    /** Whether leases are counted at all, which costs a write. */
    public boolean isCounted() {
        return leasesPerHour > 0 || concurrent > 0;
    }

    /** The rule that forbids a lease now and from there, whatever was used so far. */
    public Optional<String> forbids(Instant now, Origin origin) {
        if (hours.isPresent() && !hours.get().include(now)) {
            return Optional.of(HOURS);
        }
        return sources.include(origin) ? Optional.empty() : Optional.of(SOURCE);
    }
}
