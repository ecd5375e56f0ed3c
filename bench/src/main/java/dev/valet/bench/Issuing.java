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
     * @param outsideSdk what it waited for besides calls of the SDK
     * @param outsideAws what it waited for besides AWS
     * @param calls as AWS had them
     */
    record Timed(long wall, CriticalPath outsideSdk, CriticalPath outsideAws, List<Held> calls) {
        /** Valet's own code: all but what it asks of AWS. */
        long ownCode() {
            return outsideSdk.own();
        }

        /** And the SDK's code and its HTTP client's: all but the time AWS held a call. */
        long withSdk() {
            return outsideAws.own();
        }
    }

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
        var outsideSdk = CriticalPath.of(began, ended, SdkCalls.taken());
        return new Timed(ended - began, outsideSdk, CriticalPath.of(began, ended, calls), calls);
    }
}
