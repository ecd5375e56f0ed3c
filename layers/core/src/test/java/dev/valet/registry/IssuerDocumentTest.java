package dev.valet.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.ObjectBuilder;
import dev.valet.identity.IssuerType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class IssuerDocumentTest {
    private static final String AWS = "https://0f3c1a2b-ab12.tokens.sts.global.api.aws";
    private static final String GITHUB = "https://token.actions.githubusercontent.com";
    private static final String CLUSTER = "https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE";

    private static ObjectBuilder sound(IssuerType type) {
        return switch (type) {
            case AWS -> issuer(type, AWS, "ES384");
            case KUBERNETES -> issuer(type, CLUSTER, "RS256");
            case GITHUB -> issuer(type, GITHUB, "RS256").with("subjectClaims", List.of("ref"));
            case OIDC -> issuer(type, "https://issuer.example", "ES256").with("subjectClaims", List.of("sub"));
        };
    }

    private static ObjectBuilder issuer(IssuerType type, String url, String algorithm) {
        return Json.object()
                .with("issuer", "sample")
                .with("type", type.word())
                .with("url", url)
                .with("jwks", "https://keys.example/jwks")
                .with("algorithm", algorithm);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenReadsAlike(IssuerType type) {
        var read = IssuerDocument.read(sound(type).with("audience", "valet").build());
        assertThat(IssuerDocument.read(IssuerDocument.write(read))).isEqualTo(read);
    }

    @ParameterizedTest
    @MethodSource
    void aRegistrationThatDoesNotFitItsTypeNamesThePlaceAndTheRule(
            IssuerType type, String member, Json value, String place, String rule) {
        assertThatThrownBy(() ->
                        IssuerDocument.read(sound(type).with(member, value).build()))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        malformed -> assertThat(malformed.problems())
                                .extracting(Malformed.Problem::place, Malformed.Problem::rule)
                                .containsExactly(tuple(place, rule)));
    }

    static Stream<Arguments> aRegistrationThatDoesNotFitItsTypeNamesThePlaceAndTheRule() {
        var aws = "is https://<id>.tokens.sts.global.api.aws, as an account's own issuer is";
        var github = "is " + GITHUB + "; a GitHub server of your own is of type oidc";
        var itsOwn = "is registered with the type of its own, aws or github";
        var ours = "is a name of Valet's own, and not the one that every token has by default";
        var awsClaims = "is a claim that is read of type aws: aws_account, ec2_source_instance_arn,"
                + " lambda_source_function_arn, org_id, ou_path, source_region, sub";
        var kubernetesClaims =
                "is a claim that is read of type kubernetes: namespace, serviceaccount, serviceaccount_uid";
        var githubClaims = "is a claim that is read of type github: actor_id, enterprise_id, environment, event_name,"
                + " job_workflow_ref, ref, ref_protected, ref_type, repository_id, repository_owner_id,"
                + " repository_visibility, runner_environment, workflow_ref";
        var lasting = "is the name of a claim, and none that Valet checks anyway: not aud, exp, iat, iss, jti or nbf";
        return Stream.of(
                // who signs
                url(IssuerType.AWS, "https://tokens.sts.global.api.aws", aws),
                url(IssuerType.AWS, "https://a.b.tokens.sts.global.api.aws", aws),
                url(IssuerType.AWS, AWS + ".evil.example", aws),
                url(IssuerType.AWS, AWS + "/", aws),
                url(IssuerType.AWS, "https://evil.example/.tokens.sts.global.api.aws", aws),
                url(IssuerType.GITHUB, GITHUB + "/acme", github),
                url(IssuerType.GITHUB, "https://github.acme.example/_services/token", github),
                url(IssuerType.OIDC, GITHUB, itsOwn),
                url(IssuerType.OIDC, AWS, itsOwn),
                url(IssuerType.KUBERNETES, AWS, itsOwn),
                // with what: J-3
                algorithm(IssuerType.AWS, "ES256", "is RS256 or ES384 for aws"),
                algorithm(IssuerType.GITHUB, "ES256", "is RS256 for github"),
                algorithm(IssuerType.GITHUB, "ES384", "is RS256 for github"),
                // for whom: J-7
                audience(IssuerType.KUBERNETES, CLUSTER, ours),
                audience(IssuerType.KUBERNETES, "https://kubernetes.default.svc", ours),
                audience(IssuerType.GITHUB, "https://github.com/acme", ours),
                // about whom: J-8
                subject(IssuerType.AWS, "request_tags", awsClaims), // T-06
                subject(IssuerType.AWS, "principal_tags", awsClaims),
                subject(IssuerType.AWS, "source_identity", awsClaims),
                subject(IssuerType.KUBERNETES, "sub", kubernetesClaims),
                subject(IssuerType.KUBERNETES, "pod", kubernetesClaims),
                subject(IssuerType.OIDC, "exp", lasting),
                subject(IssuerType.OIDC, "jti", lasting),
                subject(IssuerType.OIDC, "a claim", lasting),
                subject(
                        IssuerType.OIDC,
                        "email",
                        "is a claim that no person can change: not email, groups, name or preferred_username"),
                arguments(
                        IssuerType.GITHUB,
                        "subjectClaims",
                        Json.strings(List.of("ref", "sub")),
                        "/subjectClaims/1",
                        githubClaims),
                arguments(
                        IssuerType.GITHUB,
                        "subjectClaims",
                        Json.strings(List.of("environment", "run_id")),
                        "/subjectClaims/1",
                        githubClaims),
                required(IssuerType.AWS, "team", "billing", "/requiredClaims/team", awsClaims),
                required(IssuerType.KUBERNETES, "aud", "valet", "/requiredClaims/aud", kubernetesClaims),
                required(IssuerType.GITHUB, "repository", "acme/app", "/requiredClaims/repository", githubClaims),
                required(IssuerType.OIDC, "nbf", "0", "/requiredClaims/nbf", lasting),
                required(IssuerType.OIDC, "a b/c", "x", "/requiredClaims/a b~1c", lasting),
                required(IssuerType.OIDC, "tier", " ", "/requiredClaims/tier", "is one line of 1 to 1000 characters"),
                required(
                        IssuerType.OIDC, "tier", "a\nb", "/requiredClaims/tier", "is one line of 1 to 1000 characters"),
                required(
                        IssuerType.OIDC,
                        "tier",
                        "x".repeat(1001),
                        "/requiredClaims/tier",
                        "is one line of 1 to 1000 characters"));
    }

    private static Arguments url(IssuerType type, String url, String rule) {
        return arguments(type, "url", Json.of(url), "/url", rule);
    }

    private static Arguments algorithm(IssuerType type, String algorithm, String rule) {
        return arguments(type, "algorithm", Json.of(algorithm), "/algorithm", rule);
    }

    private static Arguments audience(IssuerType type, String audience, String rule) {
        return arguments(type, "audience", Json.of(audience), "/audience", rule);
    }

    private static Arguments subject(IssuerType type, String claim, String rule) {
        return arguments(type, "subjectClaims", Json.strings(List.of(claim)), "/subjectClaims/0", rule);
    }

    private static Arguments required(IssuerType type, String claim, String value, String place, String rule) {
        return arguments(type, "requiredClaims", Json.strings(Map.of(claim, value)), place, rule);
    }

    @Test
    void everyBrokenRuleIsNamedAtOnce() {
        var wrong = issuer(IssuerType.AWS, GITHUB, "ES256").with("subjectClaims", List.of("org_id", "org_id", "pod"));
        assertThatThrownBy(() -> IssuerDocument.read(wrong.build()))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        malformed -> assertThat(malformed.problems())
                                .extracting(Malformed.Problem::place)
                                .containsExactly("/url", "/algorithm", "/subjectClaims", "/subjectClaims/2"));
    }

    @Test
    void eachTypesTokensLiveNoLongerThanTheyHaveTo() { // J-7
        assertThat(Stream.of(IssuerType.values()).map(type -> type.longestLife().toMinutes()))
                .containsExactly(10L, 60L, 15L, 60L);
    }
}
