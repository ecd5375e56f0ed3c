package dev.valet.edge;

import dev.valet.Malformed;
import dev.valet.Reason;
import dev.valet.Unavailable;
import dev.valet.json.StrictJson;
import dev.valet.limit.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Owns the bytes: an event of API Gateway's to a {@link Call}, an {@link HttpReply} to bytes, and one line in the log. */
public final class Edge {
    private static final int MOST_BODY = 16 * 1024;
    private static final int MOST_APPLY = 256 * 1024;
    /** The largest body with every character escaped, and all headers, twice. */
    private static final int MOST_EVENT = 2 * 1024 * 1024;

    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private final Settings settings;
    private final RequestLog log;
    private final Callers callers;

    public Edge(Settings settings, RequestLog log) {
        this.settings = settings;
        this.log = log;
        this.callers = new Callers(settings.principalOrg());
    }

    /**
     * @param invocation Lambda's own id, for a request that has none
     * @param use what to do for a caller that is known
     */
    public void answer(InputStream in, OutputStream out, String invocation, Function<Call, HttpReply> use)
            throws IOException {
        answer(in, out, invocation, (event, line) -> known(event, line, use));
    }

    /**
     * For the one route of a function that anyone may call: nobody is asked who he is, and of what came with the request
     * nothing is read but the route.
     *
     * @param route as {@link Call#route()} names it
     */
    public void answerAnyone(
            InputStream in, OutputStream out, String invocation, String route, Supplier<HttpReply> reply)
            throws IOException {
        answer(in, out, invocation, (event, line) -> anyone(event, line, route, reply));
    }

    private void answer(
            InputStream in, OutputStream out, String invocation, BiFunction<Event, RequestLog.Line, HttpReply> use)
            throws IOException {
        var line = log.open(invocation);
        var reply = reply(in.readNBytes(MOST_EVENT + 1), line, use);
        log.close(line, reply);
        out.write(reply.proxied().getBytes(StandardCharsets.UTF_8));
    }

    private HttpReply reply(byte[] bytes, RequestLog.Line line, BiFunction<Event, RequestLog.Line, HttpReply> use) {
        try {
            Malformed.unless(bytes.length <= MOST_EVENT, "has a body of " + MOST_BODY + " bytes at most");
            return ours(Event.of(StrictJson.event(bytes)), line, use);
        } catch (Malformed malformed) {
            return Problems.of(malformed, line.route(), line.requestId());
        } catch (Unavailable unavailable) {
            return refused(Reason.UPSTREAM_BUSY, unavailable.code(), line);
        } catch (Exception bug) {
            // The one place that catches everything: a request id outside, the class inside, no text anywhere (8.2).
            return refused(Reason.INTERNAL, bug.getClass().getName(), line);
        }
    }

    private HttpReply ours(Event event, RequestLog.Line line, BiFunction<Event, RequestLog.Line, HttpReply> use) {
        var context = event.part("requestContext");
        context.optionalText("requestId")
                .filter(id -> REQUEST_ID.matcher(id).matches())
                .ifPresent(line::requestId);
        if (!isOurs(event, context)) {
            return refused(Reason.FORBIDDEN, "event-of-another-api", line);
        }
        line.route(event.text("httpMethod") + " " + event.text("resource"));
        return use.apply(event, line);
    }

    private HttpReply known(Event event, RequestLog.Line line, Function<Call, HttpReply> use) {
        var caller = callers.caller(event.text("resource"), event.part("requestContext"));
        return caller.isPresent()
                ? use.apply(call(event, event.part("requestContext"), caller.get(), line.requestId()))
                : refused(Reason.UNKNOWN_PRINCIPAL, "identity-not-of-the-route", line);
    }

    /** Who was asked who he is has come to the wrong function: a mistake in the template, as the other way round (INV-3). */
    private static HttpReply anyone(Event event, RequestLog.Line line, String route, Supplier<HttpReply> reply) {
        if (!line.route().equals(route)) {
            return refused(Reason.NOT_FOUND, "", line);
        }
        return Callers.isNobody(event.part("requestContext"))
                ? reply.get()
                : refused(Reason.UNKNOWN_PRINCIPAL, "identity-not-of-the-route", line);
    }

    private static HttpReply refused(Reason reason, String cause, RequestLog.Line line) {
        return Problems.of(reason, cause, line.route(), line.requestId());
    }

    /** Finds wiring mistakes. It stops no forger, who can copy these values: permissions do (T-01). */
    private boolean isOurs(Event event, Event context) {
        return context.text("apiId").equals(api(event.text("resource")))
                && context.text("stage").equals(settings.stage())
                && context.text("accountId").equals(settings.account())
                && context.text("resourcePath").equals(event.text("resource"))
                && context.text("httpMethod").equals(event.text("httpMethod"));
    }

    private static Origin origin(Event identity) {
        return new Origin(
                identity.optionalText("sourceIp").orElse(""),
                identity.optionalText("vpceId").orElse(""));
    }

    private String api(String resource) {
        return isOperators(resource) ? settings.operatorApiId().orElse(settings.apiId()) : settings.apiId();
    }

    private static boolean isOperators(String resource) {
        return resource.startsWith("/admin/");
    }

    private static Call call(Event event, Event context, Callers.Caller caller, String requestId) {
        var resource = event.text("resource");
        return new Call(
                caller.principal(),
                isOperators(resource) ? caller.person() : "",
                caller.token(),
                event.text("httpMethod"),
                resource,
                event.texts("pathParameters"),
                event.query(),
                event.header("Idempotency-Key"),
                event.body(resource.equals("/admin/apply") ? MOST_APPLY : MOST_BODY),
                requestId,
                origin(context.part("identity")));
    }
}
