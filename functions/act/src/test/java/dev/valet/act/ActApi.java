package dev.valet.act;

import dev.valet.Json;
import dev.valet.audit.AuditLog;
import dev.valet.edge.Edge;
import dev.valet.edge.RequestLog;
import dev.valet.edge.Settings;
import dev.valet.identity.Environment;
import dev.valet.identity.Principal;
import dev.valet.json.StrictJson;
import dev.valet.performance.SweepPerformances;
import dev.valet.registry.UsableGrants;
import dev.valet.testkit.ActionWorld;
import dev.valet.testkit.Events;
import dev.valet.testkit.RestEvent;
import dev.valet.testkit.Sample;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The real handler on ports in memory. The payer may pay and ask; it speaks with a role and with a bearer token. */
final class ActApi {
    static final Principal.Subject BEARER = Sample.subject("payer");

    final ActionWorld world = new ActionWorld();
    final Map<String, List<Answer>> answers = new TreeMap<>();
    final List<String> log = new ArrayList<>();
    final ActHandler handler = new ActHandler(
            new Edge(Settings.from(Events.environment("ActFunction")), new RequestLog(log::add, world.clock)),
            new ActionsRoute(
                    world.registry, new UsableGrants((principal, _) -> Sample.DEVELOPMENT.includes(principal))),
            new PerformRoute(world.replica(), world.clock),
            new SweepRun(
                    new SweepPerformances(
                            world.store().book(),
                            world.store().performances(),
                            world.payees,
                            world.upstream,
                            world.registry,
                            new AuditLog(world.auditStore),
                            world.clock),
                    log::add,
                    world.clock));

    ActApi() {
        world.registry.put(Sample.agent(
                "payer",
                Environment.PRODUCTION,
                world.payer,
                BEARER,
                Sample.role("reporter"),
                Sample.subject("reporter")));
    }

    record Answer(int status, String type, Optional<String> retryAfter, Json body) {}

    Answer pay(String key, String body) {
        return send(event(world.payer, "/v1", "pay-invoice")
                .header("Idempotency-Key", key)
                .body(body));
    }

    Answer payWithToken(String key, String body) {
        return send(event(BEARER, "/oidc/v1", "pay-invoice")
                .header("Idempotency-Key", key)
                .body(body));
    }

    static RestEvent event(Principal principal, String tree, String action) {
        return RestEvent.from(principal, "POST", tree + "/actions/{name}").path("name", action);
    }

    Answer list(Principal principal) {
        return send(RestEvent.from(
                principal, "GET", (principal instanceof Principal.Subject ? "/oidc/v1" : "/v1") + "/actions"));
    }

    Answer send(RestEvent event) {
        return answer(event.text().getBytes(StandardCharsets.UTF_8));
    }

    /** What a request gets, as it lies in the folder of events. */
    Answer answer(byte[] event) {
        var asked = StrictJson.read(event);
        var reply = StrictJson.read(send(event));
        var answer = new Answer(
                (int) ((Json.Int) reply.at("statusCode")).value(),
                reply.textAt("headers", "Content-Type"),
                Optional.of(reply.textAt("headers", "Retry-After")).filter(text -> !text.isEmpty()),
                StrictJson.read(reply.textAt("body")));
        answers.computeIfAbsent(route(asked), _ -> new ArrayList<>()).add(answer);
        return answer;
    }

    static String route(Json event) {
        return event.textAt("httpMethod") + " " + event.textAt("resource");
    }

    String send(byte[] event) {
        var out = new ByteArrayOutputStream();
        try {
            handler.handle(new ByteArrayInputStream(event), out, "invocation");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
