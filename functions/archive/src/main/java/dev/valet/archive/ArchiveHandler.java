package dev.valet.archive;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.valet.audit.ArchiveAudit;
import dev.valet.edge.Priming;
import dev.valet.edge.Wiring;
import dev.valet.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What came to the audit table goes to the archive, a batch of the table's stream at a time. A batch that is not certainly
 * there fails, and Lambda sends it again: nothing is skipped.
 */
public final class ArchiveHandler implements RequestStreamHandler {
    /** Lambda sends 6 MB at most. */
    private static final int MOST_EVENT = 7 * 1024 * 1024;

    private final Supplier<ArchiveAudit> archiveAudit;
    private final String stream;
    private final ArchiveLog log;

    @SuppressWarnings({"unused", "FieldCanBeLocal"}) // CRaC holds its resources weakly
    private final @Nullable Priming priming;

    public ArchiveHandler() {
        this(Wiring.production());
    }

    @SuppressWarnings("SystemOut") // Lambda's log is what a function prints
    public ArchiveHandler(Wiring wiring) {
        this(
                wiring.archiveAudit(),
                StreamEvent.of(wiring.settings().account(), wiring.settings().auditTable()),
                new ArchiveLog(System.out::println, wiring.clock()),
                Priming.of(wiring, () -> {})); // nobody waits for this function, so there is nothing to rehearse
    }

    /** @param stream what the ARN of the table's stream has in it */
    ArchiveHandler(Supplier<ArchiveAudit> archiveAudit, String stream, ArchiveLog log, @Nullable Priming priming) {
        this.archiveAudit = archiveAudit;
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
        event.changes().forEach(log::write);
        if (!event.lines().isEmpty()) {
            log.write(archiveAudit.get().archive(event.lines()), event.lines().size());
        }
        out.write("{}".getBytes(StandardCharsets.UTF_8));
    }
}
