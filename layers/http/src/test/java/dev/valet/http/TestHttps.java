package dev.valet.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** An HTTPS server on the loopback, with a certificate made for this one run, and what a client needs to trust it. */
final class TestHttps implements AutoCloseable {
    private static final char[] PASSWORD = "throw-away".toCharArray();
    private static @Nullable KeyStore made;

    final AtomicInteger requests = new AtomicInteger();
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final SSLContext context;

    private TestHttps(SSLContext context) throws IOException {
        this.context = context;
        this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(threads);
        server.start();
    }

    static TestHttps start() throws IOException, GeneralSecurityException, InterruptedException {
        return new TestHttps(context(onceForAll()));
    }

    private static synchronized KeyStore onceForAll()
            throws IOException, GeneralSecurityException, InterruptedException {
        if (made == null) {
            made = certificate();
        }
        return made;
    }

    /** The JDK's own tool makes it, because the JDK has no public way to sign a certificate. */
    private static KeyStore certificate() throws IOException, GeneralSecurityException, InterruptedException {
        var directory = Files.createTempDirectory("valet-test-https");
        var file = directory.resolve("server.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        var ended = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (ended != 0) {
            throw new IOException("keytool ended with " + ended);
        }
        try (InputStream in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            return store;
        } finally {
            Files.delete(file);
            Files.delete(directory);
        }
    }

    private static SSLContext context(KeyStore store) throws GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, PASSWORD);
        var trusted = KeyStore.getInstance("PKCS12");
        try {
            trusted.load(null, null);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible); // nothing is read
        }
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** A client that is strict like Valet's own, and trusts this server beside nobody. */
    HttpClient client() {
        return JwksLoader.strictly().sslContext(context).build();
    }

    String url(String path) {
        return "https://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    void answer(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            requests.incrementAndGet();
            try (exchange) {
                handler.handle(exchange);
            }
        });
    }

    static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
