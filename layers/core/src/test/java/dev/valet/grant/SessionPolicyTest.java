package dev.valet.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Malformed;
import dev.valet.identity.RoleArn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionPolicyTest {
    private static final RoleArn ROLE = RoleArn.parse("arn:aws:iam::444455556666:role/valet/reports");
    private static final Terms.Aws TERMS = new Terms.Aws(
            ROLE,
            "vx-7f3a91",
            List.of(new Statement(
                    List.of(new ActionPattern("s3:GetObject")),
                    TemplateText.all(List.of("arn:aws:s3:::acme-reports/${team}/*")),
                    new TreeMap<>())),
            List.of(),
            List.of());
    private static final ParameterRule ANYTHING =
            new ParameterRule.Matching(ParameterPattern.parse("[A-Za-z0-9._/-]+"));
    private static final Map<String, ParameterRule> ANY_TEAM = Map.of("team", ANYTHING);
    private final SessionPolicy policy = new SessionPolicy("111122223333");

    @Test
    void aGrantCompilesToItsAllowsAndTheDeniesThatAlwaysHold() { // S-6
        var compiled = policy.compile(TERMS, team("blue"), Optional.empty());
        assertThat(compiled)
                .isEqualTo("{\"Version\":\"2012-10-17\",\"Statement\":["
                        + "{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\"],"
                        + "\"Resource\":[\"arn:aws:s3:::acme-reports/blue/*\"]},"
                        + "{\"Effect\":\"Deny\",\"Action\":[\"iam:*\",\"sts:*\"],\"Resource\":\"*\"},"
                        + "{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\","
                        + "\"Condition\":{\"StringEquals\":{\"aws:ResourceAccount\":\"111122223333\"}}}]}");
    }

    @Test
    void aShorterLeaseIsDatedInThePolicy() { // S-10
        var end = Instant.parse("2026-11-23T10:20:00Z");
        assertThat(policy.compile(TERMS, team("blue"), Optional.of(end)))
                .endsWith("{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":"
                        + "{\"DateGreaterThanEquals\":{\"aws:CurrentTime\":\"2026-11-23T10:20:00Z\"}}}]}");
    }

    @Test
    void aSecretsSessionReadsOneSecretAndItsCurrentVersionOnly() {
        var terms = new Terms.SecretSession(
                ROLE,
                "vx-7f3a91",
                SecretArn.parse("arn:aws:secretsmanager:eu-west-1:444455556666:secret:crm/api-key-AbC123"),
                Optional.empty());
        assertThat(policy.compile(terms, Optional.empty()))
                .contains("{\"Effect\":\"Allow\",\"Action\":\"secretsmanager:GetSecretValue\","
                        + "\"Resource\":\"arn:aws:secretsmanager:eu-west-1:444455556666:secret:crm/api-key-AbC123\","
                        + "\"Condition\":{\"StringEqualsIfExists\":{\"secretsmanager:VersionStage\":\"AWSCURRENT\"},"
                        + "\"Null\":{\"secretsmanager:VersionId\":\"true\"}}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "?",
                "blue*",
                "${aws:PrincipalTag/x}",
                "$",
                "{",
                "}",
                "\"",
                "\\",
                "blue\",\"arn:aws:s3:::other/*",
                "blue/../red",
                "..",
                "/blue",
                "blue//red",
                "",
                " ",
                "blue ",
                "bl ue",
                "blue\n",
                "blue\u0000",
                "bl\u00fce",
                "\u202eblue",
                "blue%2f",
                "blue:red",
                "blue,red",
                "blue;red",
                "blue'",
                "<script>",
                "\uD83D\uDE00"
            })
    void noMetacharacterGetsIntoAPolicy(String value) { // T-08
        assertThatThrownBy(() -> Parameters.check(ANY_TEAM, Map.of("team", value)))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void whateverTheParameterThePolicyStaysWithinTheGrant() { // INV-11
        var random = new Random(7);
        var ceiling = glob("arn:aws:s3:::acme-reports/*");
        for (int i = 0; i < 20_000; i++) {
            var value = randomValue(random);
            if (!ANYTHING.allows(value)) {
                continue;
            }
            var compiled = policy.compile(TERMS, Parameters.check(ANY_TEAM, Map.of("team", value)), Optional.empty());
            var resource = compiled.replaceFirst(".*?\"Resource\":\\[\"([^\"]*)\"].*", "$1");
            assertThat(compiled.split("\"Effect\"", -1)).as(value).hasSize(4);
            assertThat(resource).as(value).isEqualTo("arn:aws:s3:::acme-reports/" + value + "/*");
            assertThat(ceiling.matcher(resource.replace("*", "any/key")).matches())
                    .as(value)
                    .isTrue();
            assertThat(glob(resource)
                            .matcher("arn:aws:s3:::acme-reports/" + value + "x/key")
                            .matches())
                    .as("a neighbour of %s", value)
                    .isFalse();
        }
    }

    @Test
    void aMissingAnUnknownAndABrokenParameterAreEachNamed() {
        var rules = Map.<String, ParameterRule>of(
                "team", new ParameterRule.Matching(ParameterPattern.parse("[a-z]{2,20}")),
                "region", new ParameterRule.OneOf(List.of("eu", "us")));
        assertThatThrownBy(() -> Parameters.check(rules, Map.of("team", "B", "zone", "x")))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        malformed -> assertThat(malformed.problems())
                                .containsExactlyInAnyOrder(
                                        new Malformed.Problem("/parameters/team", "matches [a-z]{2,20}"),
                                        new Malformed.Problem("/parameters/region", "is required and is one of eu, us"),
                                        new Malformed.Problem(
                                                "/parameters", "has no other members than [region, team]")));
    }

    @Test
    void theSizeIsThatOfTheLongestValues() { // T-09
        int worst = policy.worstCase(TERMS, ANY_TEAM);
        int actual = policy.compile(TERMS, team("x".repeat(128)), Optional.of(Instant.parse("2026-11-23T10:20:00Z")))
                .length();
        assertThat(worst).isEqualTo(actual);
    }

    @Test
    void aParameterFillsAWholeSegment() { // S-3
        assertThatThrownBy(() -> new TemplateText("arn:aws:s3:::acme/${team}-x/*"))
                .hasMessage(TemplateText.WHOLE_SEGMENT);
        assertThatThrownBy(() -> new TemplateText("arn:aws:s3:::acme/${team}*")).hasMessage(TemplateText.WHOLE_SEGMENT);
        assertThatThrownBy(() -> new TemplateText("arn:aws:s3:::acme/${Team}/x"))
                .isInstanceOf(Malformed.class);
        assertThat(new TemplateText("${aws:PrincipalTag/valet:lease}/${team}").parameters())
                .containsExactly("team");
    }

    private static Parameters team(String name) {
        return new Parameters(new TreeMap<>(Map.of("team", name)));
    }

    /** IAM's globs, written a second time as the oracle: {@code *} is any run, {@code ?} any one character. */
    private static Pattern glob(String text) {
        var regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static String randomValue(Random random) {
        var alphabet = "ab/.-_*?${}\"\\:Z9";
        var text = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
