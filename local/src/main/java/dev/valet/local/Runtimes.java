package dev.valet.local;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.valet.local.door.Arrived;
import dev.valet.local.door.Functions;
import dev.valet.local.template.Resource;
import dev.valet.local.template.Template;
import dev.valet.local.template.TemplateException;
import dev.valet.local.template.Tree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;

/**
 * Runs the template's functions in this JVM the way Lambda does: an environment serves one request at a time, more of them
 * are made when more requests come, and each ends before the session of its role does.
 */
final class Runtimes implements Functions {
    /** Sessions of runtimes live an hour here. */
    private static final Duration LIFE = Duration.ofMinutes(45);

    private final Map<String, Deployed> runtimes = new TreeMap<>();
    private final Handlers handlers;
    private final Clock clock;

    /** One function and its idle environments. */
    private record Deployed(
            String name,
            String arn,
            String handler,
            Map<String, String> env,
            ConcurrentLinkedDeque<Environment> idle) {}

    private record Environment(RequestStreamHandler handler, Instant born) {}

    private final Function<String, Map<String, String>> credentials;

    /** @param credentials a fresh session of a function's role, by the function's name, as environment variables */
    Runtimes(Template template, Function<String, Map<String, String>> credentials, Handlers handlers, Clock clock) {
        this.credentials = credentials;
        this.handlers = handlers;
        this.clock = clock;
        template.ofType("AWS::Serverless::Function").forEach(function -> {
            var runtime = runtime(template, function);
            runtimes.put(runtime.name(), runtime);
        });
    }

    private static Deployed runtime(Template template, Resource function) {
        var env = new TreeMap<String, String>();
        template.property(function, "Environment")
                .ifPresent(json ->
                        Tree.members(json, "Variables").forEach((name, value) -> env.put(name, Tree.text(value))));
        var handler = template.property(function, "Handler")
                .map(Tree::text)
                .orElseThrow(() -> new TemplateException(function.logicalId() + " has no Handler"));
        return new Deployed(
                template.name(function),
                template.attribute(function.logicalId(), "Arn"),
                handler,
                env,
                new ConcurrentLinkedDeque<>());
    }

    /** Makes a first environment of every function, so that the first request does not wait for one. */
    void prime() {
        runtimes.values().parallelStream().forEach(runtime -> runtime.idle().push(environment(runtime)));
    }

    @Override
    public Arrived.Body invoke(String function, String requestId, Arrived.Body event) throws FunctionFailed {
        var runtime = runtimes.get(function);
        if (runtime == null) {
            throw new FunctionFailed("the template has no function " + function, new IllegalStateException());
        }
        var environment = idle(runtime);
        var out = new ByteArrayOutputStream();
        try {
            var context = new LocalContext(function, runtime.arn() + ":live", requestId);
            environment.handler().handleRequest(new ByteArrayInputStream(event.bytes()), out, context);
        } catch (Exception thrown) {
            // Whatever a handler throws is Lambda's function error; its message goes to API Gateway and no further.
            throw new FunctionFailed(String.valueOf(thrown.getMessage()), thrown);
        }
        runtime.idle().push(environment); // one that threw is not used again
        return Arrived.Body.of(out.toByteArray());
    }

    private Environment idle(Deployed runtime) {
        for (var idle = runtime.idle().poll();
                idle != null;
                idle = runtime.idle().poll()) {
            if (clock.instant().isBefore(idle.born().plus(LIFE))) {
                return idle;
            }
        }
        return environment(runtime);
    }

    private Environment environment(Deployed runtime) {
        var env = new TreeMap<>(runtime.env());
        env.putAll(credentials.apply(runtime.name()));
        env.put("AWS_LAMBDA_FUNCTION_NAME", runtime.name());
        env.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
        return new Environment(handlers.make(runtime.handler(), env, clock), clock.instant());
    }
}
