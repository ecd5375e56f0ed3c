package dev.valet.revoke;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.valet.edge.Call;
import dev.valet.edge.Edge;
import dev.valet.edge.HttpReply;
import dev.valet.edge.Operators;
import dev.valet.edge.Priming;
import dev.valet.edge.Routes;
import dev.valet.edge.WakeUp;
import dev.valet.edge.Wiring;
import dev.valet.registry.Control;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Requests of both APIs, and a wake-up every minute. */
public final class RevokeHandler implements RequestStreamHandler {
    private static final WakeUp WAKE_UP = new WakeUp("revoke");

    private final Edge edge;
    private final Routes routes;
    private final SweepRun sweep;

    @SuppressWarnings({"unused", "FieldCanBeLocal"}) // CRaC holds its resources weakly
    private final @Nullable Priming priming;

    public RevokeHandler() {
        this(Wiring.production());
    }

    @SuppressWarnings("SystemOut") // Lambda's log is what a function prints
    public RevokeHandler(Wiring wiring) {
        this(
                wiring.edge(),
                new Operators(wiring.settings().operators(), wiring.audit(), wiring.clock()),
                new LeaseRoute(
                        wiring.registry(),
                        // Of no control row: revoking reads nothing that issuing alone needs (INV-27).
                        principal -> wiring.development().test(principal, Control.INITIAL),
                        wiring.leaseBook(),
                        wiring.revocations(),
                        wiring.revoke()),
                new RevocationRoutes(wiring.revocations(), wiring.revoke(), wiring.lift()),
                new SweepRun(wiring.sweep(), System.out::println, wiring.clock()),
                Priming.of(wiring, () -> {})); // seldom used, and then a second more is no matter
    }

    RevokeHandler(
            Edge edge,
            Operators operators,
            LeaseRoute lease,
            RevocationRoutes revocations,
            SweepRun sweep,
            @Nullable Priming priming) {
        this.edge = edge;
        this.routes = new Routes(table(operators, lease, revocations));
        this.sweep = sweep;
        this.priming = priming;
    }

    private static Map<String, Function<Call, HttpReply>> table(
            Operators operators, LeaseRoute lease, RevocationRoutes revocations) {
        var table = new TreeMap<String, Function<Call, HttpReply>>();
        table.put("DELETE /v1/leases/{id}", lease::end);
        table.put("DELETE /oidc/v1/leases/{id}", lease::end);
        table.put("POST /admin/revocations", operators.only(revocations::revoke));
        table.put("GET /admin/revocations", operators.only((call, _) -> revocations.list(call)));
        table.put("GET /admin/revocations/{id}", operators.only((call, _) -> revocations.find(call)));
        table.put("POST /admin/revocations/{id}/lift", operators.only(revocations::lift));
        table.put("POST /admin/agents/{id}/suspend", operators.only(revocations::suspend));
        table.put("POST /admin/agents/{id}/resume", operators.only(revocations::resume));
        return table;
    }

    Routes routes() {
        return routes;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        handle(in, out, context.getAwsRequestId());
    }

    void handle(InputStream in, OutputStream out, String invocation) throws IOException {
        var request = WAKE_UP.otherwise(in);
        if (request.isPresent()) {
            edge.answer(request.get(), out, invocation, routes::answer);
        } else {
            sweep.run();
        }
    }
}
