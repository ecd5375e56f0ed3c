package dev.valet.bench;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Asks a handler for leases, one after the other, and times each. */
record Issuing(RequestStreamHandler handler, StubAws aws) {
    private static final Invocation INVOCATION = new Invocation(Events.REQUEST);

    /** @param wall nanoseconds from the event's bytes to the reply's */
    record Timed(long wall, CriticalPath path, List<Held> calls) {}

    Timed one(String event) throws IOException {
        aws.taken();
        var in = new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8));
        var out = new ByteArrayOutputStream();
        long began = System.nanoTime();
        handler.handleRequest(in, out, INVOCATION);
        long ended = System.nanoTime();
        var reply = out.toString(StandardCharsets.UTF_8);
        if (!reply.contains("\"statusCode\":201")) {
            throw new IllegalStateException("no lease but " + reply);
        }
        var calls = aws.taken();
        return new Timed(ended - began, CriticalPath.of(began, ended, calls), calls);
    }
}
