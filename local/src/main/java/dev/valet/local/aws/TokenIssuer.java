package dev.valet.local.aws;

import dev.valet.local.aws.wire.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The issuer of one account's outbound tokens. Its name stays the same from run to run; its keys are new each time, so
 * a token does not outlive the process. Its documents are had from here and from nowhere on the network.
 */
public final class TokenIssuer {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final String issuer;
    private final KeyPair es384;
    private final KeyPair rs256;

    TokenIssuer(String account) {
        this.issuer = "https://" + UUID.nameUUIDFromBytes(account.getBytes(StandardCharsets.UTF_8))
                + ".tokens.sts.global.api.aws";
        try {
            var ec = KeyPairGenerator.getInstance("EC");
            ec.initialize(new ECGenParameterSpec("secp384r1"));
            this.es384 = ec.generateKeyPair();
            var rsa = KeyPairGenerator.getInstance("RSA");
            rsa.initialize(2048);
            this.rs256 = rsa.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public String issuer() {
        return issuer;
    }

    /** What AWS serves under {@code /.well-known/openid-configuration}. */
    public String document() {
        return Json.write(Map.of(
                "issuer", issuer,
                "jwks_uri", issuer + "/.well-known/jwks.json",
                "response_types_supported", List.of("id_token"),
                "subject_types_supported", List.of("public"),
                "id_token_signing_alg_values_supported", List.of("ES384", "RS256")));
    }

    /** The public keys, which AWS serves under {@code /.well-known/jwks.json}. */
    public String jwks() {
        var ec = (ECPublicKey) es384.getPublic();
        var rsa = (RSAPublicKey) rs256.getPublic();
        return Json.write(Map.of(
                "keys",
                List.of(
                        Map.of(
                                "kty",
                                "EC",
                                "use",
                                "sig",
                                "alg",
                                "ES384",
                                "crv",
                                "P-384",
                                "kid",
                                kid(es384),
                                "x",
                                number(ec.getW().getAffineX(), 48),
                                "y",
                                number(ec.getW().getAffineY(), 48)),
                        Map.of(
                                "kty",
                                "RSA",
                                "use",
                                "sig",
                                "alg",
                                "RS256",
                                "kid",
                                kid(rs256),
                                "n",
                                number(rsa.getModulus(), 256),
                                "e",
                                number(rsa.getPublicExponent(), 3)))));
    }

    /** @param algorithm {@code ES384} or {@code RS256} */
    String sign(String algorithm, Map<String, Object> claims) {
        boolean elliptic = algorithm.equals("ES384");
        KeyPair keys = elliptic ? es384 : rs256;
        var all = new LinkedHashMap<String, Object>();
        all.put("iss", issuer);
        all.putAll(claims);
        String signed = base64(Json.write(Map.of("alg", algorithm, "typ", "JWT", "kid", kid(keys)))) + "."
                + base64(Json.write(all));
        try {
            var signature = Signature.getInstance(elliptic ? "SHA384withECDSAinP1363Format" : "SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.UTF_8));
            return signed + "." + BASE64URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String kid(KeyPair keys) {
        return UUID.nameUUIDFromBytes(keys.getPublic().getEncoded()).toString();
    }

    private static String base64(String text) {
        return BASE64URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String number(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[length];
        int copied = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - copied, fixed, length - copied, copied);
        return BASE64URL.encodeToString(fixed);
    }
}
