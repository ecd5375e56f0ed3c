package dev.valet.local.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyTest {
    private static final Context CONTEXT = new Context()
            .put("aws:PrincipalTag/team", "orders")
            .put("aws:PrincipalTag/star", "*")
            .put("aws:SourceIdentity", "vl-1")
            .put("aws:userid", "AROA1:Vl-1")
            .put("aws:CurrentTime", "2026-11-23T10:20:00Z")
            .put("aws:TokenIssueTime", "2026-11-23T10:00:00Z")
            .put("aws:PrincipalArn", "arn:aws:iam::111122223333:role/valet-issue")
            .put("aws:SourceIp", "10.1.2.3")
            .put("aws:SecureTransport", "false")
            .put("sts:DurationSeconds", "300")
            .putAll("aws:TagKeys", List.of("valet:lease", "valet:agent"));

    @ParameterizedTest
    @CsvSource(textBlock = """
            arn:aws:s3:::orders/eu/*,                     arn:aws:s3:::orders/eu/1.json,    true
            arn:aws:s3:::orders/eu/*,                     arn:aws:s3:::orders/eu/,          true
            arn:aws:s3:::orders/eu/*,                     arn:aws:s3:::orders/eu,           false
            arn:aws:s3:::orders/eu/*,                     arn:aws:s3:::orders/EU/1.json,    false
            arn:aws:s3:::orders/team-a/*,                 arn:aws:s3:::orders/team-ab/x,    false
            arn:aws:s3:::orders/?.json,                   arn:aws:s3:::orders/1.json,       true
            arn:aws:s3:::orders/?.json,                   arn:aws:s3:::orders/12.json,      false
            arn:aws:s3:::*a*b*c,                          arn:aws:s3:::xxaxxbxxbxc,         true
            arn:aws:s3:::*a*b*c,                          arn:aws:s3:::xxaxxcxxb,           false
            *,                                            arn:aws:s3:::orders/eu/1.json,    true
            arn:aws:s3:*:*:orders/eu/1.json,              arn:aws:s3:::orders/eu/1.json,    true
            arn:aws:iam::*:role/x,                        arn:aws:iam::1:role/y:role/x,     false
            arn:aws:s3:::a/${aws:PrincipalTag/team}/*,    arn:aws:s3:::a/orders/1,          true
            arn:aws:s3:::a/${aws:principaltag/TEAM}/*,    arn:aws:s3:::a/orders/1,          true
            arn:aws:s3:::a/${aws:PrincipalTag/team}/*,    arn:aws:s3:::a/other/1,           false
            arn:aws:s3:::a/${aws:PrincipalTag/none}/*,    arn:aws:s3:::a//1,                false
            arn:aws:s3:::a/${aws:PrincipalTag/star},      arn:aws:s3:::a/anything,          false
            arn:aws:s3:::a/${aws:PrincipalTag/star},      arn:aws:s3:::a/*,                 true
            arn:aws:s3:::a/${*}x,                         arn:aws:s3:::a/*x,                true
            arn:aws:s3:::a/${*}x,                         arn:aws:s3:::a/yx,                false
            """)
    void aResourceMatchesByIamsGlob(String pattern, String resource, boolean matches) {
        var policy = Policy.identity(allow("\"s3:GetObject\"", "\"" + pattern + "\"", ""));
        Effect effect = policy.effect(new Request("s3:GetObject", resource, CONTEXT));
        assertThat(effect).isEqualTo(matches ? Effect.ALLOW : Effect.SILENT);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            s3:GetObject,  s3:GetObject,   true
            s3:getobject,  s3:GetObject,   true
            s3:Get*,       s3:GetObject,   true
            s3:?etObject,  s3:GetObject,   true
            *,             s3:GetObject,   true
            s3:*,          sts:AssumeRole, false
            s3:Get,        s3:GetObject,   false
            """)
    void anActionMatchesWithoutCase(String pattern, String action, boolean matches) {
        var policy = Policy.identity(allow("\"" + pattern + "\"", "\"*\"", ""));
        assertThat(policy.effect(new Request(action, "*", CONTEXT))).isEqualTo(matches ? Effect.ALLOW : Effect.SILENT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "StringEquals":{"aws:SourceIdentity":"vl-1"}                              | true
            "StringEquals":{"aws:SourceIdentity":["vl-0","vl-1"]}                     | true
            "StringEquals":{"aws:SourceIdentity":"vl-*"}                              | false
            "StringEquals":{"aws:SourceIdentity":"VL-1"}                              | false
            "StringEquals":{"sts:ExternalId":"x"}                                     | false
            "StringEqualsIfExists":{"sts:ExternalId":"x"}                             | true
            "StringEqualsIfExists":{"aws:SourceIdentity":"x"}                         | false
            "StringNotEquals":{"aws:SourceIdentity":["vl-0","vl-1"]}                  | false
            "StringNotEquals":{"aws:SourceIdentity":["vl-0","vl-2"]}                  | true
            "StringNotEquals":{"sts:ExternalId":"x"}                                  | true
            "StringEqualsIgnoreCase":{"aws:SourceIdentity":"VL-1"}                    | true
            "StringEqualsIgnoreCase":{"aws:userid":"aroa1:vl-1"}                      | true
            "StringNotEqualsIgnoreCase":{"aws:SourceIdentity":"VL-1"}                 | false
            "StringLike":{"aws:SourceIdentity":"vl-?"}                                | true
            "StringLike":{"aws:SourceIdentity":"vl-"}                                 | false
            "StringLike":{"sts:ExternalId":"*"}                                       | false
            "StringNotLike":{"aws:SourceIdentity":"vl-*"}                             | false
            "StringNotLike":{"sts:ExternalId":"*"}                                    | true
            "StringEquals":{"aws:PrincipalTag/TEAM":"orders"}                         | true
            "StringLike":{"aws:userid":"*:${aws:SourceIdentity}"}                     | false
            "StringEqualsIgnoreCase":{"aws:userid":"aroa1:${aws:SourceIdentity}"}     | true
            "StringEquals":{"aws:SourceIdentity":"${sts:ExternalId}"}                 | false
            "ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/valet-*"} | true
            "ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/valet-issue"}          | true
            "ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/other"}                | false
            "ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::*:role/other"}           | true
            "ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/valet-issue"}       | false
            "Bool":{"aws:SecureTransport":false}                                      | true
            "Bool":{"aws:SecureTransport":"true"}                                     | false
            "Null":{"sts:ExternalId":"true"}                                          | true
            "Null":{"sts:ExternalId":"false"}                                         | false
            "Null":{"aws:TagKeys":"false"}                                            | true
            "NumericEquals":{"sts:DurationSeconds":"300"}                             | true
            "NumericNotEquals":{"sts:DurationSeconds":"300.0"}                        | false
            "NumericLessThan":{"sts:DurationSeconds":300}                             | false
            "NumericLessThanEquals":{"sts:DurationSeconds":"300"}                     | true
            "NumericGreaterThan":{"sts:DurationSeconds":"299"}                        | true
            "NumericGreaterThanEquals":{"sts:DurationSeconds":"301"}                  | false
            "NumericLessThan":{"aws:SourceIdentity":"300"}                            | false
            "DateLessThan":{"aws:TokenIssueTime":"2026-11-23T10:00:01Z"}              | true
            "DateLessThan":{"aws:TokenIssueTime":"2026-11-23T10:00:00Z"}              | false
            "DateLessThanEquals":{"aws:TokenIssueTime":"2026-11-23T10:00:00Z"}        | true
            "DateLessThan":{"aws:CurrentTime":"2026-11-23T12:20:00+02:00"}            | false
            "DateGreaterThan":{"aws:CurrentTime":"2026-11-23"}                        | true
            "DateGreaterThanEquals":{"aws:CurrentTime":"1795429200"}                  | true
            "DateEquals":{"aws:CurrentTime":"2026-11-23T10:20:00Z"}                   | true
            "DateNotEquals":{"aws:CurrentTime":"2026-11-23T10:20:00Z"}                | false
            "IpAddress":{"aws:SourceIp":"10.1.0.0/16"}                                | true
            "IpAddress":{"aws:SourceIp":"10.1.2.4"}                                   | false
            "IpAddress":{"aws:SourceIp":"::/0"}                                       | false
            "NotIpAddress":{"aws:SourceIp":["10.1.2.3/32","192.168.0.0/16"]}          | false
            "ForAllValues:StringEquals":{"aws:TagKeys":["valet:lease","valet:agent"]} | true
            "ForAllValues:StringEquals":{"aws:TagKeys":["valet:lease"]}               | false
            "ForAllValues:StringEquals":{"sts:TransitiveTagKeys":["x"]}               | true
            "ForAnyValue:StringEquals":{"aws:TagKeys":["valet:lease"]}                | true
            "ForAnyValue:StringEquals":{"aws:TagKeys":["x"]}                          | false
            "ForAnyValue:StringEquals":{"sts:TransitiveTagKeys":["x"]}                | false
            "ForAnyValue:StringEqualsIfExists":{"sts:TransitiveTagKeys":["x"]}        | true
            "ForAllValues:StringLike":{"aws:TagKeys":"valet:*"}                       | true
            "ForAnyValue:StringNotEquals":{"aws:TagKeys":["valet:lease"]}             | true
            "ForAllValues:StringNotEquals":{"aws:TagKeys":["valet:lease"]}            | false
            "StringEquals":{"aws:SourceIdentity":"vl-1","sts:ExternalId":"x"}         | false
            "StringEquals":{"aws:SourceIdentity":"vl-1"},"Null":{"sts:ExternalId":"true"} | true
            """)
    void aConditionHolds(String condition, boolean holds) {
        var policy = Policy.identity(allow("\"*\"", "\"*\"", ",\"Condition\":{" + condition + "}"));
        assertThat(policy.effect(new Request("s3:GetObject", "*", CONTEXT)))
                .isEqualTo(holds ? Effect.ALLOW : Effect.SILENT);
    }

    @ParameterizedTest
    @MethodSource
    void whatIsNotEvaluatedIsRefusedByName(String policy, String message) {
        assertThatThrownBy(() -> Policy.identity(policy))
                .isInstanceOf(MalformedPolicy.class)
                .hasMessageContaining(message);
    }

    static Stream<Arguments> whatIsNotEvaluatedIsRefusedByName() {
        return Stream.of(
                arguments(condition("\"BinaryEquals\":{\"aws:userid\":\"x\"}"), "operator BinaryEquals"),
                arguments(condition("\"StringEqual\":{\"aws:userid\":\"x\"}"), "operator StringEqual"),
                arguments(condition("\"ForEachValue:StringEquals\":{\"aws:TagKeys\":\"x\"}"), "ForEachValue"),
                arguments(condition("\"NullIfExists\":{\"aws:userid\":\"true\"}"), "Null takes neither"),
                arguments(condition("\"StringEquals\":{\"aws:PrincipalOrgPaths\":\"x\"}"), "key aws:PrincipalOrgPaths"),
                arguments(condition("\"StringEquals\":{\"aws:TagKeys\":\"x\"}"), "use ForAllValues"),
                arguments(condition("\"StringEquals\":{\"aws:userid\":\"${aws:Nobody}\"}"), "variable ${aws:Nobody}"),
                arguments(condition("\"StringEquals\":{\"aws:userid\":\"${aws:TagKeys}\"}"), "variable ${aws:TagKeys}"),
                arguments(condition("\"StringEquals\":{\"aws:userid\":\"${open\"}"), "not closed"),
                arguments(condition("\"DateLessThan\":{\"aws:CurrentTime\":\"soon\"}"), "the value soon"),
                arguments(condition("\"NumericEquals\":{\"sts:DurationSeconds\":\"x\"}"), "the value x"),
                arguments(condition("\"Bool\":{\"aws:SecureTransport\":\"yes\"}"), "the value yes"),
                arguments(condition("\"IpAddress\":{\"aws:SourceIp\":\"10.0.0.0/33\"}"), "10.0.0.0/33"),
                arguments(condition("\"IpAddress\":{\"aws:SourceIp\":\"localhost\"}"), "localhost"),
                arguments(condition("\"StringEquals\":{\"aws:userid\":[]}"), "has no value"),
                arguments(allow("\"GetObject\"", "\"*\"", ""), "prefaced by a vendor"),
                arguments(allow("\"*:GetObject\"", "\"*\"", ""), "prefaced by a vendor"),
                arguments(allow("\"s3:GetObject\"", "\"orders\"", ""), "ARN format"),
                arguments(allow("\"s3:GetObject\"", "\"arn:aws:s3:*\"", ""), "ARN format"),
                arguments(allow("[]", "\"*\"", ""), "Action is empty"),
                arguments(allow("\"*\"", "\"*\"", ",\"NotAction\":\"*\""), "either Action or NotAction"),
                arguments(allow("\"*\"", "\"*\"", ",\"Principal\":\"*\""), "prohibited field Principal"),
                arguments(allow("\"*\"", "\"*\"", ",\"Conditions\":{}"), "unknown element Conditions"),
                arguments(allow("\"*\"", "\"*\"", ",\"Effect\":\"Deny\""), "Syntax errors"),
                arguments(allow("\"*\"", "\"*\"", "").replace("2012-10-17", "2008-10-17"), "2012-10-17 only"),
                arguments(allow("\"*\"", "\"*\"", "").replace("Allow", "allow"), "Effect must be"),
                arguments(allow("\"*\"", "\"*\"", "") + "{}", "Syntax errors"),
                arguments("[]", "Syntax errors"));
    }

    @ParameterizedTest
    @MethodSource
    void aTrustPolicyNamesWhoIsMeant(String statement, String message) {
        String policy = "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
                + statement + "}}";
        assertThatThrownBy(() -> Policy.trust(policy))
                .isInstanceOf(MalformedPolicy.class)
                .hasMessageContaining(message);
    }

    static Stream<Arguments> aTrustPolicyNamesWhoIsMeant() {
        return Stream.of(
                arguments("\"Sid\":\"a\"", "required field Principal"),
                arguments("\"Principal\":\"*\",\"Resource\":\"*\"", "prohibited field Resource"),
                arguments("\"NotPrincipal\":\"*\"", "NotPrincipal"),
                arguments("\"Principal\":{\"CanonicalUser\":\"x\"}", "principal CanonicalUser"),
                arguments("\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:role/*\"}", "Invalid principal"),
                // A session as principal would lift session policies (S-8).
                arguments(
                        "\"Principal\":{\"AWS\":\"arn:aws:sts::111122223333:assumed-role/a/b\"}", "Invalid principal"));
    }

    @Test
    void notActionAndNotResourceTurnRound() {
        var policy = Policy.identity("""
                {"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":"s3:Get*",
                 "NotResource":"arn:aws:s3:::orders/*"}}""");
        assertThat(policy.effect(new Request("s3:PutObject", "arn:aws:s3:::other/1", CONTEXT)))
                .isEqualTo(Effect.DENY);
        assertThat(policy.effect(new Request("s3:GetObject", "arn:aws:s3:::other/1", CONTEXT)))
                .isEqualTo(Effect.SILENT);
        assertThat(policy.effect(new Request("s3:PutObject", "arn:aws:s3:::orders/1", CONTEXT)))
                .isEqualTo(Effect.SILENT);
    }

    @Test
    void aPatternFullOfStarsDoesNotStall() {
        var policy = Policy.identity(allow("\"*\"", "\"arn:aws:s3:::" + "*a".repeat(500) + "b\"", ""));
        var request = new Request("s3:GetObject", "arn:aws:s3:::" + "a".repeat(2000), CONTEXT);
        assertThat(policy.effect(request)).isEqualTo(Effect.SILENT);
    }

    private static String condition(String condition) {
        return allow("\"*\"", "\"*\"", ",\"Condition\":{" + condition + "}");
    }

    private static String allow(String action, String resource, String rest) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":" + action
                + ",\"Resource\":" + resource + rest + "}]}";
    }
}
