package dev.valet.aws;

import dev.valet.Json;
import dev.valet.action.Action;
import dev.valet.action.Errand;
import dev.valet.action.Executor;
import dev.valet.action.Impact;
import dev.valet.action.PerformanceId;
import dev.valet.grant.ActionId;
import dev.valet.identity.Environment;
import java.util.Optional;

/** Errands of one payer. */
final class Errands {
    static final PerformanceId ID = PerformanceId.of("payer", "once");
    static final Json.Obj INPUT =
            Json.object().with("to", "acme").with("amount", "12.50").build();

    private Errands() {}

    static Errand of(Executor executor) {
        return of(executor, INPUT);
    }

    static Errand of(Executor executor, Json.Obj input) {
        var action = new Action(
                new ActionId("pay-out"),
                "Pays one supplier",
                Impact.HIGH,
                Environment.PRODUCTION,
                Json.object().build(),
                executor,
                Optional.empty());
        return new Errand(ID, action, input, "a-key-for-the-provider");
    }
}
