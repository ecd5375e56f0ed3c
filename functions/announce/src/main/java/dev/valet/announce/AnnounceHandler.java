package dev.valet.announce;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.valet.Json;
import dev.valet.audit.Announcement;
import dev.valet.audit.Announcer;
import dev.valet.edge.Priming;
import dev.valet.edge.Wiring;
import dev.valet.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What people wait for goes from the audit's stream to the event bus. Nothing waits for it: issuing is over by then, and the
 * archive reads the stream by itself. What is not certainly told comes again, so some of it is told twice.
 */
public final class AnnounceHandler implements RequestStreamHandler {
    /** Lambda sends 6 MB at most. */
    private static final int MOST_EVENT = 7 * 1024 * 1024;

    private final Supplier<Announcer> announcer;
    private final String stream;
    private final AnnounceLog log;

    @SuppressWarnings({"unused", "FieldCanBeLocal"}) // CRaC holds its resources weakly
    private final @Nullable Priming priming;

    public AnnounceHandler() {
        this(Wiring.production());
    }

    @SuppressWarnings("SystemOut") // Lambda's log is what a function prints
    public AnnounceHandler(Wiring wiring) {
        this(
                wiring.announcer(),
                StreamEvent.of(wiring.settings().account(), wiring.settings().auditTable()),
                new AnnounceLog(System.out::println, wiring.clock()),
                Priming.of(wiring, () -> {})); // nobody waits for this function, so there is nothing to rehearse
    }

    /** @param stream what the ARN of the table's stream has in it */
    AnnounceHandler(Supplier<Announcer> announcer, String stream, AnnounceLog log, @Nullable Priming priming) {
        this.announcer = announcer;
        this.stream = stream;
        this.log = log;
        this.priming = priming;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        handle(in, out);
    }

    void handle(InputStream in, OutputStream out) throws IOException {
        var event = StreamEvent.read(StrictJson.event(in.readNBytes(MOST_EVENT)), stream);
        if (event.unreadable() > 0) {
            log.unreadable(event.unreadable());
        }
        int told = event.rows().isEmpty() ? 0 : announce(event.rows());
        out.write(goOn(event.rows(), told).text().getBytes(StandardCharsets.UTF_8));
    }

    private int announce(List<StreamEvent.Row> rows) {
        var announcements = rows.stream().map(StreamEvent.Row::announcement).toList();
        announcements.stream()
                .filter(one -> one.type() == Announcement.Type.BREAK_GLASS)
                .forEach(log::breakGlass);
        int told = announcer.get().announce(announcements);
        log.announced(told, announcements.size() - told);
        return told;
    }

    /** Lambda sends a batch again from the first failure on; what lies before it is done. */
    private static Json goOn(List<StreamEvent.Row> rows, int told) {
        var failures = rows.stream()
                .skip(told)
                .limit(1)
                .<Json>map(row ->
                        Json.object().with("itemIdentifier", row.number()).build())
                .toList();
        return Json.object().with("batchItemFailures", new Json.Arr(failures)).build();
    }
}
