package dev.valet.issue;

import dev.valet.Json;
import dev.valet.approval.Approval;
import dev.valet.approval.ApprovalId;
import dev.valet.approval.Vote;
import dev.valet.edge.Edge;
import dev.valet.edge.RequestLog;
import dev.valet.edge.Settings;
import dev.valet.grant.ApprovalRule;
import dev.valet.grant.Grant;
import dev.valet.grant.GrantId;
import dev.valet.grant.Parameters;
import dev.valet.identity.AgentId;
import dev.valet.identity.Environment;
import dev.valet.json.StrictJson;
import dev.valet.lease.EndedBy;
import dev.valet.lease.Lease;
import dev.valet.lease.LeaseId;
import dev.valet.limit.Limits;
import dev.valet.testkit.Events;
import dev.valet.testkit.RestEvent;
import dev.valet.testkit.Sample;
import dev.valet.testkit.TestBroker;
import dev.valet.testkit.TurnableClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The real handler on ports in memory, in the small world that the events are about. */
final class AgentApi {
    static final String LEASE = "vl-01KJPZ8000REP0RTER00000000";

    final TestBroker broker = new TestBroker();
    final List<String> log = new ArrayList<>();
    final IssueHandler handler = new IssueHandler(
            new Edge(Settings.from(Events.environment("IssueFunction")), new RequestLog(log::add, broker.clock)),
            new LeaseRoutes(
                    broker.issueLease(),
                    broker.leases,
                    broker.registry,
                    (who, _) -> Sample.DEVELOPMENT.includes(who),
                    broker.clock),
            new OwnRoutes(broker.registry, (who, _) -> Sample.DEVELOPMENT.includes(who), broker.explainLease()),
            new DocumentRoute(broker.handOutLease()),
            new ApprovalRoute(broker.approvals, broker.registry, broker.clock),
            null);

    AgentApi() {
        broker.registry.put(
                Sample.agent("reporter", Environment.PRODUCTION, Sample.role("reporter"), Sample.subject("reporter")));
        broker.grant(Sample.limited(Sample.reports("reporter", "reports-reader"), new Limits(20, 5)));
        broker.grant(Sample.secret("reporter", "payments-api"));
        broker.grant(Sample.secretValue("reporter", "payments-key"));
        broker.grant(Sample.rotatedValue("reporter", "payments-hook"));
        broker.grant(Sample.performing("reporter", "team-notices", Sample.notify("notify-team"), Optional.empty()));
        broker.grant(Sample.approved(Sample.aws("reporter", "reports-audited"), ApprovalRule.REQUIRED));
        hasDeniedApproval();
        broker.principal("billing");
        broker.grant(Sample.aws("billing", "billing-export"));
        broker.principal("laptop", Sample.role(Sample.DEVELOPMENT_ACCOUNT, "laptop"));
        broker.grant(Sample.in(Environment.STAGING, Sample.aws("laptop", "laptop-staging")));
    }

    /** One of another request, that somebody said no to. */
    private void hasDeniedApproval() {
        broker.approvals.add(new Approval(
                ApprovalId.parse("ap-01KJPZ8000APPR0VA100000000"),
                Optional.of(new AgentId("reporter")),
                Optional.of(new GrantId("reports-audited")),
                Json.object().with("act", "lease").build(),
                Set.of(),
                1,
                1,
                Set.of(),
                List.of(new Vote("ann", "a role", Vote.Choice.DENY, "not on a Friday", TurnableClock.START)),
                TurnableClock.START,
                TurnableClock.START.plusSeconds(3600)));
    }

    /** Puts the reporter's earlier lease on record. */
    void hasLease() {
        hasLease(Environment.SANDBOX);
    }

    void hasLease(Environment environment) {
        broker.leases.open(
                new Lease(
                        LeaseId.parse(LEASE),
                        new AgentId("reporter"),
                        new GrantId("reports-reader"),
                        environment,
                        Sample.reports("reporter", "reports-reader").kind().orElseThrow(),
                        EndedBy.STS,
                        false,
                        Sample.reports("reporter", "reports-reader").terms().target(),
                        Sample.role("reporter").key(),
                        Parameters.NONE,
                        "an earlier report",
                        TurnableClock.START,
                        TurnableClock.START.plusSeconds(Grant.MOST_TTL),
                        new Lease.Basis(1, 1, 0, 0),
                        Lease.State.LIVE),
                Limits.NONE,
                Limits.NONE);
    }

    /** @param name of a file in {@code events}, without {@code issue-} and {@code .json} */
    Reply sendEvent(String name) {
        return send(new ByteArrayInputStream(Events.read("issue-" + name)));
    }

    Reply send(RestEvent event) {
        return send(event.bytes());
    }

    Reply send(String event) {
        return send(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
    }

    private Reply send(InputStream event) {
        var out = new ByteArrayOutputStream();
        try {
            handler.handle(event, out, "invocation-1");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new Reply(out.toString(StandardCharsets.UTF_8));
    }

    /** What API Gateway would get. */
    record Reply(String text) {
        int status() {
            return (int) ((Json.Int) member(StrictJson.read(text), "statusCode")).value();
        }

        String header(String name) {
            return ((Json.Str) member(member(StrictJson.read(text), "headers"), name)).text();
        }

        Json body() {
            return StrictJson.read(((Json.Str) member(StrictJson.read(text), "body")).text());
        }

        /** @param place names with dots between */
        String at(String place) {
            var json = body();
            for (var name : place.split("\\.", -1)) {
                json = member(json, name);
            }
            return json instanceof Json.Str(String value) ? value : json.text();
        }

        private static Json member(Json json, String name) {
            var member = ((Json.Obj) json).members().get(name);
            if (member == null) {
                throw new AssertionError(
                        "no " + name + " in " + ((Json.Obj) json).members().keySet());
            }
            return member;
        }
    }
}
