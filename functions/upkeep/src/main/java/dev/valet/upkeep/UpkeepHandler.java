package dev.valet.upkeep;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.valet.edge.Wiring;
import dev.valet.http.RefreshKeys;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Every minute: loads what is due. Nothing in the event decides anything. */
public final class UpkeepHandler implements RequestHandler<ScheduledEvent, @Nullable Void> {
    private final Supplier<RefreshKeys> refreshKeys;
    private final UpkeepLog log;

    public UpkeepHandler() {
        this(Wiring.production());
    }

    @SuppressWarnings("SystemOut") // Lambda's log is what a function prints
    public UpkeepHandler(Wiring wiring) {
        this(wiring::refreshKeys, new UpkeepLog(System.out::println, wiring.clock()));
    }

    /** @param refreshKeys asked for at the first event, so that no HTTP client is in a snapshot (threats.md 8.1) */
    UpkeepHandler(Supplier<RefreshKeys> refreshKeys, UpkeepLog log) {
        this.refreshKeys = refreshKeys;
        this.log = log;
    }

    @Override
    public @Nullable Void handleRequest(ScheduledEvent event, Context context) {
        refreshKeys.get().refresh().forEach(log::write);
        return null;
    }
}
