package dev.valet.act;

import dev.valet.Json;
import dev.valet.edge.Metric;
import dev.valet.performance.SweepPerformances;
import dev.valet.performance.SweepPerformances.Swept;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One sweep, and one line of JSON about it, which CloudWatch reads as metrics too (embedded metric format). */
final class SweepRun {
    /** A look-up that begins by then has two seconds for its secret and nineteen for its answer before the function is stopped. */
    private static final Duration TIME_TO_BEGIN = Duration.ofSeconds(6);

    private final SweepPerformances sweep;
    private final Consumer<String> out;
    private final Clock clock;

    SweepRun(SweepPerformances sweep, Consumer<String> out, Clock clock) {
        this.sweep = sweep;
        this.out = out;
        this.clock = clock;
    }

    /** Fails after everything was tried, so that the alarm on this function tells an operator in time. */
    void run() {
        var report = sweep.sweep(clock.instant().plus(TIME_TO_BEGIN));
        var failure = report.failure().orElse("");
        var line = Json.object()
                .with("function", "act")
                .with(
                        "unknown",
                        report.unknown().stream()
                                .map(performance -> performance.id().text())
                                .toList())
                .with("failure", failure);
        var counts = new TreeMap<>(Map.of(
                "PerformancesUnknown", count(report, Swept.UNKNOWN),
                "PerformancesUnrecorded", count(report, Swept.UNRECORDED),
                "PerformancesLeft", count(report, Swept.LEFT)));
        out.accept(Metric.counts(line, clock.millis(), counts).build().text());
        if (!failure.isEmpty()) {
            throw new IllegalStateException("the sweep could not read what there is to do; the log says why");
        }
    }

    private static int count(SweepPerformances.Report report, Swept swept) {
        return report.counts().getOrDefault(swept, 0);
    }
}
