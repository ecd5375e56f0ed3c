package dev.valet.bench;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** The least HTTP/1.1 server that AWS's clients take, because a real one's own work would be in every number. */
final class LoopbackHttp implements Closeable {
    private static final int BACKLOG = 64;

    private final ServerSocket listening;
    private final Function<Request, Reply> handler;
    private final ConcurrentLinkedQueue<Thread> threads = new ConcurrentLinkedQueue<>();

    LoopbackHttp(Function<Request, Reply> handler) throws IOException {
        this.listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        this.handler = handler;
        Thread.ofPlatform().daemon().name("loopback").start(this::accept);
    }

    /** @param headers by lower-case name */
    record Request(String method, String path, Map<String, String> headers, String body) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    record Reply(int status, Map<String, String> headers, String body) {}

    /** Host and port. */
    String authority() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    /** Bytes that serving allocated. */
    long allocated() {
        return Allocation.of(threads);
    }

    private void accept() {
        try {
            while (true) {
                var socket = listening.accept();
                socket.setTcpNoDelay(true);
                threads.add(Thread.ofPlatform().daemon().start(() -> serve(socket)));
            }
        } catch (IOException closed) {
            // the end of it
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            for (var request = read(in); request.isPresent(); request = read(in)) {
                write(handler.apply(request.get()), socket.getOutputStream());
            }
        } catch (IOException gone) {
            // a client that was ended; whoever started it knows
        }
    }

    private static Optional<Request> read(InputStream in) throws IOException {
        var first = line(in).split(" ", 3);
        if (first.length < 3) {
            return Optional.empty();
        }
        var headers = new TreeMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return Optional.of(new Request(first[0], first[1], headers, body));
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n' && c >= 0; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static void write(Reply reply, OutputStream out) throws IOException {
        var head = new StringBuilder("HTTP/1.1 " + reply.status() + " -\r\n");
        reply.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        int length = reply.body().getBytes(StandardCharsets.UTF_8).length;
        head.append("Content-Length: ").append(length).append("\r\n\r\n").append(reply.body());
        // At once, so that nobody waits for a second segment.
        out.write(head.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
