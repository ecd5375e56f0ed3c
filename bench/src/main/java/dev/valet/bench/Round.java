package dev.valet.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;

/**
 * Leases in a row.
 *
 * @param nanos on the wall, the stub and the harness included
 * @param allocated bytes, the harness's included and the stub's not
 */
record Round(List<Issuing.Timed> leases, long nanos, long allocated) {
    static Round of(Subject subject, int leases, IntFunction<String> events) throws IOException {
        var timed = new ArrayList<Issuing.Timed>(leases);
        long allocated = subject.allocated();
        long began = System.nanoTime();
        for (int i = 0; i < leases; i++) {
            timed.add(subject.issuing().one(events.apply(i)));
        }
        long nanos = System.nanoTime() - began;
        return new Round(timed, nanos, subject.allocated() - allocated);
    }

    Percentiles times(ToLongFunction<Issuing.Timed> time) {
        return Percentiles.of(leases.stream().mapToLong(time).toArray());
    }

    double callsPerLease() {
        return leases.stream().mapToInt(timed -> timed.calls().size()).average().orElse(0);
    }

    double leasesPerSecond() {
        return leases.size() * 1e9 / nanos;
    }

    long kibibytesPerLease() {
        return allocated / leases.size() / 1024;
    }

    /** All rounds as one. */
    static Round sum(List<Round> rounds) {
        return new Round(
                rounds.stream().flatMap(round -> round.leases().stream()).toList(),
                rounds.stream().mapToLong(Round::nanos).sum(),
                rounds.stream().mapToLong(Round::allocated).sum());
    }
}
