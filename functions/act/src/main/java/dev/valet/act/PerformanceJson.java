package dev.valet.act;

import dev.valet.Json;
import dev.valet.action.PerformanceId;
import dev.valet.budget.Amount;
import dev.valet.budget.Charge;
import dev.valet.grant.ActionId;
import dev.valet.performance.Performance;
import dev.valet.performance.Performance.State;
import java.time.temporal.ChronoUnit;

/** A performance as its agent sees it: never its input, and nothing of how it was decided. */
final class PerformanceJson {
    private PerformanceJson() {}

    static Json done(Performance performance, State.Settled settled) {
        var written = Json.object()
                .with("id", performance.id().text())
                .with("action", performance.action().text())
                .with("grant", performance.grant().text())
                .with("agent", performance.agent().text())
                .with("environment", performance.environment().word())
                .with("state", "done")
                .with("at", settled.at().truncatedTo(ChronoUnit.SECONDS));
        if (!settled.reference().isEmpty()) {
            written.with("reference", settled.reference());
        }
        performance
                .charge()
                .map(Charge::amount)
                .map(reserved -> new Amount(reserved.unit(), settled.spent()))
                .ifPresent(spent -> written.with("spent", spent.toString()));
        if (!settled.cause().isEmpty()) {
            written.with("cause", settled.cause());
        }
        return written.build();
    }

    /** @param state {@code running} or {@code unknown} */
    static Json open(PerformanceId id, ActionId action, String state) {
        return Json.object()
                .with("id", id.text())
                .with("action", action.text())
                .with("state", state)
                .build();
    }
}
