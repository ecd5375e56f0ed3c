package dev.valet.authorize;

import dev.valet.Json;
import dev.valet.ObjectBuilder;
import dev.valet.edge.Settings;
import dev.valet.http.TokenVerifier;
import dev.valet.identity.Issuer;
import dev.valet.identity.Issuer.SigningAlgorithm;
import dev.valet.identity.IssuerId;
import dev.valet.identity.IssuerType;
import dev.valet.identity.Issuers;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The authorizer's own path run dry before a snapshot: tokens of made-up issuers, at a time that never was. Nobody signed
 * them, so each ends at its signature; no key is made for it, and no randomness is used.
 */
final class AuthorizeRehearsal {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final int ROUNDS = 200;

    private final Settings settings;

    AuthorizeRehearsal(Settings settings) {
        this.settings = settings;
    }

    void run() {
        run(SigningAlgorithm.RS256, rsa(), 256);
        run(SigningAlgorithm.ES256, p256(), 64);
    }

    private void run(SigningAlgorithm algorithm, Json key, int signatureBytes) {
        var issuer = issuer(algorithm, key);
        var verifier = new TokenVerifier(new OneIssuer(issuer), settings.audience(), CLOCK);
        var log = new AuthorizeLog(AuthorizeRehearsal::expect, CLOCK);
        var handler = new AuthorizeHandler(verifier, settings, log, null);
        for (int i = 0; i < ROUNDS; i++) {
            try {
                handler.answer(event(token(issuer, signatureBytes)), "rehearsal");
            } catch (Unauthorized asRehearsed) {
                // The path was walked up to here.
            }
        }
    }

    /** A rehearsal that goes wrong stops the deployment: better than a snapshot of something broken. */
    private static void expect(String line) {
        if (!line.contains("\"cause\":\"bad-signature\"")) {
            throw new IllegalStateException("the authorizer did not go as rehearsed");
        }
    }

    private static Issuer issuer(SigningAlgorithm algorithm, Json key) {
        var set = Json.object().with("keys", new Json.Arr(List.of(key))).build();
        return new Issuer(
                new IssuerId("rehearsal"),
                IssuerType.OIDC,
                "https://rehearsal.invalid",
                new Issuer.Keys.Inline(set),
                algorithm,
                Optional.empty(),
                true,
                List.of("sub"),
                Map.of());
    }

    /** A number of the right size with nobody's factors. */
    private static Json rsa() {
        var modulus = BigInteger.TWO.pow(2048).subtract(BigInteger.ONE).toByteArray();
        return key("RSA", "RS256")
                .with("n", encoded(Arrays.copyOfRange(modulus, 1, modulus.length)))
                .with("e", "AQAB")
                .build();
    }

    /** The point that the curve's own definition names (FIPS 186-4, D.1.2.3): no key that anybody would use. */
    private static Json p256() {
        return key("EC", "ES256")
                .with("crv", "P-256")
                .with("x", "axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY")
                .with("y", "T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU")
                .build();
    }

    private static ObjectBuilder key(String sort, String algorithm) {
        return Json.object()
                .with("kty", sort)
                .with("kid", "rehearsal")
                .with("use", "sig")
                .with("alg", algorithm);
    }

    private String token(Issuer issuer, int signatureBytes) {
        var header = Json.object()
                .with("alg", issuer.algorithm().name())
                .with("kid", "rehearsal")
                .build();
        var claims = Json.object()
                .with("iss", issuer.issuer())
                .with("aud", settings.audience())
                .with("iat", 0)
                .with("exp", 60)
                .with("sub", "rehearsal")
                .build();
        var signature = new byte[signatureBytes];
        Arrays.fill(signature, (byte) 1);
        return encoded(bytes(header)) + "." + encoded(bytes(claims)) + "." + encoded(signature);
    }

    private byte[] event(String token) {
        return bytes(Json.object()
                .with("type", "TOKEN")
                .with("authorizationToken", "Bearer " + token)
                .with(
                        "methodArn",
                        "arn:aws:execute-api:%s:%s:%s/%s/GET/oidc/v1/whoami"
                                .formatted(settings.region(), settings.account(), settings.apiId(), settings.stage()))
                .build());
    }

    private static byte[] bytes(Json json) {
        return json.text().getBytes(StandardCharsets.UTF_8);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private record OneIssuer(Issuer issuer) implements Issuers {
        @Override
        public Optional<Issuer> byUrl(String url) {
            return Optional.of(issuer);
        }

        @Override
        public List<Issuer> all() {
            return List.of(issuer);
        }

        @Override
        public Optional<StoredKeys> keys(IssuerId id) {
            return Optional.empty();
        }

        @Override
        public void store(IssuerId id, StoredKeys keys) {}

        @Override
        public void wantRefresh(IssuerId id) {}
    }
}
