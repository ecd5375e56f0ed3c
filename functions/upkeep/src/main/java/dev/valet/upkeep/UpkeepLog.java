package dev.valet.upkeep;

import dev.valet.Json;
import dev.valet.http.RefreshKeys.Refreshed;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/** One line of JSON for each issuer that was due, which CloudWatch reads as a metric too (embedded metric format). */
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
                .map(fault -> line.with("outcome", "failed")
                        .with("cause", fault.word())
                        .with("_aws", metric())
                        .with("KeysNotRefreshed", 1))
                .orElseGet(() -> line.with("outcome", "refreshed"))
                .build()
                .text());
    }

    /** By issuer as well: after a day of it, that issuer's agents are locked out. */
    private Json metric() {
        var directive = Json.object()
                .with("Namespace", "Valet")
                .with("Dimensions", new Json.Arr(List.of(Json.strings(List.of()), Json.strings(List.of("issuer")))))
                .with(
                        "Metrics",
                        new Json.Arr(List.of(Json.object()
                                .with("Name", "KeysNotRefreshed")
                                .with("Unit", "Count")
                                .build())))
                .build();
        return Json.object()
                .with("Timestamp", clock.millis())
                .with("CloudWatchMetrics", new Json.Arr(List.of(directive)))
                .build();
    }
}
