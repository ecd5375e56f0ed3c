package dev.valet.admin;

import dev.valet.Json;
import dev.valet.approval.Approval;
import dev.valet.approval.ApprovalId;
import dev.valet.approval.DecideApproval;
import dev.valet.audit.AuditLog;
import dev.valet.audit.ReadAudit;
import dev.valet.config.ReadConfiguration;
import dev.valet.edge.Edge;
import dev.valet.edge.Operators;
import dev.valet.edge.RequestLog;
import dev.valet.edge.Settings;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.identity.Principal;
import dev.valet.json.StrictJson;
import dev.valet.registry.ApplyConfiguration;
import dev.valet.registry.AskSecondPerson;
import dev.valet.registry.Configuration;
import dev.valet.registry.Control;
import dev.valet.registry.Deployment;
import dev.valet.registry.Document;
import dev.valet.testkit.Events;
import dev.valet.testkit.MemoryApprovals;
import dev.valet.testkit.MemoryAudit;
import dev.valet.testkit.MemoryConfiguration;
import dev.valet.testkit.RestEvent;
import dev.valet.testkit.TurnableClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The real handler on ports in memory, and the operator Ada who asks it. */
final class OperatorApi {
    static final String ADA = "ada@acme.example";
    static final Settings SETTINGS = Settings.from(Events.environment("AdminFunction"));
    static final Principal.AwsRole OPERATORS =
            SETTINGS.operators().stream().findFirst().orElseThrow();

    final TurnableClock clock = new TurnableClock();
    final MemoryConfiguration memory = new MemoryConfiguration();
    final MemoryApprovals approvals = new MemoryApprovals();
    final MemoryAudit auditStore = new MemoryAudit();
    final List<String> log = new ArrayList<>();
    final AdminHandler handler;

    OperatorApi() {
        this.handler = handler(memory);
    }

    /** @param configuration in place of the one in memory */
    AdminHandler handler(Configuration configuration) {
        var audit = new AuditLog(auditStore);
        var deployment = new Deployment(
                Optional.of(SETTINGS.account()), SETTINGS.developmentAccounts(), Set.copyOf(SETTINGS.operators()));
        return new AdminHandler(
                new Edge(SETTINGS, new RequestLog(log::add, clock)),
                new Operators(SETTINGS.operators(), audit, clock),
                new ApplyRoute(
                        new ReadConfiguration(),
                        new ApplyConfiguration(configuration, deployment, audit, clock),
                        new AskSecondPerson(approvals, audit, clock),
                        clock),
                new ApprovalRoutes(
                        approvals,
                        new DecideApproval(approvals, audit, clock),
                        configuration,
                        () -> Control.INITIAL,
                        clock),
                new ReadRoutes(configuration),
                new AuditRoute(new ReadAudit(auditStore, audit, clock), clock),
                null);
    }

    /** One that waits. */
    void hasApproval() {
        var id = "ap-01KJPZ8000APPR0VA100000000";
        approvals.add(new Approval(
                ApprovalId.parse(id),
                Optional.of(new AgentId("reporter")),
                Optional.of(new GrantId("reports-reader")),
                Json.object()
                        .with("act", "lease")
                        .with("agent", "reporter")
                        .with("approval", id)
                        .with("grant", "reports-reader")
                        .build(),
                Set.of("team-reports"),
                1,
                1,
                Set.of(),
                List.of(),
                clock.instant(),
                clock.instant().plusSeconds(3600)));
    }

    /** Somebody else is always first with a grant. */
    record Overtaken(MemoryConfiguration memory) implements Configuration {
        @Override
        public Snapshot read() {
            return memory.read();
        }

        @Override
        public Optional<Stored> find(Document.Kind kind, String id) {
            return memory.find(kind, id);
        }

        @Override
        public boolean put(Document document, long expected, long edition) {
            return document.kind() != Document.Kind.GRANT && memory.put(document, expected, edition);
        }

        @Override
        public boolean remove(Document document, long expected, long edition) {
            return memory.remove(document, expected, edition);
        }
    }

    record Answer(int status, Map<String, Json> headers, Json body) {
        String text() {
            return body.canonical();
        }

        Json at(String member) {
            return member(body, member);
        }
    }

    Answer apply(String mode, boolean prune, String... texts) {
        return post(handler, body(mode, prune, texts));
    }

    Answer post(AdminHandler at, String body) {
        return send(at, from(OPERATORS, "POST", "/admin/apply").body(body).bytes());
    }

    static String body(String mode, boolean prune, String... texts) {
        var files = new ArrayList<Json>();
        for (var text : texts) {
            files.add(Json.object()
                    .with("name", "f" + files.size() + ".yaml")
                    .with("text", text)
                    .build());
        }
        return Json.object()
                .with("files", new Json.Arr(files))
                .with("mode", mode)
                .with("prune", prune)
                .build()
                .text();
    }

    Answer get(String resource) {
        return send(from(OPERATORS, "GET", resource));
    }

    Answer get(String resource, String id) {
        return send(from(OPERATORS, "GET", resource).path("id", id));
    }

    static RestEvent from(Principal.AwsRole role, String method, String resource) {
        return from(role, ADA, method, resource);
    }

    static RestEvent from(Principal.AwsRole role, String person, String method, String resource) {
        return RestEvent.from(role, method, resource)
                .signed(role, person)
                .set("requestContext.apiId", SETTINGS.apiId());
    }

    Answer send(RestEvent event) {
        return send(handler, event.bytes());
    }

    /** @param name of a file in {@code events}, without {@code admin-} and {@code .json} */
    Answer sendEvent(String name) {
        return send(handler, new ByteArrayInputStream(Events.read("admin-" + name)));
    }

    private static Answer send(AdminHandler handler, InputStream event) {
        var out = new ByteArrayOutputStream();
        try {
            handler.handle(event, out, "invocation-1");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        var reply = StrictJson.event(out.toByteArray());
        return new Answer(
                (int) ((Json.Int) member(reply, "statusCode")).value(),
                ((Json.Obj) member(reply, "headers")).members(),
                StrictJson.read(((Json.Str) member(reply, "body")).text()));
    }

    private static Json member(Json json, String name) {
        return Optional.ofNullable(((Json.Obj) json).members().get(name)).orElseThrow();
    }
}
