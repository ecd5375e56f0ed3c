package dev.valet.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.ObjectBuilder;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GrantDocumentTest {
    private static final String ROLE = "arn:aws:iam::444455556666:role/valet/reports";
    private static final String SECRET = "arn:aws:secretsmanager:eu-west-1:444455556666:secret:crm/api-key-AbC123";

    private static ObjectBuilder aws(String action, String resource) {
        return Json.object()
                .with("role", ROLE)
                .with("externalId", "vx-7f3a91")
                .with("allow", new Json.Arr(List.of(statement(action, resource).build())));
    }

    private static ObjectBuilder statement(String action, String resource) {
        return Json.object().with("actions", List.of(action)).with("resources", List.of(resource));
    }

    private static ObjectBuilder grant(ObjectBuilder aws) {
        return head().with("aws", aws.build());
    }

    private static ObjectBuilder head() {
        return Json.object()
                .with("grant", "reports-reader")
                .with("agent", "reporter")
                .with("environment", "sandbox")
                .with("description", "Reads reports");
    }

    private static ObjectBuilder plain() {
        return grant(aws("s3:GetObject", "arn:aws:s3:::acme-reports/*"));
    }

    private static Json team(String member, Json rule) {
        return Json.object()
                .with("team", Json.object().with(member, rule).build())
                .build();
    }

    @Test
    void whatIsWrittenReadsAlike() {
        var conditions = Json.object()
                .with(
                        "StringEquals",
                        Json.object()
                                .with("aws:RequestedRegion", List.of("eu-west-1"))
                                .build())
                .build();
        var statement = statement("s3:GetObject", "arn:aws:s3:::acme/${team}/*").with("conditions", conditions);
        var full = grant(aws("s3:ListBucket", "arn:aws:s3:::acme")
                        .with("allow", new Json.Arr(List.of(statement.build())))
                        .with("managedPolicies", List.of("arn:aws:iam::aws:policy/ReadOnlyAccess")))
                .with("parameters", team("pattern", Json.of("[a-z]{2,20}")))
                .with("limits", limits().build())
                .with("ttlSeconds", 300);
        var read = GrantDocument.read(full.build());
        assertThat(GrantDocument.read(GrantDocument.write(read))).isEqualTo(read);
        assertThat(GrantDocument.write(GrantDocument.read(GrantDocument.write(read)))
                        .canonical())
                .isEqualTo(GrantDocument.write(read).canonical());
    }

    private static ObjectBuilder limits() {
        var hours = Json.object().with("zone", "Europe/Berlin").with("week", List.of("mon-fri 08:00-18:00"));
        return Json.object()
                .with("leasesPerHour", 20)
                .with("concurrent", 5)
                .with("hours", hours.build())
                .with("networks", List.of("203.0.113.0/24", "2001:db8::/32"))
                .with("vpcEndpoints", List.of("vpce-0a1b2c3d"));
    }

    @Test
    void aLimitThatIsNoneIsNamed() {
        var hours = Json.object().with("zone", "Mars/Base").with("week", List.of("daily"));
        var limits = limits().with("hours", hours.build()).with("networks", List.of("203.0.113.7/24"));
        assertThatThrownBy(() -> GrantDocument.read(
                        plain().with("limits", limits.build()).build()))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        malformed -> assertThat(malformed.problems())
                                .extracting(Malformed.Problem::place)
                                .containsExactlyInAnyOrder(
                                        "/limits/hours/zone", "/limits/hours/week/0", "/limits/networks/0"));
    }

    @Test
    void aSecretIsDeliveredBySessionUnlessTheGrantSaysByValue() {
        var session = Json.object().with("arn", SECRET).with("role", ROLE).with("externalId", "vx-7f3a91");
        var value = Json.object().with("arn", SECRET).with("delivery", "value");
        for (var secret : List.of(session, value)) {
            var read = GrantDocument.read(head().with("secret", secret.build()).build());
            assertThat(GrantDocument.read(GrantDocument.write(read))).isEqualTo(read);
        }
        assertThatThrownBy(() -> GrantDocument.read(
                        head().with("secret", value.with("delivery", "mail").build())
                                .build()))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void aRotationAtTheEndIsAskedForByNameAndOnlyOfAValue() {
        var value = Json.object().with("arn", SECRET).with("delivery", "value");
        assertThat(rotates(value)).isFalse();
        assertThat(rotates(value.with("rotateOnEnd", false))).isFalse();
        assertThat(rotates(value.with("rotateOnEnd", true))).isTrue();
        assertThat(places(value.with("rotateOnEnd", "yes"))).containsExactly("/secret/rotateOnEnd");
        var session = Json.object().with("arn", SECRET).with("role", ROLE).with("externalId", "vx-7f3a91");
        assertThat(places(session.with("rotateOnEnd", false))).containsExactly("/secret/rotateOnEnd");
        assertThat(places(session.with("delivery", "session"))).containsExactly("/secret/rotateOnEnd");
    }

    private static boolean rotates(ObjectBuilder secret) {
        var grant = GrantDocument.read(head().with("secret", secret.build()).build());
        assertThat(GrantDocument.read(GrantDocument.write(grant))).isEqualTo(grant);
        return grant.terms().rotateOnEnd();
    }

    private static List<String> places(ObjectBuilder secret) {
        try {
            GrantDocument.read(head().with("secret", secret.build()).build());
            return List.of();
        } catch (Malformed malformed) {
            return malformed.problems().stream().map(Malformed.Problem::place).toList();
        }
    }

    @Test
    void anEscapeActionIsTakenWhenItIsNamed() { // S-7
        var named = aws("kms:Decrypt", "arn:aws:kms:eu-west-1:444455556666:key/abc")
                .with("escapeActions", List.of("kms:Decrypt"));
        assertThat(GrantDocument.write(GrantDocument.read(grant(named).build())).canonical())
                .contains("\"escapeActions\":[\"kms:Decrypt\"]");
    }

    @ParameterizedTest
    @MethodSource
    void aBadGrantNamesThePlaceAndTheRule(String place, String ruleStart, UnaryOperator<ObjectBuilder> change) {
        assertThatThrownBy(() -> GrantDocument.read(change.apply(plain()).build()))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        malformed -> assertThat(malformed.problems()).anySatisfy(problem -> {
                            assertThat(problem.place()).isEqualTo(place);
                            assertThat(problem.rule()).startsWith(ruleStart);
                        }));
    }

    static Stream<Arguments> aBadGrantNamesThePlaceAndTheRule() {
        return Stream.of(
                row("/grant", "is made of", grant -> grant.with("grant", "Reports")),
                row("/environment", "is sandbox, staging or production", grant -> grant.with("environment", "prod")),
                row("/ttlSeconds", "is a whole number from 60 to 900", grant -> grant.with("ttlSeconds", 901)),
                row("/ttlSeconds", "is a whole number from 60 to 900", grant -> grant.with("ttlSeconds", 59)),
                row("/tlSeconds", "is not a known member", grant -> grant.with("tlSeconds", 60)),
                row(
                        "",
                        "has one of aws, secret and action",
                        grant -> grant.with("secret", Json.object().build())),
                row(
                        "/aws/rotateOnEnd",
                        "is not a known member",
                        grant -> grant.with(
                                "aws",
                                aws("s3:GetObject", "arn:aws:s3:::acme-reports/*")
                                        .with("rotateOnEnd", true)
                                        .build())),
                row("/rotateOnEnd", "is not a known member", grant -> grant.with("rotateOnEnd", true)),
                row("/aws/role", "is the ARN of an IAM role", awsWith("role", "arn:aws:iam::444455556666:role/*")),
                row("/aws/externalId", "has 2 to 1224", awsWith("externalId", "x")),
                row("/aws/allow/0/actions/0", "is <service>", action("*")),
                row("/aws/allow/0/actions", "lease nothing of iam or sts", action("sts:AssumeRole")),
                row("/aws/allow/0/actions", "lease nothing of iam or sts", action("iam:Get*")),
                row("/aws/allow/0/actions", "include an escape action", action("s3:*")),
                row("/aws/allow/0/actions", "include an escape action", action("lambda:UpdateFunctionCode")),
                row("/aws/allow/0/actions", "include an escape action", action("secretsmanager:Get*")),
                row("/aws/allow/0/resources/0", "is an ARN", resource("acme-reports/*")),
                row("/aws/allow/0/resources/0", "a parameter is followed by", resource("arn:aws:s3:::a/${team}x")),
                row("/parameters", "has a rule for each of [team]", resource("arn:aws:s3:::a/${team}/*")),
                row(
                        "/parameters",
                        "has no rule that nothing uses",
                        grant -> grant.with("parameters", team("pattern", Json.of("[a-z]+")))),
                row(
                        "/parameters/team/pattern",
                        "is made of literals",
                        grant -> grant.with("parameters", team("pattern", Json.of("(a|b)")))),
                row(
                        "/parameters/team",
                        "is 1 to 128 of",
                        grant -> grant.with("parameters", team("oneOf", Json.strings(List.of("*"))))),
                row(
                        "/aws/allow",
                        "compiles to 2048 characters at most",
                        resource("arn:aws:s3:::a/" + "x".repeat(880), 3)),
                row(
                        "/aws/escapeActions",
                        "name escape actions only",
                        awsWith("escapeActions", List.of("s3:GetObject"))),
                row("/aws/escapeActions", "name only what", awsWith("escapeActions", List.of("kms:Decrypt"))),
                row(
                        "/aws/managedPolicies",
                        "are of the role's own account",
                        awsWith("managedPolicies", List.of("arn:aws:iam::111122223333:policy/x"))),
                row(
                        "/limits/leasesPerHour",
                        "is a whole number",
                        grant -> grant.with(
                                "limits", Json.object().with("leasesPerHour", 0).build())));
    }

    private static Arguments row(String place, String rule, UnaryOperator<ObjectBuilder> change) {
        return arguments(place, rule, change);
    }

    private static UnaryOperator<ObjectBuilder> action(String action) {
        return grant ->
                grant.with("aws", aws(action, "arn:aws:s3:::acme-reports/*").build());
    }

    private static UnaryOperator<ObjectBuilder> resource(String resource) {
        return resource(resource, 1);
    }

    private static UnaryOperator<ObjectBuilder> resource(String resource, int times) {
        var statement = statement("s3:GetObject", resource).build();
        var allow = new Json.Arr(java.util.Collections.nCopies(times, statement));
        return grant -> grant.with(
                "aws", aws("s3:GetObject", resource).with("allow", allow).build());
    }

    private static UnaryOperator<ObjectBuilder> awsWith(String name, String text) {
        return grant -> grant.with(
                "aws", aws("s3:GetObject", "arn:aws:s3:::a/*").with(name, text).build());
    }

    private static UnaryOperator<ObjectBuilder> awsWith(String name, List<String> texts) {
        return grant -> grant.with(
                "aws", aws("s3:GetObject", "arn:aws:s3:::a/*").with(name, texts).build());
    }

    @Test
    void everyRowStartsFromAGrantThatIsSound() {
        assertThat(GrantDocument.read(plain().build()).parameters()).isEqualTo(Map.of());
    }
}
