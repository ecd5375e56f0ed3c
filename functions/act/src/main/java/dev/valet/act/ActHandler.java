package dev.valet.act;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.valet.edge.Call;
import dev.valet.edge.Edge;
import dev.valet.edge.HttpReply;
import dev.valet.edge.Routes;
import dev.valet.edge.WakeUp;
import dev.valet.edge.Wiring;
import dev.valet.registry.UsableGrants;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Requests for actions, and a wake-up every minute. It takes no snapshot: there is nothing here to prime. */
public final class ActHandler implements RequestStreamHandler {
    private static final WakeUp WAKE_UP = new WakeUp("act");

    private final Edge edge;
    private final Routes routes;
    private final SweepRun sweep;

    public ActHandler() {
        this(Wiring.production());
    }

    @SuppressWarnings("SystemOut") // Lambda's log is what a function prints
    public ActHandler(Wiring wiring) {
        this(
                wiring.edge(),
                new ActionsRoute(wiring.registry(), new UsableGrants(wiring.development())),
                new PerformRoute(wiring.performAction(), wiring.clock()),
                new SweepRun(wiring.sweepPerformances(), System.out::println, wiring.clock()));
    }

    ActHandler(Edge edge, ActionsRoute actions, PerformRoute perform, SweepRun sweep) {
        this.edge = edge;
        this.routes = new Routes(table(actions, perform));
        this.sweep = sweep;
    }

    /** Two trees, one for each kind of identity (T-21). */
    private static Map<String, Function<Call, HttpReply>> table(ActionsRoute actions, PerformRoute perform) {
        var table = new TreeMap<String, Function<Call, HttpReply>>();
        for (var tree : new String[] {"/v1", "/oidc/v1"}) {
            table.put("GET " + tree + "/actions", actions::list);
            table.put("POST " + tree + "/actions/{name}", perform::perform);
        }
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
