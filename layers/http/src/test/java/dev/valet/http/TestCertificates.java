package dev.valet.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** An authority for this one run, and servers it vouches for: rightly, for another name, for a time that is over. */
final class TestCertificates {
    /** Whose certificate a server shows. */
    enum Server {
        RIGHT("-signer", "authority", "-ext", "SAN=dns:" + TestUpstream.HOST, "-validity", "2"),
        OTHER_NAME("-signer", "authority", "-ext", "SAN=dns:other.example", "-validity", "2"),
        EXPIRED("-signer", "authority", "-ext", "SAN=dns:" + TestUpstream.HOST, "-startdate", "-10d", "-validity", "2"),
        SELF_SIGNED("-ext", "SAN=dns:" + TestUpstream.HOST, "-validity", "2");

        @SuppressWarnings("ImmutableEnumChecker") // made by List.of
        private final List<String> options;

        Server(String... options) {
            this.options = List.of(options);
        }
    }

    private static final char[] PASSWORD = "throw-away".toCharArray();
    private static @Nullable KeyStore made;

    private TestCertificates() {}

    private static synchronized KeyStore onceForAll() throws Exception {
        if (made == null) {
            made = make();
        }
        return made;
    }

    /** The JDK's own tool makes them, because the JDK has no public way to sign a certificate. */
    private static KeyStore make() throws Exception {
        var directory = Files.createTempDirectory("valet-test-upstream");
        var file = directory.resolve("servers.p12");
        keytool(file, "authority", List.of("-ext", "bc:c", "-validity", "2"));
        for (var server : Server.values()) {
            keytool(file, server.name(), server.options);
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

    private static void keytool(Path file, String alias, List<String> options) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-Duser.language=en",
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + alias,
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString()));
        command.addAll(options);
        int ended = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (ended != 0) {
            throw new IOException("keytool ended with " + ended);
        }
    }

    /** What the server proves itself with. */
    static SSLContext server(Server server) throws Exception {
        var store = empty();
        store.setKeyEntry(
                "server",
                onceForAll().getKey(server.name(), PASSWORD),
                PASSWORD,
                onceForAll().getCertificateChain(server.name()));
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** Trusts the authority, and nobody else. */
    static SSLContext client() throws Exception {
        var store = empty();
        store.setCertificateEntry("authority", onceForAll().getCertificate("authority"));
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    static Stream<Server> untrusted() {
        return Stream.of(Server.OTHER_NAME, Server.EXPIRED, Server.SELF_SIGNED);
    }
}
