package dev.valet.admin;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.valet.config.ReadConfiguration;
import dev.valet.config.SourceFile;
import dev.valet.edge.Call;
import dev.valet.edge.Edge;
import dev.valet.edge.HttpReply;
import dev.valet.edge.Operators;
import dev.valet.edge.Priming;
import dev.valet.edge.Routes;
import dev.valet.edge.Wiring;
import dev.valet.registry.Document;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The operator API: bytes in, one use case, bytes out. */
public final class AdminHandler implements RequestStreamHandler {
    private static final SourceFile REHEARSAL = new SourceFile("rehearsal.yaml", """
            guardrail: rehearsal
            description: Nothing real
            cedar: forbid (principal, action, resource) when { context.ttlSeconds > 900 };
            """);

    private final Edge edge;
    private final Routes routes;

    @SuppressWarnings({"unused", "FieldCanBeLocal"}) // CRaC holds its resources weakly
    private final @Nullable Priming priming;

    public AdminHandler() {
        this(Wiring.production());
    }

    public AdminHandler(Wiring wiring) {
        this(
                wiring.edge(),
                new Operators(wiring.settings().operators(), wiring.audit(), wiring.clock()),
                new ApplyRoute(
                        new ReadConfiguration(), wiring.applyConfiguration(), wiring.askSecondPerson(), wiring.clock()),
                new ApprovalRoutes(
                        wiring.approvals(),
                        wiring.decideApproval(),
                        wiring.configuration(),
                        () -> wiring.registry().fresh().rules().control(),
                        wiring.clock()),
                new ReadRoutes(wiring.configuration()),
                new AuditRoute(wiring.readAudit(), wiring.clock()),
                Priming.of(wiring, AdminHandler::rehearse));
    }

    AdminHandler(
            Edge edge,
            Operators operators,
            ApplyRoute apply,
            ApprovalRoutes approvals,
            ReadRoutes read,
            AuditRoute audit,
            @Nullable Priming priming) {
        this.edge = edge;
        this.priming = priming;
        var table = new TreeMap<String, Function<Call, HttpReply>>();
        table.put("POST /admin/apply", operators.only(apply::apply));
        table.put("GET /admin/audit", operators.only(audit::read));
        table.put("GET /admin/approvals", operators.only((call, _) -> approvals.list(call)));
        table.put("POST /admin/approvals", operators.only(approvals::beforehand));
        table.put("GET /admin/approvals/{id}", operators.only((call, _) -> approvals.find(call)));
        table.put("POST /admin/approvals/{id}/approve", operators.only(approvals::approve));
        table.put("POST /admin/approvals/{id}/deny", operators.only(approvals::deny));
        Map.of(
                        "agents", Document.Kind.AGENT,
                        "actions", Document.Kind.ACTION,
                        "grants", Document.Kind.GRANT,
                        "issuers", Document.Kind.ISSUER,
                        "guardrails", Document.Kind.GUARDRAIL)
                .forEach((name, kind) -> {
                    table.put("GET /admin/" + name, operators.only((call, _) -> read.list(name, kind, call)));
                    table.put("GET /admin/" + name + "/{id}", operators.only((call, _) -> read.find(kind, call)));
                });
        this.routes = new Routes(table);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        handle(in, out, context.getAwsRequestId());
    }

    Routes routes() {
        return routes;
    }

    void handle(InputStream in, OutputStream out, String invocation) throws IOException {
        edge.answer(in, out, invocation, routes::answer);
    }

    /** Reads a guardrail that nobody has, so that YAML and Cedar are loaded before the snapshot. */
    static void rehearse() {
        var faults = new ReadConfiguration().read(List.of(REHEARSAL)).faults();
        if (!faults.isEmpty()) {
            throw new IllegalStateException("the rehearsal's guardrail is not sound");
        }
    }
}
