package dev.valet.issue;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.valet.edge.Call;
import dev.valet.edge.Edge;
import dev.valet.edge.HttpReply;
import dev.valet.edge.Priming;
import dev.valet.edge.Routes;
import dev.valet.edge.Wiring;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The agent API: bytes in, one use case, bytes out. */
public final class IssueHandler implements RequestStreamHandler {
    private final Edge edge;
    private final Routes routes;

    @SuppressWarnings({"unused", "FieldCanBeLocal"}) // CRaC holds its resources weakly
    private final @Nullable Priming priming;

    public IssueHandler() {
        this(Wiring.production());
    }

    public IssueHandler(Wiring wiring) {
        this(
                wiring.edge(),
                new LeaseRoutes(
                        wiring.issueLease(),
                        wiring.leaseBook(),
                        wiring.registry(),
                        wiring.development(),
                        wiring.clock()),
                new OwnRoutes(wiring.registry(), wiring.development(), wiring.explainLease()),
                new DocumentRoute(wiring.handOutLease()),
                new ApprovalRoute(wiring.approvals(), wiring.registry(), wiring.clock()),
                Priming.of(wiring, () -> new IssueRehearsal(wiring.settings()).run()));
    }

    IssueHandler(
            Edge edge,
            LeaseRoutes leases,
            OwnRoutes own,
            DocumentRoute document,
            ApprovalRoute approval,
            @Nullable Priming priming) {
        this.edge = edge;
        this.routes = new Routes(table(leases, own, document, approval));
        this.priming = priming;
    }

    /** Two trees, one for each kind of identity (T-21); an SDK that can send a token only gets a document. */
    private static Map<String, Function<Call, HttpReply>> table(
            LeaseRoutes leases, OwnRoutes own, DocumentRoute document, ApprovalRoute approval) {
        var table = new TreeMap<String, Function<Call, HttpReply>>();
        for (var tree : new String[] {"/v1", "/oidc/v1"}) {
            table.put("POST " + tree + "/leases", leases::issue);
            table.put("GET " + tree + "/leases", leases::list);
            table.put("GET " + tree + "/leases/{id}", leases::find);
            table.put("GET " + tree + "/approvals/{id}", approval::find);
            table.put("GET " + tree + "/grants", own::grants);
            table.put("GET " + tree + "/whoami", own::whoami);
            table.put("POST " + tree + "/explain", own::explain);
        }
        table.put("GET /oidc/v1/credentials/{grant}", document::handOut);
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
        edge.answer(in, out, invocation, routes::answer);
    }
}
