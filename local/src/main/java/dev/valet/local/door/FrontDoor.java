package dev.valet.local.door;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.valet.local.aws.wire.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP server of both APIs: on the loopback interface and nowhere else (INV-26). */
public final class FrontDoor implements AutoCloseable {
    /** API Gateway's limit. */
    static final int MOST_BYTES = 10 * 1024 * 1024;

    private static final int MOST_DISCARDED = 64 * 1024 * 1024;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private FrontDoor(int port) throws IOException {
        Loopback.refuseOnLambda();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
        server.setExecutor(threads);
    }

    /**
     * Takes the port, before anything slow is done; nothing is answered yet.
     *
     * @param port 0 for any that is free
     * @throws java.net.BindException when the port is taken
     */
    public static FrontDoor take(int port) throws IOException {
        return new FrontDoor(port);
    }

    public void open(ApiGateway gateway) {
        server.createContext("/", exchange -> serve(exchange, gateway));
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void serve(HttpExchange exchange, ApiGateway gateway) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
            if (body.length > MOST_BYTES) {
                // A client that is still sending would see a broken pipe and not our answer.
                exchange.getRequestBody().skip(MOST_DISCARDED);
            }
            var request = arrived(exchange, body);
            boolean ours = Loopback.isOurHost(
                    request.header("Host"), server.getAddress().getPort());
            send(exchange, ours ? gateway.answer(request) : gateway.foreignHost(request));
        }
    }

    private static Arrived arrived(HttpExchange exchange, byte[] body) {
        var target = Target.of(exchange.getRequestURI());
        var headers = new LinkedHashMap<String, List<String>>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, List.copyOf(values)));
        return new Arrived(
                exchange.getRequestMethod(),
                target.path(),
                target.query(),
                headers,
                Arrived.Body.of(body),
                exchange.getRemoteAddress().getAddress().getHostAddress());
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        reply.headers().forEach(exchange.getResponseHeaders()::put);
        byte[] body = reply.body().bytes();
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(reply.status(), head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
