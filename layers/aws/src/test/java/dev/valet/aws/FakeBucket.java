package dev.valet.aws;

import com.sun.net.httpserver.HttpExchange;
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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;

/** One bucket with Object Lock, over HTTP on the loopback: puts with If-None-Match, gets, and listings in order. */
final class FakeBucket implements AutoCloseable {
    static final String NAME = "valet-archive";

    final ConcurrentSkipListMap<String, String> objects = new ConcurrentSkipListMap<>();
    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger failing = new AtomicInteger();
    private final HttpServer server;

    FakeBucket() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var key = exchange.getRequestURI().getPath().replaceFirst("/" + NAME + "/?", "");
        var call = exchange.getRequestMethod() + (key.isEmpty() ? " list" : " " + key);
        calls.add(call);
        if (failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            send(exchange, 500, "<Error><Code>InternalError</Code></Error>");
        } else if (exchange.getRequestMethod().equals("PUT")) {
            put(exchange, key);
        } else if (key.isEmpty()) {
            send(exchange, 200, listing(exchange.getRequestURI()));
        } else {
            var found = objects.get(key);
            send(exchange, found == null ? 404 : 200, found == null ? "<Error><Code>NoSuchKey</Code></Error>" : found);
        }
    }

    private void put(HttpExchange exchange, String key) throws IOException {
        var headers = exchange.getRequestHeaders();
        boolean conditional = "*".equals(headers.getFirst("If-None-Match"));
        boolean checked = headers.containsKey("x-amz-checksum-sha256") || headers.containsKey("x-amz-trailer");
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!conditional || !checked) {
            send(exchange, 400, "<Error><Code>InvalidRequest</Code></Error>");
        } else if (objects.putIfAbsent(key, unchunked(body)) != null) {
            send(exchange, 412, "<Error><Code>PreconditionFailed</Code></Error>");
        } else {
            send(exchange, 200, "");
        }
    }

    /** Out of the frames of aws-chunked, in which the SDK sends a body with a checksum behind it. */
    private static String unchunked(String body) {
        var first = body.indexOf("\r\n");
        var size = first < 0 ? "" : body.substring(0, first).replaceFirst(";.*", "");
        return size.matches("[0-9a-f]+")
                ? new String(
                        Arrays.copyOf(
                                body.substring(first + 2).getBytes(StandardCharsets.UTF_8), Integer.parseInt(size, 16)),
                        StandardCharsets.UTF_8)
                : body;
    }

    private String listing(URI uri) {
        var query = Arrays.stream(uri.getRawQuery().split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], FakeBucket::value));
        return objects.tailMap(query.getOrDefault("start-after", ""), false).keySet().stream()
                .filter(key -> key.startsWith(query.getOrDefault("prefix", "")))
                .limit(Integer.parseInt(query.getOrDefault("max-keys", "1000")))
                .map(key -> "<Contents><Key>" + key + "</Key></Contents>")
                .collect(Collectors.joining("", "<ListBucketResult>", "</ListBucketResult>"));
    }

    private static String value(String... pair) {
        return pair.length < 2 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    S3Client client() {
        return new AwsClients(
                        "eu-west-1",
                        Optional.of(URI.create(
                                "http://127.0.0.1:" + server.getAddress().getPort())),
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")),
                        Duration.ofSeconds(10))
                .s3();
    }

    /** How often each sort of call was made. */
    Map<String, Long> counted() {
        synchronized (calls) {
            return calls.stream()
                    .collect(Collectors.groupingBy(
                            call -> call.replaceFirst("(GET|PUT) [a-z]+/.*", "$1"), Collectors.counting()));
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
