package dev.valet.bench;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Lambda's side of the runtime API (version 2018-06-01) for one process: hands out invocations and takes what comes back.
 * {@code restore/next} is what a function under SnapStart asks once it has initialised.
 */
final class RuntimeApi implements Closeable {
    private static final String BASE = "/2018-06-01/runtime/";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LoopbackHttp server;
    private final BlockingQueue<String> invocations = new LinkedBlockingQueue<>();
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();

    RuntimeApi() throws IOException {
        this.server = new LoopbackHttp(this::answer);
    }

    enum What {
        /** The process asks for an invocation: its init is over. */
        READY,
        /** The process is ready for its snapshot, and goes on at once as if restored. */
        CHECKPOINT,
        RESPONSE,
        ERROR
    }

    /** @param at as {@link System#nanoTime} */
    record Step(What what, long at, String body) {}

    String authority() {
        return server.authority();
    }

    void invoke(String event) {
        invocations.add(event);
    }

    /** Whoever waits for the process need not wait longer. */
    void ended(String lastWords) {
        steps.add(new Step(What.ERROR, System.nanoTime(), lastWords));
    }

    /** Passes over whatever the process does before. */
    Step await(What wanted) throws InterruptedException {
        var step = next();
        while (step.what() != wanted) {
            step = next();
        }
        return step;
    }

    private Step next() throws InterruptedException {
        var step = steps.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (step == null) {
            throw new IllegalStateException("nothing heard of the process for " + PATIENCE);
        }
        if (step.what() == What.ERROR) {
            throw new IllegalStateException(step.body());
        }
        return step;
    }

    private LoopbackHttp.Reply answer(LoopbackHttp.Request request) {
        var path = request.path().substring(BASE.length());
        if (path.equals("invocation/next")) {
            note(What.READY, request);
            return invocation();
        }
        if (path.equals("restore/next")) {
            note(What.CHECKPOINT, request);
            return reply(200);
        }
        note(path.endsWith("/response") ? What.RESPONSE : What.ERROR, request);
        return reply(202);
    }

    /** Without a content type the client's native half dies. */
    private static LoopbackHttp.Reply reply(int status) {
        return new LoopbackHttp.Reply(status, Map.of("Content-Type", "application/json"), "");
    }

    private void note(What what, LoopbackHttp.Request request) {
        steps.add(new Step(what, System.nanoTime(), request.body()));
    }

    private LoopbackHttp.Reply invocation() {
        try {
            var event = invocations.take();
            long deadline = System.currentTimeMillis() + PATIENCE.toMillis();
            var headers = Map.of(
                    "Content-Type",
                    "application/json",
                    "Lambda-Runtime-Aws-Request-Id",
                    Events.REQUEST,
                    "Lambda-Runtime-Deadline-Ms",
                    Long.toString(deadline),
                    "Lambda-Runtime-Invoked-Function-Arn",
                    "arn:aws:lambda:eu-west-1:" + World.ACCOUNT + ":function:bench");
            return new LoopbackHttp.Reply(200, headers, event);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return reply(500);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
