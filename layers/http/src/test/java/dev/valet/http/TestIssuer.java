package dev.valet.http;

import dev.valet.Json;
import dev.valet.identity.Issuer;
import dev.valet.identity.Issuer.SigningAlgorithm;
import dev.valet.identity.IssuerId;
import dev.valet.identity.IssuerType;
import dev.valet.testkit.TurnableClock;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One issuer of each type: its registration, its key, and a token of it that has nothing wrong. */
enum TestIssuer {
    AWS(IssuerType.AWS, "https://0f3c1a2b.tokens.sts.global.api.aws", SigningAlgorithm.ES384, TestKeys.P384, "org_id") {
        @Override
        Json.Obj claims() {
            return common(300)
                    .with("sub", "arn:aws:iam::444455556666:role/agents/billing-agent")
                    .with(
                            "https://sts.amazonaws.com/",
                            Json.object()
                                    .with("aws_account", "444455556666")
                                    .with("source_region", "eu-west-1")
                                    .with("org_id", "o-example12345")
                                    .with("request_tags", Json.strings(Map.of("org_id", "o-chosen00000")))
                                    .build())
                    .build();
        }
    },
    KUBERNETES(
            IssuerType.KUBERNETES,
            "https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE",
            SigningAlgorithm.RS256,
            TestKeys.RSA) {
        @Override
        Json.Obj claims() {
            return common(3600)
                    .with("aud", List.of(AUDIENCE))
                    .with("sub", "system:serviceaccount:agents:billing")
                    .with(
                            "kubernetes.io",
                            Json.object()
                                    .with("namespace", "agents")
                                    .with("node", Json.strings(Map.of("name", "ip-10-0-1-7", "uid", "n-1")))
                                    .with("pod", Json.strings(Map.of("name", "billing-0", "uid", "p-1")))
                                    .with("serviceaccount", Json.strings(Map.of("name", "billing", "uid", "s-1")))
                                    .build())
                    .build();
        }
    },
    GITHUB(
            IssuerType.GITHUB,
            "https://token.actions.githubusercontent.com",
            SigningAlgorithm.RS256,
            TestKeys.RSA,
            "ref") {
        @Override
        Json.Obj claims() {
            return common(300)
                    .with("sub", "repo:acme/reports:ref:refs/heads/main")
                    .with("repository", "acme/reports")
                    .with("repository_id", "74")
                    .with("repository_owner_id", "65")
                    .with("event_name", "push")
                    .with("ref", "refs/heads/main")
                    .with("job_workflow_ref", "acme/reports/.github/workflows/nightly.yml@refs/heads/main")
                    .with("run_id", "16501234567")
                    .build();
        }
    },
    OIDC(
            IssuerType.OIDC,
            "https://issuer.example",
            SigningAlgorithm.ES256,
            TestKeys.P256,
            "sub",
            "https://issuer.example/tenant") {
        @Override
        Json.Obj claims() {
            return common(600)
                    .with("sub", "workload-7")
                    .with("https://issuer.example/tenant", "acme")
                    .with("name", "Seven")
                    .build();
        }
    };

    static final String AUDIENCE = "https://valet.example.com/live";
    static final String KEY_ID = "key-1";

    private final IssuerType type;
    private final String url;
    private final SigningAlgorithm algorithm;

    @SuppressWarnings("ImmutableEnumChecker") // key pairs do not change
    private final KeyPair key;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> subjectClaims;

    TestIssuer(IssuerType type, String url, SigningAlgorithm algorithm, KeyPair key, String... subjectClaims) {
        this.type = type;
        this.url = url;
        this.algorithm = algorithm;
        this.key = key;
        this.subjectClaims = List.of(subjectClaims);
    }

    /** All claims of a sound token. */
    abstract Json.Obj claims();

    private static long now() {
        return TurnableClock.START.getEpochSecond();
    }

    dev.valet.ObjectBuilder common(long life) {
        return Json.object()
                .with("iss", url)
                .with("aud", AUDIENCE)
                .with("iat", now())
                .with("nbf", now())
                .with("exp", now() + life);
    }

    IssuerId id() {
        return new IssuerId(name().toLowerCase(java.util.Locale.ROOT) + "-issuer");
    }

    String url() {
        return url;
    }

    String algorithm() {
        return algorithm.name();
    }

    KeyPair key() {
        return key;
    }

    Json.Obj jwks() {
        return TestKeys.set(TestKeys.jwk(KEY_ID, algorithm(), key));
    }

    Issuer inline() {
        return registered(new Issuer.Keys.Inline(jwks()), Map.of());
    }

    Issuer pinned(String jwksUrl) {
        return registered(new Issuer.Keys.Pinned(jwksUrl), Map.of());
    }

    /** Its subjects are made of these claims, whatever a document would be allowed to say. */
    Issuer subjects(List<String> claims) {
        return registered(new Issuer.Keys.Inline(jwks()), claims, Map.of());
    }

    Issuer registered(Issuer.Keys keys, Map<String, String> requiredClaims) {
        return registered(keys, subjectClaims, requiredClaims);
    }

    private Issuer registered(Issuer.Keys keys, List<String> claims, Map<String, String> requiredClaims) {
        return new Issuer(id(), type, url, keys, algorithm, Optional.empty(), false, claims, requiredClaims);
    }

    String token() {
        return token(claims());
    }

    String token(Json claims) {
        return TestTokens.signed(KEY_ID, algorithm(), key, claims);
    }
}
