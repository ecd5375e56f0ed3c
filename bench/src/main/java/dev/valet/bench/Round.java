package dev.valet.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * So many leases in a row.
 *
 * @param seconds on the wall, the stub and the harness included
 * @param allocated bytes by all threads, the stub's and the harness's included
 */
record Round(List<Issuing.Timed> leases, double seconds, long allocated) {
    static Round of(Issuing issuing, int leases, IntFunction<String> events) throws IOException {
        var timed = new ArrayList<Issuing.Timed>(leases);
        long allocated = Allocation.bytes();
        long began = System.nanoTime();
        for (int i = 0; i < leases; i++) {
            timed.add(issuing.one(events.apply(i)));
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        return new Round(timed, seconds, Allocation.bytes() - allocated);
    }

    /** What Valet itself took on the way from bytes to bytes. */
    Percentiles own() {
        return own(List.of(this));
    }

    static Percentiles own(List<Round> rounds) {
        return Percentiles.of(rounds.stream()
                .flatMap(round -> round.leases().stream())
                .mapToLong(timed -> timed.path().own())
                .toArray());
    }
}
