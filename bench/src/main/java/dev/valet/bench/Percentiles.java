package dev.valet.bench;

import dev.valet.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

/** Times in nanoseconds, sorted. A percentile is one of the times, never a mean of two (nearest rank). */
final class Percentiles {
    private final long[] sorted;

    private Percentiles(long[] sorted) {
        this.sorted = sorted;
    }

    static Percentiles of(long[] nanos) {
        var sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Percentiles(sorted);
    }

    long at(double percent) {
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(rank, 1) - 1];
    }

    long mean() {
        return Arrays.stream(sorted).sum() / sorted.length;
    }

    /** In milliseconds. */
    Json json() {
        return Json.object()
                .with("count", sorted.length)
                .with("p50", new Json.Fraction(millis(at(50))))
                .with("p90", new Json.Fraction(millis(at(90))))
                .with("p99", new Json.Fraction(millis(at(99))))
                .with("max", new Json.Fraction(millis(at(100))))
                .with("mean", new Json.Fraction(millis(mean())))
                .build();
    }

    static BigDecimal millis(long nanos) {
        return new BigDecimal(nanos).divide(new BigDecimal(1_000_000), 3, RoundingMode.HALF_UP);
    }
}
