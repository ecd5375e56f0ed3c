package dev.valet.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * An upstream that says exactly the bytes it is told to, over real TLS on the loopback, and remembers what it was asked. To the
 * client it is a host on the internet: a resolver names a public address, and where that would be connected to, the loopback is.
 * So address rule, certificate check and reading are the ones of production.
 */
final class TestUpstream implements AutoCloseable {
    static final String HOST = "api.upstream.example";
    static final InetAddress PUBLIC = InetAddress.ofLiteral("93.184.215.14");
    static final PinnedTransport.Limits PATIENT =
            new PinnedTransport.Limits(Duration.ofSeconds(5), Duration.ofSeconds(15));
    static final PinnedTransport.Limits IMPATIENT =
            new PinnedTransport.Limits(Duration.ofSeconds(5), Duration.ofMillis(1500));

    /** What it does once it has read a request. */
    interface Script {
        void play(OutputStream out, Socket raw) throws IOException, InterruptedException;
    }

    /** What it was asked, byte by byte. */
    final List<String> requests = new CopyOnWriteArrayList<>();
    /** The names that clients meant (SNI). */
    final List<String> names = new CopyOnWriteArrayList<>();
    /** The addresses that clients would have connected to. */
    final List<InetAddress> connected = new CopyOnWriteArrayList<>();

    private final ServerSocket server;
    private final SSLContext context;
    private volatile Script script = (_, _) -> {};
    private volatile boolean shaking = true;

    TestUpstream(TestCertificates.Server certificate) throws Exception {
        context = TestCertificates.server(certificate);
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    static TestUpstream start() throws Exception {
        return new TestUpstream(TestCertificates.Server.RIGHT);
    }

    void plays(Script next) {
        script = next;
    }

    /** Answers with these bytes, and ends the connection. */
    void says(String head, byte[] body) {
        plays((out, _) -> {
            out.write(head.getBytes(ISO_8859_1));
            out.write(body);
        });
    }

    void says(String answer) {
        says(answer, new byte[0]);
    }

    /** Takes connections and never says hello. */
    void isMute() {
        shaking = false;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket raw) {
        try (raw) {
            if (!shaking) {
                raw.getInputStream().transferTo(OutputStream.nullOutputStream());
                return;
            }
            var socket = (SSLSocket) context.getSocketFactory().createSocket(raw, null, raw.getPort(), false);
            socket.setUseClientMode(false);
            socket.startHandshake();
            ((ExtendedSSLSession) socket.getSession())
                    .getRequestedServerNames()
                    .forEach(name -> names.add(new String(name.getEncoded(), ISO_8859_1)));
            requests.add(read(socket.getInputStream()));
            script.play(socket.getOutputStream(), raw);
            socket.getOutputStream().flush();
            socket.shutdownOutput();
        } catch (IOException gone) {
            // the client went away, as it may
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static String read(InputStream in) throws IOException {
        var request = new ByteArrayOutputStream();
        while (!request.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("half a request");
            }
            request.write(c);
        }
        var head = request.toString(ISO_8859_1);
        int at = head.toLowerCase(Locale.ROOT).indexOf("content-length: ");
        if (at >= 0) {
            int length = Integer.parseInt(head.substring(at + 16, head.indexOf("\r\n", at)));
            request.writeBytes(in.readNBytes(length));
        }
        return request.toString(ISO_8859_1);
    }

    /** Whoever connects to this name comes here. */
    PinnedTransport transport(PinnedTransport.Limits limits) throws Exception {
        return transport(resolving(PUBLIC), limits);
    }

    PinnedTransport transport(CheckedNames.Resolver resolver, PinnedTransport.Limits limits) throws Exception {
        return new PinnedTransport(
                new CheckedNames(resolver, Map.of()),
                this::connect,
                TestCertificates.client().getSocketFactory(),
                limits);
    }

    private Socket connect(InetAddress address, Duration timeout) throws IOException {
        connected.add(address);
        return new Socket(server.getInetAddress(), server.getLocalPort());
    }

    /** Names everybody with the same addresses; {@code localhost} stays what it is. */
    static CheckedNames.Resolver resolving(InetAddress... addresses) {
        return name -> name.equals("localhost") ? new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")} : addresses;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
