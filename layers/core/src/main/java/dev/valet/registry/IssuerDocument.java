package dev.valet.registry;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.identity.Issuer;
import dev.valet.identity.IssuerId;
import dev.valet.identity.IssuerType;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** An issuer as a document: read strictly, written canonically. */
public final class IssuerDocument {
    private IssuerDocument() {}

    /** @throws Malformed with every problem found */
    public static Issuer read(Json json) {
        return Fields.read(json, fields -> {
            var id = fields.parsed("issuer", IssuerId::parse);
            var type = fields.parsed("type", IssuerDocument::type);
            var url = fields.parsed("url", IssuerDocument::url);
            var jwks = fields.optionalParsed("jwks", IssuerDocument::keysUrl);
            var keys = fields.json("keys");
            var algorithm = fields.parsed("algorithm", IssuerDocument::algorithm);
            var audience = fields.optionalParsed("audience", Texts::line);
            var development = fields.flag("development", false);
            var subject = fields.texts("subjectClaims", Function.identity());
            var required = fields.textsByName("requiredClaims");
            if (fields.has("jwks") == fields.has("keys")) {
                fields.problem("", "has either jwks, a URL, or keys, a JWK Set");
            }
            return fields.build(() -> checked(new Issuer(
                    id.get(),
                    type.get(),
                    url.get(),
                    keys(jwks.get(), keys),
                    algorithm.get(),
                    audience.get(),
                    development.get(),
                    subject.get(),
                    required.get())));
        });
    }

    private static Issuer.Keys keys(Optional<String> jwks, Optional<Json> keys) {
        return jwks.<Issuer.Keys>map(Issuer.Keys.Pinned::new)
                .orElseGet(() -> new Issuer.Keys.Inline(keys.orElseThrow()));
    }

    private static Issuer checked(Issuer issuer) {
        var broken = IssuerRules.broken(issuer);
        if (!broken.isEmpty()) {
            throw new Malformed(broken);
        }
        return issuer;
    }

    /** Every claim that a subject of this issuer is made of: what an agent's identity has to pin. */
    public static List<String> subjectClaims(Issuer issuer) {
        return Stream.concat(issuer.type().subjectClaims().stream(), issuer.subjectClaims().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** An issuer identifier: https, a host, no user, no query, no fragment (RFC 8414, section 2). */
    static String url(String text) {
        return https(text, "is an https URL without user, query or fragment");
    }

    private static String keysUrl(String text) {
        return https(text, "is an https URL without user, query or fragment; it is loaded without following redirects");
    }

    private static String https(String text, String rule) {
        try {
            var uri = URI.create(text);
            Malformed.unless(
                    text.length() <= 500
                            && "https".equals(uri.getScheme())
                            && uri.getHost() != null
                            && uri.getRawUserInfo() == null
                            && uri.getRawQuery() == null
                            && uri.getRawFragment() == null,
                    rule);
            return text;
        } catch (IllegalArgumentException notAUri) {
            throw new Malformed(rule);
        }
    }

    private static IssuerType type(String text) {
        return Arrays.stream(IssuerType.values())
                .filter(type -> type.word().equals(text))
                .findFirst()
                .orElseThrow(() -> new Malformed("is aws, kubernetes, github or oidc"));
    }

    private static Issuer.SigningAlgorithm algorithm(String text) {
        return Arrays.stream(Issuer.SigningAlgorithm.values())
                .filter(algorithm -> algorithm.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new Malformed("is RS256, ES256 or ES384"));
    }

    public static Json write(Issuer issuer) {
        var document = Json.object()
                .with("issuer", issuer.id().text())
                .with("type", issuer.type().word())
                .with("url", issuer.issuer());
        switch (issuer.keys()) {
            case Issuer.Keys.Pinned(String url) -> document.with("jwks", url);
            case Issuer.Keys.Inline(Json jwks) -> document.with("keys", jwks);
        }
        return document.with("algorithm", issuer.algorithm().name())
                .with("audience", issuer.audience())
                .with("development", issuer.development())
                .with("subjectClaims", issuer.subjectClaims())
                .with("requiredClaims", Json.strings(issuer.requiredClaims()))
                .build();
    }
}
