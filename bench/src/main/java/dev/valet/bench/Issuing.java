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

    /**
     * One lease.
     *
     * @param wall nanoseconds from the event's bytes to the reply's
     * @param outsideSdk what it waited for besides calls of the SDK: Valet's own code
     * @param outsideAws what it waited for besides AWS: Valet's own code, the SDK and its HTTP client
     * @param calls as AWS had them
     */
    record Timed(long wall, CriticalPath outsideSdk, CriticalPath outsideAws, List<Held> calls) {}

    Timed one(String event) throws IOException {
        aws.taken();
        SdkCalls.taken();
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
        return new Timed(
                ended - began,
                CriticalPath.of(began, ended, SdkCalls.taken()),
                CriticalPath.of(began, ended, calls),
                calls);
    }
}
