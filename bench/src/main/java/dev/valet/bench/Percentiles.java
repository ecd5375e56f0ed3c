package dev.valet.bench;

import dev.valet.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;

/** Times in nanoseconds. A percentile is one of the times, never a mean of two (nearest rank). */
final class Percentiles {
    static final List<String> HEADS = List.of("p50", "p90", "p99", "max");

    private final long[] sorted;

    private Percentiles(long[] sorted) {
        this.sorted = sorted;
    }

    static Percentiles of(long[] nanos) {
        var sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Percentiles(sorted);
    }

    long at(int percent) {
        int rank = Math.ceilDiv(percent * sorted.length, 100);
        return sorted[Math.max(rank, 1) - 1];
    }

    /** Under {@link #HEADS}. */
    List<String> texts() {
        return List.of(text(50), text(90), text(99), text(100));
    }

    String text(int percent) {
        return millis(at(percent)) + " ms";
    }

    Json json() {
        return Json.object()
                .with("count", sorted.length)
                .with("p50", new Json.Fraction(millis(at(50))))
                .with("p90", new Json.Fraction(millis(at(90))))
                .with("p99", new Json.Fraction(millis(at(99))))
                .with("max", new Json.Fraction(millis(at(100))))
                .build();
    }

    static BigDecimal millis(long nanos) {
        return new BigDecimal(nanos).divide(new BigDecimal(1_000_000), 3, RoundingMode.HALF_UP);
    }
}
