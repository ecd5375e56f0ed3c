package dev.valet.revoke;

import dev.valet.Json;
import dev.valet.edge.Edge;
import dev.valet.edge.Operators;
import dev.valet.edge.RequestLog;
import dev.valet.edge.Settings;
import dev.valet.grant.Grant;
import dev.valet.grant.Parameters;
import dev.valet.identity.AgentId;
import dev.valet.identity.Environment;
import dev.valet.identity.Principal;
import dev.valet.json.StrictJson;
import dev.valet.lease.EndedBy;
import dev.valet.lease.Lease;
import dev.valet.lease.LeaseId;
import dev.valet.lease.Outcome;
import dev.valet.limit.Limits;
import dev.valet.revocation.Lift;
import dev.valet.testkit.Events;
import dev.valet.testkit.RestEvent;
import dev.valet.testkit.Sample;
import dev.valet.testkit.TestBroker;
import dev.valet.testkit.TurnableClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The real handler on ports in memory; the reporter holds one lease. */
final class RevokeApi {
    private static final Settings SETTINGS = Settings.from(Events.environment("RevokeFunction"));

    static final String PRODUCTION_LEASE = "vl-01KJPZ8000PR0D0CT10N000000";

    final TestBroker broker = new TestBroker();
    final List<String> log = new ArrayList<>();
    final Lease lease = lease(Sample.reports("reporter", "reports-reader"));
    final RevokeHandler handler = new RevokeHandler(
            new Edge(SETTINGS, new RequestLog(log::add, broker.clock)),
            new Operators(SETTINGS.operators(), broker.auditLog, broker.clock),
            new LeaseRoute(
                    broker.registry, Sample.DEVELOPMENT::includes, broker.leases, broker.revocations, broker.revoke),
            new RevocationRoutes(
                    broker.revocations, broker.revoke, new Lift(broker.revocations, broker.auditLog, broker.clock)),
            new SweepRun(broker.sweeping(), log::add, broker.clock),
            null);

    RevokeApi() {
        broker.registry.put(
                Sample.agent("reporter", Environment.PRODUCTION, Sample.role("reporter"), Sample.subject("reporter")));
        broker.grant(Sample.reports("reporter", "reports-reader"));
        broker.leases.open(lease, Limits.NONE, Limits.NONE);
    }

    /** Another one on record, of that environment, for an agent that an identity for development speaks for as well. */
    void developerOf(Environment environment) {
        broker.registry.put(Sample.agent(
                "reporter",
                Environment.PRODUCTION,
                Sample.role("reporter"),
                Sample.role(Sample.DEVELOPMENT_ACCOUNT, "reporter")));
        broker.leases.open(
                lease(PRODUCTION_LEASE, Sample.in(environment, Sample.reports("reporter", "reports-reader"))),
                Limits.NONE,
                Limits.NONE);
    }

    /** The reporter was also handed a value, which is rotated when its lease ends, or is not. */
    Lease holdsValue(Grant grant) {
        broker.grant(grant);
        return ((Outcome.Issued) broker.ask(Sample.role("reporter"), grant.id())).lease();
    }

    private static Lease lease(Grant grant) {
        return lease("vl-01KJPZ8000REP0RTER00000000", grant);
    }

    private static Lease lease(String id, Grant grant) {
        return new Lease(
                LeaseId.parse(id),
                new AgentId("reporter"),
                grant.id(),
                grant.environment(),
                grant.kind().orElseThrow(),
                EndedBy.STS,
                false,
                grant.terms().target(),
                Sample.role("reporter").key(),
                Parameters.NONE,
                "an earlier report",
                TurnableClock.START,
                TurnableClock.START.plusSeconds(Grant.MOST_TTL),
                new Lease.Basis(1, 1, 0, 0),
                Lease.State.LIVE);
    }

    record Answer(int status, String type, Json body) {}

    /** @param name of a file in {@code events}, without {@code revoke-} and {@code .json} */
    Answer sendEvent(String name) {
        var reply = StrictJson.read(send(Events.read("revoke-" + name)));
        return new Answer(
                (int) ((Json.Int) member(reply, "statusCode")).value(),
                ((Json.Str) member(member(reply, "headers"), "Content-Type")).text(),
                StrictJson.read(((Json.Str) member(reply, "body")).text()));
    }

    /** The status of a request by that role to end that lease. */
    int end(Principal.AwsRole who, String id) {
        var event = RestEvent.from(who, "DELETE", "/v1/leases/{id}")
                .path("id", id)
                .set("requestContext.apiId", SETTINGS.apiId());
        return (int) ((Json.Int)
                        member(StrictJson.read(send(event.text().getBytes(StandardCharsets.UTF_8))), "statusCode"))
                .value();
    }

    /** What the function writes out, which for the schedule is nothing. */
    String send(byte[] event) {
        var out = new ByteArrayOutputStream();
        try {
            handler.handle(new ByteArrayInputStream(event), out, "invocation-1");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Json member(Json json, String name) {
        var member = ((Json.Obj) json).members().get(name);
        if (member == null) {
            throw new AssertionError("no " + name + " in " + json.text());
        }
        return member;
    }
}
