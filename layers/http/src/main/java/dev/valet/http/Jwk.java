package dev.valet.http;

import com.nimbusds.jose.jwk.Curve;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.identity.Issuer.SigningAlgorithm;
import java.util.List;
import java.util.Optional;

/** One key of a JWK Set (RFC 7517, section 4). */
final class Jwk {
    private static final int MOST_CHARACTERS = 256;
    /** Parts of private and of symmetric keys. Whoever publishes one has no secret left to sign with. */
    private static final List<String> SECRET_PARTS = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    private Jwk() {}

    /**
     * The key, when it is one for signatures of this algorithm; a set may hold others, which Valet leaves alone.
     *
     * @throws Malformed when it is one, and weak or wrong
     */
    static Optional<VerificationKey> read(Json.Obj jwk, SigningAlgorithm algorithm) {
        if (!isFor(jwk, algorithm.name())) {
            return Optional.empty();
        }
        return switch (algorithm) {
            case RS256 -> is(jwk, "kty", "RSA") ? Optional.of(RsaKey.read(jwk, "RS256")) : Optional.empty();
            case ES256 -> onCurve(jwk, Curve.P_256, "ES256");
            case ES384 -> onCurve(jwk, Curve.P_384, "ES384");
        };
    }

    private static Optional<VerificationKey> onCurve(Json.Obj jwk, Curve curve, String algorithm) {
        return is(jwk, "kty", "EC") && is(jwk, "crv", curve.getName())
                ? Optional.of(EcKey.read(jwk, curve, algorithm))
                : Optional.empty();
    }

    /** {@code use} is demanded; {@code key_ops} and {@code alg} have to fit where they are present (J-3). */
    private static boolean isFor(Json.Obj jwk, String algorithm) {
        var members = jwk.members();
        boolean verifies = !members.containsKey("key_ops")
                || members.get("key_ops") instanceof Json.Arr(var operations) && operations.contains(Json.of("verify"));
        boolean fits = !members.containsKey("alg") || is(jwk, "alg", algorithm);
        return is(jwk, "use", "sig") && verifies && fits;
    }

    private static boolean is(Json.Obj jwk, String name, String text) {
        return Json.of(text).equals(jwk.members().get(name));
    }

    /** @throws Malformed when the key tells a secret, or its id is no id */
    static Optional<String> id(Json.Obj jwk) {
        Malformed.unless(
                SECRET_PARTS.stream().noneMatch(jwk.members()::containsKey), "has no private and no symmetric key");
        return jwk.members().containsKey("kid") ? Optional.of(text(jwk, "kid")) : Optional.empty();
    }

    static String text(Json.Obj jwk, String name) {
        int most = name.equals("kid") ? MOST_CHARACTERS : Integer.MAX_VALUE;
        if (jwk.members().get(name) instanceof Json.Str(String text) && !text.isEmpty() && text.length() <= most) {
            return text;
        }
        throw new Malformed("has keys whose " + name + " is a string, not empty and not too long");
    }
}
