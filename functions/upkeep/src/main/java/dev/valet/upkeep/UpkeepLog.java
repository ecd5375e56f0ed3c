package dev.valet.upkeep;

import dev.valet.Json;
import dev.valet.ObjectBuilder;
import dev.valet.Unavailable;
import dev.valet.audit.WriteCheckpoints.Run;
import dev.valet.edge.Metric;
import dev.valet.http.LoadFault;
import dev.valet.http.RefreshKeys.Refreshed;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/** One line of JSON for each issuer that was due and one for the checkpoints, which CloudWatch reads as metrics too. */
final class UpkeepLog {
    private final Consumer<String> out;
    private final Clock clock;

    UpkeepLog(Consumer<String> out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    void write(Refreshed refreshed) {
        var line = Json.object()
                .with("function", "upkeep")
                .with("issuer", refreshed.issuer().text());
        out.accept(refreshed
                .fault()
                .map(fault -> failed(line, fault))
                .orElseGet(() -> line.with("outcome", "refreshed"))
                .build()
                .text());
    }

    /** By issuer as well: after a day of it, that issuer's agents are locked out. */
    private ObjectBuilder failed(ObjectBuilder line, LoadFault fault) {
        line.with("outcome", "failed").with("cause", fault.word());
        return Metric.on(line, clock.millis(), List.of("issuer"), "KeysNotRefreshed", "Count")
                .with("KeysNotRefreshed", 1);
    }

    /** The lag is told every time, so that its absence shows too. */
    void write(Run run) {
        long now = clock.millis();
        var line = Json.object()
                .with("function", "upkeep")
                .with("outcome", "checkpoints")
                .with("written", run.written().size());
        if (!run.written().isEmpty()) {
            line.with("size", run.written().getLast().size());
        }
        var waiting =
                run.waiting().map(minute -> now - minute.end().toEpochMilli()).orElse(0L);
        out.accept(Metric.on(line, now, List.of(), "CheckpointLag", "Seconds")
                .with("CheckpointLag", Math.max(0, waiting / 1000))
                .build()
                .text());
    }

    void write(Unavailable failed) {
        out.accept(Json.object()
                .with("function", "upkeep")
                .with("outcome", "failed")
                .with("cause", failed.code())
                .build()
                .text());
    }
}
