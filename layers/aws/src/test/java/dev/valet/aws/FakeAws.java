package dev.valet.aws;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Says what it is told to, over HTTP on the loopback, and remembers what it was asked. */
final class FakeAws implements AutoCloseable {
    private final HttpServer server;
    private final List<String> bodies = new ArrayList<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private volatile Answer usual = new Answer(200, "");

    private record Answer(int status, String body) {}

    FakeAws() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext("/", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            synchronized (bodies) {
                bodies.add(body);
            }
            var answer = answers.getOrDefault(action(exchange.getRequestHeaders(), body), usual);
            var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    void answer(int status, String body) {
        usual = new Answer(status, body);
    }

    /** To this action alone, such as {@code PutRolePolicy}. */
    void answerTo(String action, int status, String body) {
        answers.put(action, new Answer(status, body));
    }

    private static String action(Headers headers, String body) {
        var target = headers.getFirst("X-Amz-Target");
        return target == null ? form(body).getOrDefault("Action", "") : target.substring(target.indexOf('.') + 1);
    }

    AwsClients clients() {
        return new AwsClients(
                "eu-west-1",
                Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")),
                Duration.ofSeconds(20)); // on a machine that has much else to do
    }

    List<String> bodies() {
        synchronized (bodies) {
            return List.copyOf(bodies);
        }
    }

    /** A request of the query protocol, member by member. */
    SortedMap<String, String> form(int index) {
        return form(bodies().get(index));
    }

    private static SortedMap<String, String> form(String body) {
        var members = new TreeMap<String, String>();
        for (var member : body.split("&", -1)) {
            int equals = member.indexOf('=');
            if (equals > 0) {
                members.put(decoded(member.substring(0, equals)), decoded(member.substring(equals + 1)));
            }
        }
        return members;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
