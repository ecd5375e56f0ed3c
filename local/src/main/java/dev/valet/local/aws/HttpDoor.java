package dev.valet.local.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.valet.local.aws.wire.Answer;
import dev.valet.local.aws.wire.Blob;
import dev.valet.local.aws.wire.Received;
import dev.valet.local.aws.wire.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** The one HTTP server, on the loopback interface and nowhere else. */
final class HttpDoor implements AutoCloseable {
    /** More than any call needs here; a bigger one is told so. */
    static final int MOST_BYTES = 5 * 1024 * 1024;

    private static final int MOST_DISCARDED = 64 * 1024 * 1024;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** @param answers how a request is answered whose body is within {@link #MOST_BYTES} */
    HttpDoor(int port, Function<Received, Answer> answers) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> serve(exchange, answers));
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static void serve(HttpExchange exchange, Function<Received, Answer> answers) throws IOException {
        try (exchange) {
            Optional<Blob> body = body(exchange.getRequestBody());
            Target target = Target.of(exchange.getRequestURI());
            var request = new Received(
                    exchange.getRequestMethod(),
                    target.path(),
                    target.query(),
                    exchange.getRequestHeaders(),
                    body.orElse(Blob.EMPTY),
                    exchange.getRemoteAddress().getAddress().getHostAddress());
            Answer answer = body.isPresent() ? answers.apply(request) : tooLarge(request);
            send(exchange, answer);
        }
    }

    private static Answer tooLarge(Received request) {
        var error = new AwsError(
                413, "RequestEntityTooLarge", "the local endpoint takes bodies of up to " + MOST_BYTES + " bytes");
        return Dialect.of(request).answer(error, request, Ids.uuid());
    }

    private static Optional<Blob> body(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length <= MOST_BYTES) {
            return Optional.of(Blob.of(bytes));
        }
        // A client that is still sending would see a broken pipe and not our answer.
        in.skip(MOST_DISCARDED);
        return Optional.empty();
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        int size = answer.body().size();
        exchange.sendResponseHeaders(answer.status(), head || size == 0 ? -1 : size);
        if (!head && size > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(answer.body().bytes());
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
