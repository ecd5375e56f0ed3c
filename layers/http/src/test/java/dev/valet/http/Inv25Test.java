package dev.valet.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every input has a bound: of a token, its length and its depth. */
class Inv25Test {
    private final TestVerifier world = new TestVerifier();

    @Test
    void aTokenHasEightKilobytesAtMost() {
        assertThat(world.fault(ofLength(8 * 1024))).isEqualTo("believed");
        assertThat(world.fault(ofLength(8 * 1024 + 1))).isEqualTo("malformed-token");
        assertThat(world.fault("a".repeat(10_000_000))).isEqualTo("malformed-token");
        assertThat(world.fault(".".repeat(8 * 1024))).isEqualTo("malformed-token");
    }

    /** Filled in the header, which is not read beyond three members, until the length is exactly right. */
    private static String ofLength(int length) {
        var issuer = TestIssuer.OIDC;
        for (int filled = 0; ; filled++) {
            var header = TestKeys.with(
                    TestTokens.header("ES256", TestIssuer.KEY_ID), Map.of("x", Json.of("x".repeat(filled))));
            var claims = TestKeys.with(issuer.claims(), Map.of("filler", Json.of("y".repeat(4000))));
            int most = TestTokens.segment(header.text()).length()
                    + TestTokens.segment(claims.text()).length()
                    + 88;
            if (most == length) {
                return TestTokens.signed(header.text(), claims.text(), "ES256", issuer.key());
            }
            filled += most < length - 100 ? (length - most) / 2 : 0;
        }
    }

    @Test
    void claimsAreEightLevelsDeepAtMost() {
        assertThat(world.fault(deep(8))).isEqualTo("believed");
        assertThat(world.fault(deep(9))).isEqualTo("malformed-token");
        assertThat(world.fault(deep(500))).isEqualTo("malformed-token");
    }

    private static String deep(int levels) {
        Json inner = Json.of("bottom");
        for (int level = 1; level < levels; level++) {
            inner = level % 2 == 0
                    ? new Json.Arr(List.of(inner))
                    : Json.object().with("a", inner).build();
        }
        return TestIssuer.OIDC.token(TestKeys.with(TestIssuer.OIDC.claims(), Map.of("deep", inner)));
    }

    @Test
    void aClaimThatMakesASubjectHasAThousandCharactersAtMost() {
        assertThat(world.fault(subject("s".repeat(1000)))).isEqualTo("believed");
        assertThat(world.fault(subject("s".repeat(1001)))).isEqualTo("unaccepted-claims");
    }

    private static String subject(String text) {
        return TestIssuer.OIDC.token(TestKeys.with(TestIssuer.OIDC.claims(), Map.of("sub", Json.of(text))));
    }
}
