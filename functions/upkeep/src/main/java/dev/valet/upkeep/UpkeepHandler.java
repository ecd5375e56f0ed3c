package dev.valet.upkeep;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.valet.edge.Priming;
import dev.valet.edge.Wiring;
import dev.valet.http.RefreshKeys;
import dev.valet.http.RefreshKeys.Refreshed;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Every minute: loads what is due. Nothing in the event decides anything. */
public final class UpkeepHandler implements RequestHandler<ScheduledEvent, @Nullable Void> {
    private final Supplier<RefreshKeys> refreshKeys;
    private final UpkeepLog log;

    @SuppressWarnings({"unused", "FieldCanBeLocal"}) // CRaC holds its resources weakly
    private final @Nullable Priming priming;

    public UpkeepHandler() {
        this(Wiring.production());
    }

    @SuppressWarnings("SystemOut") // Lambda's log is what a function prints
    public UpkeepHandler(Wiring wiring) {
        this(
                wiring::refreshKeys,
                new UpkeepLog(System.out::println, wiring.clock()),
                Priming.of(wiring, () -> {})); // nobody waits for this function, so there is nothing to rehearse
    }

    /** @param refreshKeys asked for at the first event, so that no HTTP client is in a snapshot */
    UpkeepHandler(Supplier<RefreshKeys> refreshKeys, UpkeepLog log, @Nullable Priming priming) {
        this.refreshKeys = refreshKeys;
        this.log = log;
        this.priming = priming;
    }

    @Override
    public @Nullable Void handleRequest(ScheduledEvent event, Context context) {
        refresh();
        return null;
    }

    /** Fails after everything was done, so that the alarm on this function tells an operator in time. */
    void refresh() {
        var refreshed = refreshKeys.get().refresh();
        refreshed.forEach(log::write);
        if (refreshed.stream().anyMatch(Refreshed::worrying)) {
            throw new IllegalStateException("keys of an issuer could not be loaded; the log names it");
        }
    }
}
