package dev.valet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Json;
import dev.valet.Unavailable;
import dev.valet.identity.Issuer;
import dev.valet.identity.IssuerId;
import dev.valet.identity.Issuers;
import dev.valet.testkit.TurnableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a verifier knows, for how long, and what it asks. */
class KnownIssuersTest {
    private static final TestIssuer OIDC = TestIssuer.OIDC;
    private static final String URL = "https://issuer.example/jwks.json";

    private final TestVerifier world = new TestVerifier();

    private void storeKeys(Instant fetchedAt) {
        store(LoadedKeys.of(URL, OIDC.jwks()), fetchedAt);
    }

    private void store(Json keys, Instant fetchedAt) {
        world.issuers.register(OIDC.pinned(URL));
        world.issuers.store(OIDC.id(), new Issuers.StoredKeys(keys, fetchedAt, false));
    }

    /** A token made now, whenever that is. */
    private String token() {
        long now = world.clock.instant().getEpochSecond();
        var times = Map.of("iat", Json.of(now), "nbf", Json.of(now), "exp", Json.of(now + 60));
        return OIDC.token(TestKeys.with(OIDC.claims(), times));
    }

    @Test
    void keysThatUpkeepLoadedAreUsed() {
        storeKeys(world.clock.instant());
        assertThat(world.fault(token())).isEqualTo("believed");
    }

    @Test
    void anIssuerWhoseKeysWereNeverLoadedIsDenied() {
        world.issuers.register(OIDC.pinned(URL));
        assertThat(world.fault(token())).isEqualTo("no-keys");
    }

    @Test
    void keysOlderThanADayAreNotUsed() {
        storeKeys(world.clock.instant());
        world.clock.turn(Duration.ofHours(24));
        assertThat(world.fault(token())).isEqualTo("believed");
        world.clock.turn(Duration.ofSeconds(1));
        assertThat(world.fault(token())).isEqualTo("no-keys");
    }

    @Test
    void keysFromAnotherPlaceAreNotThisIssuers() { // the registration moved to another URL
        store(LoadedKeys.of("https://old.example/jwks.json", OIDC.jwks()), world.clock.instant());
        assertThat(world.fault(token())).isEqualTo("no-keys");
        store(OIDC.jwks(), world.clock.instant());
        world.clock.turn(Duration.ofSeconds(61));
        assertThat(world.fault(token())).isEqualTo("no-keys");
    }

    @Test
    void storedKeysThatAreUnsoundAreNoKeys() {
        var key = TestKeys.jwk("key-1", "ES256", OIDC.key());
        store(
                Json.object()
                        .with("source", URL)
                        .with("keys", new Json.Arr(List.of(key, key)))
                        .build(),
                world.clock.instant());
        assertThat(world.fault(token())).isEqualTo("no-keys");
    }

    @Test
    void aKeyThatLeftTheSetIsUnusableAMinuteLater() { // J-9
        storeKeys(world.clock.instant());
        assertThat(world.fault(token())).isEqualTo("believed");
        var rotated = TestKeys.set(TestKeys.jwk("key-2", "ES256", TestKeys.ec("secp256r1")));
        store(LoadedKeys.of(URL, rotated), world.clock.instant());
        world.clock.turn(Duration.ofSeconds(61));
        assertThat(world.fault(token())).isEqualTo("unknown-key");
    }

    @Test
    void anUnknownKeyIsAskedForOnceAMinute() { // J-2
        storeKeys(world.clock.instant());
        var unknown = TestTokens.signed("key-9", "ES256", OIDC.key(), OIDC.claims());
        world.clock.turn(Duration.ofSeconds(1));
        assertThat(world.issuers.keys(OIDC.id()).orElseThrow().refreshWanted()).isFalse();
        assertThat(world.fault(unknown)).isEqualTo("unknown-key");
        assertThat(world.issuers.keys(OIDC.id()).orElseThrow().refreshWanted()).isTrue();
        int calls = world.issuers.calls();
        assertThat(world.fault(unknown)).isEqualTo("unknown-key");
        assertThat(world.issuers.calls()).isEqualTo(calls);
    }

    @Test
    void aRemovedIssuerIsNobodyAtOnce() {
        assertThat(world.fault(OIDC.token())).isEqualTo("believed");
        world.issuers.remove(OIDC.id());
        assertThat(world.fault(OIDC.token())).isEqualTo("unknown-issuer");
    }

    @Test
    void aChangedRegistrationIsNotTheOneThatWasDecidedOn() {
        assertThat(world.fault(OIDC.token())).isEqualTo("believed");
        world.issuers.register(OIDC.registered(new Issuer.Keys.Inline(OIDC.jwks()), Map.of("tier", "agent")));
        assertThat(world.fault(OIDC.token())).isEqualTo("unknown-issuer");
        world.clock.turn(Duration.ofSeconds(61));
        assertThat(world.fault(token())).isEqualTo("unaccepted-claims");
    }

    @Test
    void aNewIssuerIsKnownAMinuteLater() {
        world.issuers.remove(OIDC.id());
        assertThat(world.fault(OIDC.token())).isEqualTo("unknown-issuer");
        world.issuers.register(OIDC.inline());
        assertThat(world.fault(OIDC.token())).isEqualTo("unknown-issuer");
        world.clock.turn(Duration.ofSeconds(61));
        assertThat(world.fault(token())).isEqualTo("believed");
    }

    @Test
    void whatIsForgottenIsAskedForAgain() {
        assertThat(world.fault(OIDC.token())).isEqualTo("believed");
        int calls = world.issuers.calls();
        world.verifier.forget();
        assertThat(world.fault(OIDC.token())).isEqualTo("believed");
        assertThat(world.issuers.calls()).isEqualTo(calls + 2);
    }

    @Test
    void aGenuineTokenCostsOneQuestionOnceItsIssuerIsKnown() {
        assertThat(world.fault(OIDC.token())).isEqualTo("believed");
        int calls = world.issuers.calls();
        assertThat(world.fault(OIDC.token())).isEqualTo("believed");
        assertThat(world.issuers.calls()).isEqualTo(calls + 1);
    }

    @Test
    void aStoreThatDoesNotAnswerBelievesNobody() { // INV-5
        var verifier = new TokenVerifier(new Unanswering(), TestIssuer.AUDIENCE, new TurnableClock());
        assertThatThrownBy(() -> verifier.verify(OIDC.token())).isInstanceOf(Unavailable.class);
    }

    private static final class Unanswering implements Issuers {
        @Override
        public Optional<Issuer> byUrl(String issuer) {
            throw new Unavailable("dynamodb.down");
        }

        @Override
        public List<Issuer> all() {
            throw new Unavailable("dynamodb.down");
        }

        @Override
        public Optional<StoredKeys> keys(IssuerId issuer) {
            throw new Unavailable("dynamodb.down");
        }

        @Override
        public void store(IssuerId issuer, StoredKeys keys) {
            throw new Unavailable("dynamodb.down");
        }

        @Override
        public void wantRefresh(IssuerId issuer) {
            throw new Unavailable("dynamodb.down");
        }
    }
}
