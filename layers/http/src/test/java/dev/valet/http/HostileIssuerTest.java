package dev.valet.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Json;
import dev.valet.identity.Issuer.SigningAlgorithm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a JWKS server can try, and what comes of it (T-05). */
@Timeout(30)
class HostileIssuerTest {
    private static final TestIssuer OIDC = TestIssuer.OIDC;

    private TestHttps server;
    private JwksLoader loader;

    @BeforeEach
    void start() throws Exception {
        server = TestHttps.start();
        loader = new JwksLoader(server.client());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Loading load(String path) {
        return loader.load(server.url(path), SigningAlgorithm.ES256);
    }

    private void answer(String path, int status, Json body) {
        server.answer(
                path, exchange -> TestHttps.send(exchange, status, body.text().getBytes(UTF_8)));
    }

    private static Loading failed(LoadFault fault) {
        return new Loading.Failed(fault);
    }

    @Test
    void soundKeysAreLoadedAndSayWhereTheyCameFrom() {
        answer("/sound", 200, OIDC.jwks());
        assertThat(load("/sound")).isEqualTo(new Loading.Loaded(LoadedKeys.of(server.url("/sound"), OIDC.jwks())));
    }

    @Test
    void aRedirectLeadsNowhere() { // CVE-2026-49478
        answer("/elsewhere", 200, OIDC.jwks());
        for (int status : List.of(301, 302, 303, 307, 308)) {
            server.answer("/redirect" + status, exchange -> {
                exchange.getResponseHeaders().add("Location", server.url("/elsewhere"));
                TestHttps.send(exchange, status, new byte[0]);
            });
            int before = server.requests.get();
            assertThat(load("/redirect" + status)).isEqualTo(failed(LoadFault.UNEXPECTED_STATUS));
            assertThat(server.requests.get()).isEqualTo(before + 1);
        }
    }

    @Test
    void aClientThatWouldFollowIsNotTaken() {
        try (var follower = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            assertThatThrownBy(() -> new JwksLoader(follower)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void nothingButOkIsKeys() {
        for (int status : List.of(201, 203, 206, 400, 404, 429, 500, 503)) {
            answer("/status" + status, status, OIDC.jwks());
            assertThat(load("/status" + status)).isEqualTo(failed(LoadFault.UNEXPECTED_STATUS));
        }
        server.answer("/empty", exchange -> TestHttps.send(exchange, 204, new byte[0]));
        assertThat(load("/empty")).isEqualTo(failed(LoadFault.UNEXPECTED_STATUS));
    }

    @Test
    void tenMegabytesAreNotRead() { // CVE-2024-34079
        server.answer("/big", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            var some = new byte[64 * 1024];
            for (int i = 0; i < 160; i++) {
                exchange.getResponseBody().write(some);
            }
        });
        assertThat(load("/big")).isEqualTo(failed(LoadFault.TOO_LARGE));
    }

    @Test
    void theLimitIsExact() {
        server.answer("/most", exchange -> TestHttps.send(exchange, 200, padded(JwksLoader.MOST_BYTES)));
        assertThat(load("/most")).isInstanceOf(Loading.Loaded.class);
        server.answer("/more", exchange -> TestHttps.send(exchange, 200, padded(JwksLoader.MOST_BYTES + 1)));
        assertThat(load("/more")).isEqualTo(failed(LoadFault.TOO_LARGE));
    }

    private static byte[] padded(int length) {
        var text = OIDC.jwks().text();
        return (text + " ".repeat(length - text.length())).getBytes(UTF_8);
    }

    @Test
    void nothingIsDecompressed() throws IOException { // CVE-2026-39396
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write(padded(10_000_000));
        }
        server.answer("/zipped", exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            TestHttps.send(exchange, 200, zipped.toByteArray());
        });
        assertThat(load("/zipped")).isEqualTo(failed(LoadFault.UNSOUND_KEYS));
    }

    @Test
    void aSlowHeadAndASlowBodyEndInTime() {
        var done = new CountDownLatch(1);
        server.answer("/slow-head", exchange -> await(done));
        server.answer("/slow-body", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await(done);
        });
        var hasty = new JwksLoader(server.client(), Duration.ofMillis(300));
        assertThat(hasty.load(server.url("/slow-head"), SigningAlgorithm.ES256)).isEqualTo(failed(LoadFault.TOO_SLOW));
        assertThat(hasty.load(server.url("/slow-body"), SigningAlgorithm.ES256)).isEqualTo(failed(LoadFault.TOO_SLOW));
        done.countDown();
    }

    private static void await(CountDownLatch done) {
        try {
            boolean _ = done.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void keysThatAreNotAllSoundAreNotLoaded() {
        var key = TestKeys.jwk("key-1", "ES256", OIDC.key());
        var other = TestKeys.jwk("key-1", "ES256", TestKeys.ec("secp256r1"));
        answer("/twice", 200, TestKeys.set(key, other));
        answer("/off-curve", 200, TestKeys.set(key, TestKeys.with(other, Map.of("kid", Json.of("2"), "y", x(other)))));
        answer("/other-algorithm", 200, TestIssuer.GITHUB.jwks());
        answer("/none", 200, TestKeys.set());
        server.answer("/html", exchange -> TestHttps.send(exchange, 200, "<html>".getBytes(UTF_8)));
        server.answer(
                "/two",
                exchange -> TestHttps.send(
                        exchange, 200, (OIDC.jwks().text() + OIDC.jwks().text()).getBytes(UTF_8)));
        server.answer(
                "/member-twice",
                exchange -> TestHttps.send(
                        exchange,
                        200,
                        OIDC.jwks()
                                .text()
                                .replace("{\"keys\"", "{\"keys\":[],\"keys\"")
                                .getBytes(UTF_8)));
        server.answer(
                "/deep",
                exchange -> TestHttps.send(exchange, 200, "[".repeat(100_000).getBytes(UTF_8)));
        for (var path : List.of(
                "/twice", "/off-curve", "/other-algorithm", "/none", "/html", "/two", "/member-twice", "/deep")) {
            assertThat(load(path)).as(path).isEqualTo(failed(LoadFault.UNSOUND_KEYS));
        }
    }

    private static Json x(Json.Obj jwk) {
        return java.util.Objects.requireNonNull(jwk.members().get("x"));
    }

    @Test
    void aServerNobodyVouchesForIsNotTrusted() {
        answer("/untrusted", 200, OIDC.jwks());
        try (var ordinary = JwksLoader.strictly().build()) {
            assertThat(new JwksLoader(ordinary).load(server.url("/untrusted"), SigningAlgorithm.ES256))
                    .isEqualTo(failed(LoadFault.UNREACHABLE));
        }
        // The certificate is for 127.0.0.1, so the same server under another name is somebody else.
        assertThat(loader.load(server.url("/untrusted").replace("127.0.0.1", "localhost"), SigningAlgorithm.ES256))
                .isEqualTo(failed(LoadFault.UNREACHABLE));
    }

    @Test
    void nothingIsLoadedInClearText() {
        for (var url :
                List.of("http://127.0.0.1:1/jwks", "file:///etc/hostname", "jwks.json", "https:///jwks", "ht tp://x")) {
            assertThat(loader.load(url, SigningAlgorithm.ES256)).as(url).isEqualTo(failed(LoadFault.NOT_HTTPS));
        }
    }

    @Test
    void aPortWhereNobodyListensIsUnreachable() {
        assertThat(loader.load("https://127.0.0.1:1/jwks", SigningAlgorithm.ES256))
                .isEqualTo(failed(LoadFault.UNREACHABLE));
    }

    @Test
    void keysOfAnotherIssuerVerifyNothingHere() {
        var world = new TestVerifier();
        answer("/wrong", 200, TestKeys.set(TestKeys.jwk("key-1", "ES256", TestKeys.ec("secp256r1"))));
        world.issuers.register(OIDC.pinned(server.url("/wrong")));
        assertThat(new RefreshKeys(world.issuers, loader, world.clock).refresh())
                .allMatch(refreshed -> refreshed.fault().isEmpty());
        assertThat(world.fault(OIDC.token())).isEqualTo("bad-signature");
    }
}
