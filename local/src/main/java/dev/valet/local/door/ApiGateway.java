package dev.valet.local.door;

import dev.valet.local.door.ProxyEvent.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** From a request to the handler behind its route: what API Gateway does, with the failures it answers by itself. */
public final class ApiGateway {
    private static final System.Logger LOG = System.getLogger(ApiGateway.class.getName());

    /** Lambda's limit for an event and for an answer. */
    private static final int MOST_EVENT = 6 * 1024 * 1024;

    private final Routes routes;
    private final Callers callers;
    private final Functions functions;
    private final TokenAuthorizer authorizer;
    private final Clock clock;

    public ApiGateway(Routes routes, Callers callers, Functions functions, Clock clock) {
        this.routes = routes;
        this.callers = callers;
        this.functions = functions;
        this.authorizer = new TokenAuthorizer(functions);
        this.clock = clock;
    }

    Reply answer(Arrived request) {
        var requestId = UUID.randomUUID().toString();
        var reply = switch (outcome(request, requestId)) {
            case Outcome.Answered(Reply answered) -> answered;
            case Outcome.Refused(Api api, Gateway why) -> api.responses().reply(why, requestId);
        };
        return withRequestId(reply, requestId);
    }

    Reply foreignHost(Arrived request) {
        var requestId = UUID.randomUUID().toString();
        var responses = routes.apiFor(request.path()).responses();
        return withRequestId(responses.reply(Gateway.ACCESS_DENIED, requestId), requestId);
    }

    private sealed interface Outcome {
        record Answered(Reply reply) implements Outcome {}

        record Refused(Api api, Gateway why) implements Outcome {}
    }

    private Outcome outcome(Arrived request, String requestId) {
        var api = routes.apiFor(request.path());
        if (request.body().latin1().length() > FrontDoor.MOST_BYTES) {
            return new Outcome.Refused(api, Gateway.REQUEST_TOO_LARGE);
        }
        Optional<Routes.Match> found;
        try {
            found = routes.find(request.method(), request.path());
            request.parameters();
        } catch (IllegalArgumentException brokenEncoding) {
            return new Outcome.Refused(api, Gateway.BAD_REQUEST_PARAMETERS);
        }
        // No such route sounds like no signature: API Gateway's own answer.
        return found.map(match -> authorized(match, request, requestId))
                .orElseGet(() -> new Outcome.Refused(api, Gateway.MISSING_AUTHENTICATION_TOKEN));
    }

    private Outcome authorized(Routes.Match match, Arrived request, String requestId) {
        var route = match.route();
        var methodArn = route.api().methodArn(request.method(), request.path());
        return switch (route.authorization()) {
            case Authorization.Iam _ ->
                switch (callers.verify(request, methodArn)) {
                    case Callers.Answer.Known(Identity identity) ->
                        integrate(match, request, new Caller.Signed(identity), requestId);
                    case Callers.Answer.Refused(Gateway why) -> new Outcome.Refused(route.api(), why);
                };
            case Authorization.Anybody _ ->
                callers.admitsAnybody(methodArn)
                        ? integrate(match, request, new Caller.Anybody(), requestId)
                        : new Outcome.Refused(route.api(), Gateway.ACCESS_DENIED);
            case Authorization.Bearer bearer ->
                switch (authorizer.ask(bearer, request, methodArn, requestId)) {
                    case TokenAuthorizer.Result.Allowed(var context) ->
                        integrate(match, request, new Caller.Authorized(context), requestId);
                    case TokenAuthorizer.Result.Refused(Gateway why) -> new Outcome.Refused(route.api(), why);
                };
        };
    }

    private Outcome integrate(Routes.Match match, Arrived request, Caller caller, String requestId) {
        var route = match.route();
        var event = Arrived.Body.of(ProxyEvent.of(match, request, caller, requestId, clock.instant())
                .text()
                .getBytes(StandardCharsets.UTF_8));
        if (event.latin1().length() > MOST_EVENT) {
            return new Outcome.Refused(route.api(), Gateway.REQUEST_TOO_LARGE);
        }
        try {
            var answer = within(route.timeout(), route.function(), requestId, event);
            return ProxyAnswer.read(answer)
                    .filter(_ -> answer.latin1().length() <= MOST_EVENT)
                    .<Outcome>map(Outcome.Answered::new)
                    .orElseGet(() -> new Outcome.Refused(route.api(), Gateway.MALFORMED_ANSWER));
        } catch (TimeoutException late) {
            return new Outcome.Refused(route.api(), Gateway.INTEGRATION_TIMEOUT);
        } catch (Functions.FunctionFailed failed) {
            LOG.log(System.Logger.Level.ERROR, "function " + route.function() + " failed: " + where(failed));
            return new Outcome.Refused(route.api(), Gateway.MALFORMED_ANSWER);
        }
    }

    /** The place and the kind; a message may carry anything. */
    private static String where(Functions.FunctionFailed failed) {
        var cause = failed.getCause() == null ? failed : failed.getCause();
        var frames = cause.getStackTrace();
        return cause.getClass().getName() + (frames.length == 0 ? "" : " at " + frames[0]);
    }

    private Arrived.Body within(Duration timeout, String function, String requestId, Arrived.Body event)
            throws Functions.FunctionFailed, TimeoutException {
        var invocation = new FutureTask<>(() -> functions.invoke(function, requestId, event));
        var thread = Thread.ofVirtual().start(invocation);
        try {
            return invocation.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            thread.interrupt();
            throw late;
        } catch (InterruptedException stopping) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new Functions.FunctionFailed("stopping", stopping);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Functions.FunctionFailed ours
                    ? ours
                    : new Functions.FunctionFailed("the function could not be run", failed);
        }
    }

    private static Reply withRequestId(Reply reply, String requestId) {
        var headers = new LinkedHashMap<>(reply.headers());
        headers.put("x-amzn-RequestId", List.of(requestId));
        return new Reply(reply.status(), headers, reply.body());
    }
}
