package dev.valet.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Json;
import dev.valet.http.RefreshKeys.Refreshed;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefreshKeysTest {
    private static final TestIssuer OIDC = TestIssuer.OIDC;

    private final TestVerifier world = new TestVerifier();
    private final AtomicReference<Json.Obj> published = new AtomicReference<>(OIDC.jwks());
    private TestHttps server;
    private RefreshKeys refreshKeys;

    @BeforeEach
    void start() throws Exception {
        server = TestHttps.start();
        server.answer(
                "/jwks",
                exchange -> TestHttps.send(exchange, 200, published.get().text().getBytes(UTF_8)));
        refreshKeys = new RefreshKeys(world.issuers, new JwksLoader(server.client()), world.clock);
        world.issuers.register(OIDC.pinned(server.url("/jwks")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Refreshed fine(TestIssuer issuer) {
        return new Refreshed(issuer.id(), Optional.empty(), false);
    }

    private String token(String keyId, KeyPair key) {
        long now = world.clock.instant().getEpochSecond();
        var times = Map.of("iat", Json.of(now), "nbf", Json.of(now), "exp", Json.of(now + 60));
        return TestTokens.signed(keyId, "ES256", key, TestKeys.with(OIDC.claims(), times));
    }

    @Test
    void keysAreLoadedOnceAndAgainWhenTheyAreDue() {
        assertThat(refreshKeys.refresh()).containsExactly(fine(OIDC));
        assertThat(refreshKeys.refresh()).isEmpty();
        world.clock.turn(Duration.ofSeconds(299));
        assertThat(refreshKeys.refresh()).isEmpty();
        world.clock.turn(Duration.ofSeconds(1));
        assertThat(refreshKeys.refresh()).containsExactly(fine(OIDC));
        assertThat(server.requests).hasValue(2);
    }

    @Test
    void anIssuerRotatesAndItsNewKeyIsKnownSoon() { // rotation mid-flight
        refreshKeys.refresh();
        var next = TestKeys.ec("secp256r1");
        assertThat(world.fault(token("key-1", OIDC.key()))).isEqualTo("believed");
        published.set(TestKeys.set(TestKeys.jwk("key-1", "ES256", OIDC.key()), TestKeys.jwk("key-2", "ES256", next)));
        world.clock.turn(Duration.ofSeconds(10));
        assertThat(world.fault(token("key-2", next))).isEqualTo("unknown-key");
        assertThat(refreshKeys.refresh()).containsExactly(fine(OIDC));
        world.clock.turn(Duration.ofSeconds(61));
        assertThat(world.fault(token("key-2", next))).isEqualTo("believed");
        assertThat(world.fault(token("key-1", OIDC.key()))).isEqualTo("believed");
        assertThat(refreshKeys.refresh()).isEmpty();
    }

    @Test
    void whatFailsIsReportedAndLeavesTheOldKeys() {
        refreshKeys.refresh();
        published.set(TestKeys.set());
        world.clock.turn(Duration.ofMinutes(59));
        assertThat(refreshKeys.refresh())
                .containsExactly(new Refreshed(OIDC.id(), Optional.of(LoadFault.UNSOUND_KEYS), false));
        world.clock.turn(Duration.ofHours(22));
        assertThat(refreshKeys.refresh())
                .containsExactly(new Refreshed(OIDC.id(), Optional.of(LoadFault.UNSOUND_KEYS), true));
        assertThat(world.fault(token("key-1", OIDC.key()))).isEqualTo("believed");
        world.clock.turn(Duration.ofHours(2));
        assertThat(world.fault(token("key-1", OIDC.key()))).isEqualTo("no-keys");
        published.set(OIDC.jwks());
        assertThat(refreshKeys.refresh()).containsExactly(fine(OIDC));
    }

    @Test
    void oneFailureStopsNoOther() {
        world.issuers.register(TestIssuer.AWS.pinned(server.url("/nowhere")));
        assertThat(refreshKeys.refresh())
                .containsExactlyInAnyOrder(
                        fine(OIDC), new Refreshed(TestIssuer.AWS.id(), Optional.of(LoadFault.UNEXPECTED_STATUS), true));
    }

    @Test
    void aRegistrationThatMovedIsLoadedFromItsNewPlaceAtOnce() {
        refreshKeys.refresh();
        var next = TestKeys.ec("secp256r1");
        server.answer(
                "/moved",
                exchange -> TestHttps.send(
                        exchange,
                        200,
                        TestKeys.set(TestKeys.jwk("key-1", "ES256", next))
                                .text()
                                .getBytes(UTF_8)));
        world.issuers.register(OIDC.pinned(server.url("/moved")));
        assertThat(world.fault(token("key-1", OIDC.key()))).isEqualTo("no-keys");
        assertThat(refreshKeys.refresh()).containsExactly(fine(OIDC));
        world.clock.turn(Duration.ofSeconds(61));
        assertThat(world.fault(token("key-1", next))).isEqualTo("believed");
        assertThat(world.fault(token("key-1", OIDC.key()))).isEqualTo("bad-signature");
    }

    @Test
    void anIssuerWithItsKeysInTheRegistrationIsNeverAsked() {
        world.issuers.register(OIDC.inline());
        assertThat(refreshKeys.refresh()).isEmpty();
        assertThat(server.requests).hasValue(0);
    }
}
