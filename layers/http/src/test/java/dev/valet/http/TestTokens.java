package dev.valet.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.valet.Json;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.Map;

/** Makes compact tokens with the JDK's own signatures, so that no library vouches for itself. */
final class TestTokens {
    private TestTokens() {}

    static String signed(String keyId, String algorithm, KeyPair key, Json claims) {
        return signed(header(algorithm, keyId).text(), claims.text(), algorithm, key);
    }

    static Json.Obj header(String algorithm, String keyId) {
        return Json.object()
                .with("alg", algorithm)
                .with("kid", keyId)
                .with("typ", "JWT")
                .build();
    }

    /** Header and claims as text, because an attacker is not bound to write JSON as we would. */
    static String signed(String header, String claims, String algorithm, KeyPair key) {
        var content = segment(header) + "." + segment(claims);
        return content + "." + Base64Url.encode(signature(content, algorithm, key));
    }

    static String segment(String text) {
        return Base64Url.encode(text.getBytes(UTF_8));
    }

    static byte[] signature(String content, String algorithm, KeyPair key) {
        try {
            var signature = Signature.getInstance(JCA.get(algorithm));
            signature.initSign(key.getPrivate());
            signature.update(content.getBytes(UTF_8));
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static final Map<String, String> JCA = Map.of(
            "RS256", "SHA256withRSA",
            "RS512", "SHA512withRSA",
            "ES256", "SHA256withECDSAinP1363Format",
            "ES384", "SHA384withECDSAinP1363Format");
}
