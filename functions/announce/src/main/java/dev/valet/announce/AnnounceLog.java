package dev.valet.announce;

import dev.valet.Json;
import dev.valet.audit.Announcement;
import dev.valet.edge.Metric;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/** One line of JSON for each batch, and a loud one for each change without a second person. */
final class AnnounceLog {
    private final Consumer<String> out;
    private final Clock clock;

    AnnounceLog(Consumer<String> out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    void announced(int events, int left) {
        write("announced", "events", events, left);
    }

    void unreadable(int rows) {
        write("unreadable", "rows", rows, 0);
    }

    private void write(String outcome, String what, int count, int left) {
        out.accept(Json.object()
                .with("function", "announce")
                .with("outcome", outcome)
                .with(what, count)
                .with("left", left)
                .build()
                .text());
    }

    /** The alarm hears of it here, whether or not anything else does; a batch that comes again is heard again. */
    void breakGlass(Announcement announcement) {
        var line = Json.object()
                .with("function", "announce")
                .with("outcome", "break-glass")
                .with("record", announcement.detail().textAt("record"));
        out.accept(Metric.on(line, clock.millis(), List.of(), "BreakGlass", "Count")
                .with("BreakGlass", 1)
                .build()
                .text());
    }
}
