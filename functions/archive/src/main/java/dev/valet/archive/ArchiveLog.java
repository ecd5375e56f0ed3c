package dev.valet.archive;

import dev.valet.Json;
import dev.valet.audit.Batch;
import dev.valet.edge.Metric;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** One line of JSON for each batch, and a loud one for each row that was changed or removed. */
final class ArchiveLog {
    /** Whoever can change rows can give them names; none but ours is printed. */
    private static final Pattern OURS = Pattern.compile("w#[0-9a-f]{32} [0-9]{12}");

    private final Consumer<String> out;
    private final Clock clock;

    ArchiveLog(Consumer<String> out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    void write(Batch batch, int records) {
        out.accept(Json.object()
                .with("function", "archive")
                .with("outcome", "archived")
                .with("batch", batch.toString())
                .with("records", records)
                .build()
                .text());
    }

    void write(StreamEvent.Change change) {
        var row = change.partition() + " " + change.sort();
        var line = Json.object()
                .with("function", "archive")
                .with("outcome", "changed")
                .with("event", change.event())
                .with("row", OURS.matcher(row).matches() ? row : "of another form");
        out.accept(Metric.on(line, clock.millis(), List.of(), "AuditTableChanged", "Count")
                .with("AuditTableChanged", 1)
                .build()
                .text());
    }
}
