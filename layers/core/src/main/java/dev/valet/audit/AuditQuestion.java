package dev.valet.audit;

import dev.valet.Malformed;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Which records somebody wants to see. There is no question about all of them: that one is for the archive.
 *
 * @param name of the agent or the grant, or the lease's id
 * @param from included
 * @param to not included
 * @param after the place where the page before ended
 */
public record AuditQuestion(About about, String name, Instant from, Instant to, Optional<Place> after) {
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /** What a question names, exactly one of them. */
    public enum About {
        AGENT,
        GRANT,
        LEASE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public AuditQuestion {
        boolean sound = !from.isBefore(Instant.EPOCH) && from.isBefore(to) && !to.isAfter(LATEST);
        if (!sound) {
            throw new Malformed("/to", "is after from, and both are times from 1970 to 9999");
        }
        // A place is cut to the millisecond, and so may lie before from by less than one.
        if (after.filter(place ->
                        place.at().isBefore(from.minusMillis(1)) || !place.at().isBefore(to))
                .isPresent()) {
            throw new Malformed("/next", "goes on with the same question");
        }
    }
}
