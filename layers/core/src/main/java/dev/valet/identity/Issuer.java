package dev.valet.identity;

import dev.valet.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A registered OIDC identity provider.
 *
 * @param issuer the exact {@code iss}, compared character by character
 * @param audience the one {@code aud} expected, when it is not the deployment's own
 * @param development its identities reach the sandbox only (T-41)
 * @param subjectClaims the claims that make a subject, beside what {@code type} demands; all are required
 * @param requiredClaims claims that must have exactly this value before a token is believed
 */
public record Issuer(
        IssuerId id,
        IssuerType type,
        String issuer,
        Keys keys,
        SigningAlgorithm algorithm,
        Optional<String> audience,
        boolean development,
        List<String> subjectClaims,
        Map<String, String> requiredClaims) {

    public Issuer {
        subjectClaims = List.copyOf(subjectClaims);
        requiredClaims = Map.copyOf(requiredClaims);
    }

    /** Where the verification keys come from. */
    public sealed interface Keys {
        /** An https URL, pinned; loaded out of the request path without following redirects (J-2). */
        record Pinned(String url) implements Keys {}

        /** A JWK Set in the registration itself, for issuers that Valet cannot reach. */
        record Inline(Json jwks) implements Keys {}
    }

    /** The algorithms Valet accepts (J-3). The registration chooses one; a token's header never chooses. */
    public enum SigningAlgorithm {
        RS256,
        ES256,
        ES384
    }
}
