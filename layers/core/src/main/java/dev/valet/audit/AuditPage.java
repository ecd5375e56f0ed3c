package dev.valet.audit;

import java.util.List;
import java.util.Optional;

/**
 * Records in the order of their places.
 *
 * @param next where the next page goes on; empty when this was the last
 */
public record AuditPage(List<Found> records, Optional<Place> next) {
    public AuditPage {
        records = List.copyOf(records);
    }

    /** A record as it is kept. */
    public record Found(Place place, ArchiveLine line) {}
}
