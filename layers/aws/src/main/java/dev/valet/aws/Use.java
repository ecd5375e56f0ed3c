package dev.valet.aws;

import dev.valet.lease.Lease;
import dev.valet.performance.Performance;
import java.time.Instant;

/**
 * What is counted against limits: a lease, or a performance.
 *
 * @param id by which it finds itself again when a reply was lost (T-32)
 * @param end until when it takes a slot, of those that bound how many there are at one time
 */
record Use(String id, Instant at, Instant end) {
    static Use of(Lease lease) {
        return new Use(lease.id().text(), lease.issuedAt(), lease.expiresAt());
    }

    static Use of(Performance performance) {
        var end = performance.sendBy().plus(Performance.HANDLER_LIFE);
        return new Use(performance.id().text(), performance.reservedAt(), end);
    }

    long endSecond() {
        return end.getEpochSecond() + 1; // a started second counts as a whole one
    }
}
