package dev.valet.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.valet.local.door.Query;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Where {@code valet as} gets an agent's runtime identity, or an operator's session: on the loopback interface, on a port and with a word made up at
 * the start, so that another user of this machine, or a page in a browser, gets nothing.
 */
final class Control implements AutoCloseable {
    static final String SECRET_HEADER = "X-Valet-Up";

    private final HttpServer server;
    private final String secret;
    /** Makes runtime identities. */
    @FunctionalInterface
    interface Identities {
        /**
         * Makes one.
         *
         * @param number from 1
         * @throws Trouble when there is no such agent or identity
         */
        RuntimeIdentity of(String agent, int number);
    }

    /** Signs people in. */
    @FunctionalInterface
    interface Operators {
        /** @throws Trouble when that is no name of a person */
        RuntimeIdentity of(String person);
    }

    Control(Identities identities, Operators operators) throws IOException {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        this.secret = HexFormat.of().formatHex(bytes);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/identity",
                exchange -> serve(
                        exchange, asked -> identities.of(asked.get("agent"), Integer.parseInt(asked.get("identity")))));
        server.createContext("/operator", exchange -> serve(exchange, asked -> operators.of(asked.get("person"))));
        server.start();
    }

    RunFolder.Word word() {
        return new RunFolder.Word(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), secret);
    }

    private void serve(HttpExchange exchange, Function<Query, RuntimeIdentity> answer) throws IOException {
        try (exchange) {
            var given = Optional.ofNullable(exchange.getRequestHeaders().getFirst(SECRET_HEADER))
                    .orElse("");
            boolean known = MessageDigest.isEqual(bytes(given), bytes(secret));
            if (!known) {
                send(exchange, 403, "");
                return;
            }
            var asked = new Query(exchange.getRequestURI().getRawQuery());
            try {
                send(exchange, 200, answer.apply(asked).json().text());
            } catch (Trouble trouble) {
                send(exchange, 404, trouble.line());
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = bytes(text);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
