package dev.valet.bench;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** The stub behind a real HTTP client and a real socket, on the loopback. */
record LoopbackAws(LoopbackHttp server) implements AutoCloseable {
    static LoopbackAws of(StubAws aws) throws IOException {
        return new LoopbackAws(new LoopbackHttp(request -> {
            var answer = aws.serve(request.header("x-amz-target"), request.body());
            return new LoopbackHttp.Reply(
                    200, Map.of("Content-Type", answer.contentType(), "x-amzn-RequestId", "bench"), answer.body());
        }));
    }

    URI endpoint() {
        return URI.create("http://" + server.authority());
    }

    long allocated() {
        return server.allocated();
    }

    @Override
    public void close() {
        server.close();
    }
}
