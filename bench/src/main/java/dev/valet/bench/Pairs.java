package dev.valet.bench;

import dev.valet.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Starts of both functions by turns, so that whatever else the machine does falls on both. */
record Pairs(List<Start> bare, List<Start> valet) {
    private static final int MIB = 1 << 20;

    static Pairs none() {
        return new Pairs(new ArrayList<>(), new ArrayList<>());
    }

    static List<String> heads() {
        return List.of("medians", "bare", "Valet", "Valet ÷ bare");
    }

    List<String> row(String name, ToLongFunction<Start> nanos) {
        var before = times(bare, nanos);
        var after = times(valet, nanos);
        return List.of(name, whole(before), whole(after), ratio(nanos).toPlainString());
    }

    private static String whole(Percentiles times) {
        return Math.round(times.at(50) / 1e6) + " ms";
    }

    BigDecimal ratio(ToLongFunction<Start> nanos) {
        var before = new BigDecimal(Math.max(1, times(bare, nanos).at(50)));
        return new BigDecimal(times(valet, nanos).at(50)).divide(before, 2, RoundingMode.HALF_UP);
    }

    /** The worst of all. */
    List<String> memory(String name) {
        return List.of(name, peak(bare) / MIB + " MiB", peak(valet) / MIB + " MiB", "");
    }

    private static long peak(List<Start> starts) {
        return starts.stream().mapToLong(Start::peakBytes).max().orElse(0);
    }

    private static Percentiles times(List<Start> starts, ToLongFunction<Start> nanos) {
        return Percentiles.of(starts.stream().mapToLong(nanos).toArray());
    }

    Json json() {
        return Json.object()
                .with("bare", json(bare))
                .with("valet", json(valet))
                .with("firstAnswerRatio", new Json.Fraction(ratio(Start::answered)))
                .build();
    }

    private static Json json(List<Start> starts) {
        return Json.object()
                .with("readyMillis", times(starts, Start::ready).json())
                .with("answeredMillis", times(starts, Start::answered).json())
                .with("cpuMillis", times(starts, Start::cpu).json())
                .with("resumedMillis", times(starts, Start::resumed).json())
                .with("peakBytes", peak(starts))
                .build();
    }
}
