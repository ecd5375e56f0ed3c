package dev.valet.local;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.valet.config.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * An OIDC issuer of this machine. Its key is made here, is kept in the state folder alone, and its tokens mean something
 * to this machine's Valet alone: the issuer is registered by its keys, as one for development.
 */
final class LocalIssuer {
    static final String URL = "https://issuer.valet.localhost";

    private static final Duration LIFE = Duration.ofMinutes(15);

    private final ECKey key;
    private final Clock clock;

    private LocalIssuer(ECKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    static LocalIssuer open(Optional<Path> state, Clock clock) {
        try {
            var file = state.map(folder -> folder.resolve("issuer.jwk"));
            if (file.isPresent() && Files.exists(file.get())) {
                return new LocalIssuer(ECKey.parse(Files.readString(file.get())), clock);
            }
            var key = new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
            if (file.isPresent()) {
                PrivateFile.write(file.get(), key.toJSONString());
            }
            return new LocalIssuer(key, clock);
        } catch (IOException | JOSEException | ParseException failed) {
            throw new Trouble("the key of the local issuer cannot be read or written: " + failed.getMessage());
        }
    }

    /** How it is registered. */
    SourceFile document() {
        return new SourceFile("(local issuer)", """
                issuer: local
                type: oidc
                url: %s
                keys: %s
                algorithm: ES256
                development: true
                subjectClaims: [sub]
                """.formatted(URL, new JWKSet(key.toPublicJWK()).toString()));
    }

    /** @param claims those that pin the subject */
    String token(String audience, Map<String, String> claims) {
        var now = clock.instant();
        var body = new JWTClaimsSet.Builder()
                .issuer(URL)
                .audience(audience)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .jwtID(UUID.randomUUID().toString());
        claims.forEach(body::claim);
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build();
        var token = new SignedJWT(header, body.build());
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException failed) {
            throw new IllegalStateException(failed);
        }
        return token.serialize();
    }
}
