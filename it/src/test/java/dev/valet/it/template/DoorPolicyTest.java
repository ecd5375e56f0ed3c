package dev.valet.it.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.it.template.Template.Form;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The resource policies. For callers of the APIs' own account they alone are enough, so what they allow is as little as can
 * be; and on /oidc/v1 they are silent, where only the authorizer may allow.
 */
class DoorPolicyTest {
    private static final String OPEN = "/live/GET/.well-known/jwks.json";
    private static final String[] ALLOW = {
        "Resources",
        "AgentApi",
        "Properties",
        "DefinitionBody",
        "x-amazon-apigateway-policy",
        "Statement",
        "0",
        "Resource"
    };

    @ParameterizedTest
    @EnumSource
    void theAgentApiAllowsTheSignedTreeAndOneOpenMethodAlone(Form form) {
        var template = form.read();
        assertThat(allowed(template, "AgentApi"))
                .allMatch(source -> source.matches("/live/[A-Z]+/v1/.*") || source.equals(OPEN))
                .hasSize(11);
        assertThat(allowed(template, "OperatorApi"))
                .allMatch(source -> source.matches("/live/[A-Z]+/admin/.*"))
                .hasSize(23);
    }

    /** Whether it lets in anybody: to one method, by its whole name. */
    private static boolean isOpen(Statement statement) {
        return statement.allows()
                && statement.tree().at("Condition").members().isEmpty()
                && statement.resources().equals(List.of("execute-api:" + OPEN));
    }

    @Test // a * between the stage and the tree would reach over /oidc
    void aPolicyThatReachesOverTheBearerTreeIsFound() {
        var wide = Template.written().with("execute-api:/live/*/v1/*", ALLOW);
        assertThat(allowed(wide, "AgentApi")).contains("/live/GET/oidc/v1/leases");
    }

    /** The operations, as sources, that an Allow of the API's policy covers. */
    private static List<String> allowed(Template template, String api) {
        return template.operations().stream()
                .filter(operation -> operation.api().equals(api))
                .map(Operation::source)
                .filter(source -> statements(template, api).stream()
                        .filter(Statement::allows)
                        .anyMatch(statement -> covers(statement, source)))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void noDenyReachesOverTheBearerTreeButTheEndpoints(Form form) {
        assertThat(statements(form.read(), "AgentApi").stream()
                        .filter(statement -> !statement.allows())
                        .filter(statement -> covers(statement, "/live/GET/oidc/v1/leases")))
                .allSatisfy(statement -> assertThat(
                                statement.condition("StringNotEquals").members())
                        .containsOnlyKeys("aws:SourceVpce"));
    }

    @ParameterizedTest
    @EnumSource
    void everyAllowSaysWhose(Form form) {
        var template = form.read();
        assertThat(statements(template, "AgentApi").stream().filter(Statement::allows))
                .filteredOn(allow -> !isOpen(allow))
                .isNotEmpty()
                .allSatisfy(allow -> assertThat(allow.condition("StringEquals").members())
                        .containsOnlyKeys("aws:PrincipalOrgID", "aws:PrincipalAccount"));
        assertThat(statements(template, "AgentApi").stream().filter(DoorPolicyTest::isOpen))
                .singleElement()
                .satisfies(allow -> assertThat(allow.actions()).containsExactly("execute-api:Invoke"));
        assertThat(statements(template, "OperatorApi").stream().filter(Statement::allows))
                .isNotEmpty()
                .allSatisfy(allow -> {
                    assertThat(allow.condition("ArnEquals").members()).containsOnlyKeys("aws:PrincipalArn");
                    assertThat(allow.condition("StringLike").members()).containsOnlyKeys("aws:userid");
                });
    }

    @ParameterizedTest // an administrator of this account is let in by IAM alone, so only a Deny keeps him out
    @EnumSource
    void theOperatorApiDeniesEverybodyElse(Form form) {
        assertThat(deniesOthers(form.read())).isTrue();
    }

    @Test
    void anOperatorApiWithoutItsDeniesIsFound() {
        var policy = new String[] {
            "Resources", "OperatorApi", "Properties", "DefinitionBody", "x-amazon-apigateway-policy", "Statement", "2"
        };
        assertThat(deniesOthers(Template.written().without(policy))).isFalse();
    }

    private static boolean deniesOthers(Template template) {
        var denies = statements(template, "OperatorApi").stream()
                .filter(statement -> !statement.allows())
                .filter(statement -> covers(statement, "/live/POST/admin/apply"))
                .toList();
        return denies.stream()
                        .anyMatch(deny -> deny.condition("ArnNotEquals")
                                .members()
                                .keySet()
                                .equals(Map.of("aws:PrincipalArn", 0).keySet()))
                && denies.stream()
                        .anyMatch(deny -> deny.condition("StringNotLike")
                                .members()
                                .keySet()
                                .equals(Map.of("aws:userid", 0).keySet()));
    }

    private static List<Statement> statements(Template template, String api) {
        return Statement.of(api, template.api(api).at("x-amazon-apigateway-policy"));
    }

    private static boolean covers(Statement statement, String source) {
        return statement.resources().stream()
                .map(resource -> resource.replace("execute-api:", ""))
                .anyMatch(glob -> Pattern.matches(Pattern.quote(glob).replace("*", "\\E.*\\Q"), source));
    }
}
