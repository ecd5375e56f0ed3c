package dev.valet.authorize;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.valet.Json;
import dev.valet.edge.Settings;
import dev.valet.http.TokenVerifier;
import dev.valet.identity.Issuer;
import dev.valet.identity.IssuerId;
import dev.valet.identity.IssuerType;
import dev.valet.json.StrictJson;
import dev.valet.testkit.Events;
import dev.valet.testkit.MemoryIssuers;
import dev.valet.testkit.TurnableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An authorizer with one registered issuer, whose key is at hand, and the lines it logged. */
final class World {
    static final Settings SETTINGS = Settings.from(Events.environment("AuthorizeFunction"));
    static final String ISSUER = "https://issuer.example";

    private static final ECKey KEY = key();

    final TurnableClock clock = new TurnableClock();
    final MemoryIssuers issuers = new MemoryIssuers(clock);
    final List<String> logged = new ArrayList<>();
    final AuthorizeHandler handler = new AuthorizeHandler(
            new TokenVerifier(issuers, SETTINGS.audience(), clock),
            SETTINGS,
            new AuthorizeLog(logged::add, clock),
            null);

    World() {
        var set = StrictJson.read("{\"keys\":[" + KEY.toPublicJWK().toJSONString() + "]}");
        issuers.register(new Issuer(
                new IssuerId("sample-issuer"),
                IssuerType.OIDC,
                ISSUER,
                new Issuer.Keys.Inline(set),
                Issuer.SigningAlgorithm.ES256,
                Optional.empty(),
                false,
                List.of("sub"),
                Map.of()));
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyID("key-1")
                    .generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    String token(String subject) {
        long now = clock.instant().getEpochSecond();
        var claims = Json.object()
                .with("iss", ISSUER)
                .with("aud", SETTINGS.audience())
                .with("iat", now)
                .with("exp", now + 300)
                .with("sub", subject)
                .build();
        try {
            var header =
                    new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("key-1").build();
            var signed = new JWSObject(header, new Payload(claims.text()));
            signed.sign(new ECDSASigner(KEY));
            return signed.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** An event as it lies in {@code events/}, with this token in it. */
    static String event(String name, String token) {
        return new String(Events.read("authorize-" + name), UTF_8).replace("${token}", token);
    }

    static String event(String authorization, String verb, String path) {
        return Json.object()
                .with("type", "TOKEN")
                .with("authorizationToken", authorization)
                .with("methodArn", "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/live/" + verb + "/" + path)
                .build()
                .text();
    }

    Json answer(String event) {
        return StrictJson.read(handler.answer(event.getBytes(UTF_8), "request-1"));
    }
}
