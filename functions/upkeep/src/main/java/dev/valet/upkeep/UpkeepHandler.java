package dev.valet.upkeep;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.valet.Unavailable;
import dev.valet.audit.WriteCheckpoints;
import dev.valet.edge.Priming;
import dev.valet.edge.Wiring;
import dev.valet.http.RefreshKeys;
import dev.valet.http.RefreshKeys.Refreshed;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Every minute: loads what is due, and signs what was archived. Nothing in the event decides anything. */
public final class UpkeepHandler implements RequestHandler<ScheduledEvent, @Nullable Void> {
    /** Loading keys has taken some of the function's time by then. */
    private static final Duration SIGNING = Duration.ofSeconds(10);

    private final Supplier<RefreshKeys> refreshKeys;
    private final Supplier<WriteCheckpoints> writeCheckpoints;
    private final UpkeepLog log;
    private final Clock clock;

    @SuppressWarnings({"unused", "FieldCanBeLocal"}) // CRaC holds its resources weakly
    private final @Nullable Priming priming;

    public UpkeepHandler() {
        this(Wiring.production());
    }

    @SuppressWarnings("SystemOut") // Lambda's log is what a function prints
    public UpkeepHandler(Wiring wiring) {
        this(
                wiring::refreshKeys,
                wiring.writeCheckpoints(),
                new UpkeepLog(System.out::println, wiring.clock()),
                wiring.clock(),
                Priming.of(wiring, () -> {})); // nobody waits for this function, so there is nothing to rehearse
    }

    /** @param refreshKeys asked for at the first event, as is the other, so that no client is in a snapshot */
    UpkeepHandler(
            Supplier<RefreshKeys> refreshKeys,
            Supplier<WriteCheckpoints> writeCheckpoints,
            UpkeepLog log,
            Clock clock,
            @Nullable Priming priming) {
        this.refreshKeys = refreshKeys;
        this.writeCheckpoints = writeCheckpoints;
        this.log = log;
        this.clock = clock;
        this.priming = priming;
    }

    @Override
    public @Nullable Void handleRequest(ScheduledEvent event, Context context) {
        run();
        return null;
    }

    /** Fails after everything was done, so that the alarm on this function tells an operator in time. */
    private void run() {
        boolean refreshed = refresh();
        boolean signed = sign();
        if (!refreshed) {
            throw new IllegalStateException("keys of an issuer could not be loaded; the log names it");
        }
        if (!signed) {
            throw new IllegalStateException("the audit could not be signed; the log says why");
        }
    }

    private boolean refresh() {
        var refreshed = refreshKeys.get().refresh();
        refreshed.forEach(log::write);
        return refreshed.stream().noneMatch(Refreshed::worrying);
    }

    private boolean sign() {
        try {
            log.write(writeCheckpoints.get().run(clock.instant().plus(SIGNING)));
            return true;
        } catch (Unavailable failed) {
            log.write(failed);
            return false;
        }
    }
}
