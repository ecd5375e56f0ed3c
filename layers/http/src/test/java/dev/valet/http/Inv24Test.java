package dev.valet.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A caller who proved nothing costs nothing: no question to the store, and no network at all (T-28). */
class Inv24Test {
    private static final int JUNK = 10_000;

    private final TestVerifier world = new TestVerifier();
    private final Random random = new Random(20260302);

    @Test
    void tenThousandJunkTokensAskNothing() {
        for (int i = 0; i < JUNK; i++) {
            var bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            var text = Base64Url.encode(bytes);
            assertThat(world.fault(i % 2 == 0 ? text : text + "." + text + "." + text))
                    .isNotEqualTo("believed");
        }
        assertThat(world.issuers.calls()).isZero();
    }

    @Test
    void tenThousandStrangersCostOneListing() {
        for (int i = 0; i < JUNK; i++) {
            var claims = Json.strings(Map.of("iss", "https://issuer.example/" + random.nextLong()));
            assertThat(world.fault(unsigned("key-1", claims))).isEqualTo("unknown-issuer");
        }
        assertThat(world.issuers.calls()).isEqualTo(1);
    }

    @Test
    void tenThousandForgeriesInTheNameOfAnIssuerCostItsKeysAndOneWish() {
        world.issuers.register(TestIssuer.OIDC.pinned("https://issuer.example/jwks.json"));
        store();
        for (int i = 0; i < JUNK; i++) {
            var id = i % 2 == 0 ? "key-1" : "key-" + random.nextLong();
            assertThat(world.fault(unsigned(id, TestIssuer.OIDC.claims()))).isIn("bad-signature", "unknown-key");
        }
        int afterTheFlood = world.issuers.calls();
        assertThat(afterTheFlood).as("store, all, keys, wantRefresh").isEqualTo(4);
        world.clock.turn(Duration.ofSeconds(59));
        assertThat(world.fault(unsigned("key-9", TestIssuer.OIDC.claims()))).isEqualTo("unknown-key");
        assertThat(world.issuers.calls()).isEqualTo(afterTheFlood);
    }

    private void store() {
        var keys = LoadedKeys.of("https://issuer.example/jwks.json", TestIssuer.OIDC.jwks());
        world.issuers.store(
                TestIssuer.OIDC.id(), new dev.valet.identity.Issuers.StoredKeys(keys, world.clock.instant(), false));
    }

    private static String unsigned(String keyId, Json claims) {
        return TestTokens.segment(TestTokens.header("ES256", keyId).text())
                + "."
                + TestTokens.segment(claims.text())
                + "."
                + Base64Url.encode(new byte[64]);
    }
}
