package dev.valet.local;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.valet.aws.AwsClients;
import dev.valet.edge.Settings;
import dev.valet.edge.Wiring;
import dev.valet.http.PinnedTransport;
import dev.valet.local.provider.Providers;
import java.time.Clock;
import java.util.Map;
import java.util.function.BiFunction;

/** Makes the handler that the template names, as a fresh Lambda environment would. */
@FunctionalInterface
interface Handlers {
    /** The real ones: each has a constructor that takes its wiring. */
    Handlers TEMPLATES = of((env, clock) -> Wiring.of(Settings.from(env), clock, AwsClients.lambdaCredentials(env)));

    /** The real ones, whose actions reach these providers first. */
    static Handlers calling(Providers providers) {
        return of((env, clock) -> Wiring.of(
                Settings.from(env),
                clock,
                AwsClients.lambdaCredentials(env),
                providers.before(() -> new PinnedTransport(env))));
    }

    /** The real ones, wired in another way. */
    static Handlers of(BiFunction<Map<String, String>, Clock, Wiring> wiring) {
        return (handler, env, clock) -> {
            try {
                var type = Class.forName(handler.split("::", 2)[0]);
                var made = type.getConstructor(Wiring.class).newInstance(wiring.apply(env, clock));
                return switch (made) {
                    case RequestStreamHandler stream -> stream;
                    case RequestHandler<?, ?> scheduled -> (_, _, context) -> scheduled(scheduled, context);
                    default -> throw new Trouble(handler + " is no Lambda handler");
                };
            } catch (ReflectiveOperationException failed) {
                throw new IllegalStateException("the template names " + handler + ", which cannot be made", failed);
            }
        };
    }

    /**
     * Makes one.
     *
     * @param handler {@code dev.valet.issue.IssueHandler::handleRequest}
     * @param env what Lambda would set, credentials of the function's role included
     */
    RequestStreamHandler make(String handler, Map<String, String> env, Clock clock);

    /** The schedule's event tells nothing that Valet reads. */
    private static <I, O> void scheduled(RequestHandler<I, O> handler, Context context) {
        handler.handleRequest(null, context);
    }
}
