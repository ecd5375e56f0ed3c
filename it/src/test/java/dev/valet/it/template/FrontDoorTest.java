package dev.valet.it.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.it.template.Template.Form;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which doors there are, and whom each lets in (INV-3, T-20, T-21). */
class FrontDoorTest {
    private static final String[] LEASES = {
        "Resources", "AgentApi", "Properties", "DefinitionBody", "paths", "/v1/leases", "get"
    };
    private static final List<String> OPEN_TO_ANYONE = List.of("GET /.well-known/jwks.json");

    @ParameterizedTest
    @EnumSource
    void theseRoutesAndNoOther(Form form) {
        assertThat(form.read().operations().stream().map(Operation::name))
                .containsExactlyInAnyOrderElementsOf(Stream.of(
                                agentRoutes("/v1"),
                                agentRoutes("/oidc/v1"),
                                List.of(
                                        "GET /oidc/v1/credentials/{grant}",
                                        "GET /.well-known/jwks.json",
                                        "POST /admin/apply",
                                        "GET /admin/agents",
                                        "GET /admin/agents/{id}",
                                        "POST /admin/agents/{id}/suspend",
                                        "POST /admin/agents/{id}/resume",
                                        "GET /admin/revocations",
                                        "POST /admin/revocations",
                                        "GET /admin/revocations/{id}",
                                        "POST /admin/revocations/{id}/lift",
                                        "GET /admin/actions",
                                        "GET /admin/actions/{id}",
                                        "GET /admin/grants",
                                        "GET /admin/grants/{id}",
                                        "GET /admin/issuers",
                                        "GET /admin/issuers/{id}",
                                        "GET /admin/guardrails",
                                        "GET /admin/guardrails/{id}",
                                        "GET /admin/approvals",
                                        "POST /admin/approvals",
                                        "GET /admin/approvals/{id}",
                                        "POST /admin/approvals/{id}/approve",
                                        "POST /admin/approvals/{id}/deny",
                                        "GET /admin/audit"))
                        .flatMap(List::stream)
                        .toList());
    }

    private static List<String> agentRoutes(String tree) {
        return Stream.of(
                        "POST @/leases",
                        "GET @/leases",
                        "GET @/leases/{id}",
                        "DELETE @/leases/{id}",
                        "GET @/approvals/{id}",
                        "GET @/grants",
                        "GET @/whoami",
                        "POST @/explain",
                        "GET @/actions",
                        "POST @/actions/{name}")
                .map(route -> route.replace("@", tree))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void everyMethodTakesOneKindOfCaller(Form form) {
        assertThat(mixed(form.read())).isEmpty();
    }

    @ParameterizedTest // each of these is throttled by itself, because nobody is known who could be
    @EnumSource
    void theseAskNobodyAndNoOther(Form form) {
        var template = form.read();
        assertThat(template.operations().stream()
                        .filter(FrontDoorTest::asksNobody)
                        .map(Operation::name))
                .containsExactlyElementsOf(OPEN_TO_ANYONE);
        for (var open : OPEN_TO_ANYONE) {
            var settings = template.stages().values().stream()
                    .flatMap(stage -> stage.at("MethodSettings").items().stream())
                    .filter(one -> isOf(one, open))
                    .toList();
            assertThat(settings).singleElement().satisfies(one -> {
                assertThat(one.at("ThrottlingRateLimit").number()).isBetween(1, 50);
                assertThat(one.at("ThrottlingBurstLimit").number()).isBetween(1, 100);
            });
        }
    }

    private static boolean isOf(Tree setting, String route) {
        var path = setting.at("ResourcePath").text().substring(1).replace("~1", "/");
        return route.equals(setting.at("HttpMethod").text() + " " + path);
    }

    @Test
    void aMethodForTwoKindsOrForAnyoneIsFound() {
        var written = Template.written();
        assertThat(mixed(written.with("[{bearer: []}]", path("security")))).containsExactly("GET /v1/leases");
        assertThat(mixed(written.with("[{sigv4: []}, {bearer: []}]", path("security"))))
                .containsExactly("GET /v1/leases");
        assertThat(mixed(written.without(path("security")))).containsExactly("GET /v1/leases");
        assertThat(mixed(written.with("{type: NONE}", path("x-amazon-apigateway-auth"))))
                .containsExactly("GET /v1/leases");
        assertThat(mixed(written.without(path("x-amazon-apigateway-auth")))).containsExactly("GET /v1/leases");
        var asked = new String[] {
            "Resources",
            "AgentApi",
            "Properties",
            "DefinitionBody",
            "paths",
            "/.well-known/jwks.json",
            "get",
            "security"
        };
        assertThat(mixed(written.with("[{bearer: []}]", asked))).containsExactly("GET /.well-known/jwks.json");
        assertThat(mixed(written.with("[]", path("security")).with("{type: NONE}", path("x-amazon-apigateway-auth"))))
                .containsExactly("GET /v1/leases");
    }

    /** Methods that are not exactly IAM in an IAM tree, or exactly bearer in the bearer tree. */
    private static List<String> mixed(Template template) {
        return template.operations().stream()
                .filter(operation -> !takesIam(operation) && !takesBearer(operation) && !isMeantToBeOpen(operation))
                .map(Operation::name)
                .toList();
    }

    private static boolean isMeantToBeOpen(Operation operation) {
        return OPEN_TO_ANYONE.contains(operation.name()) && asksNobody(operation);
    }

    private static boolean asksNobody(Operation operation) {
        return operation.schemes().isEmpty()
                && operation
                        .definition()
                        .at("x-amazon-apigateway-auth", "type")
                        .text()
                        .equals("NONE");
    }

    private static boolean takesIam(Operation operation) {
        boolean tree = operation.path().startsWith("/v1/") || operation.path().startsWith("/admin/");
        return tree && operation.schemes().equals(List.of("sigv4")) && operation.asksForIam();
    }

    private static boolean takesBearer(Operation operation) {
        return operation.path().startsWith("/oidc/v1/")
                && operation.schemes().equals(List.of("bearer"))
                && !operation.definition().has("x-amazon-apigateway-auth");
    }

    @ParameterizedTest
    @EnumSource
    void theSchemesAreSigV4AndOneAuthorizerWithoutMemory(Form form) {
        assertThat(wrongSchemes(form.read())).isEmpty();
    }

    @Test
    void anAuthorizerThatRemembersIsFound() { // T-20
        var authorizer = List.of(
                "Resources",
                "AgentApi",
                "Properties",
                "DefinitionBody",
                "components",
                "securitySchemes",
                "bearer",
                "x-amazon-apigateway-authorizer");
        var ttl = Stream.concat(authorizer.stream(), Stream.of("authorizerResultTtlInSeconds"))
                .toArray(String[]::new);
        assertThat(wrongSchemes(Template.written().with("300", ttl))).containsExactly("AgentApi/bearer");
        assertThat(wrongSchemes(Template.written().without(ttl))).containsExactly("AgentApi/bearer");
    }

    private static List<String> wrongSchemes(Template template) {
        return template.apis().entrySet().stream()
                .flatMap(api -> api.getValue().at("components", "securitySchemes").members().entrySet().stream()
                        .filter(scheme -> !isSigV4(scheme.getKey(), scheme.getValue())
                                && !isBearer(scheme.getKey(), scheme.getValue()))
                        .map(scheme -> api.getKey() + "/" + scheme.getKey()))
                .toList();
    }

    private static boolean isSigV4(String name, Tree scheme) {
        return name.equals("sigv4")
                && scheme.at("x-amazon-apigateway-authtype").text().equals("awsSigv4");
    }

    private static boolean isBearer(String name, Tree scheme) {
        var authorizer = scheme.at("x-amazon-apigateway-authorizer");
        return name.equals("bearer")
                && scheme.at("x-amazon-apigateway-authtype").text().equals("custom")
                && authorizer.at("type").text().equals("token")
                && authorizer.at("authorizerResultTtlInSeconds").text().equals("0")
                && authorizer.at("authorizerUri").flat().endsWith("-authorize:live/invocations");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer a.b.c", "a.b.c", "Bearer eyJh-_.eyJp.sig-_"})
    void whatLooksLikeAJwtReachesTheAuthorizer(String header) {
        assertThat(validation().matcher(header).matches()).isTrue();
    }

    @ParameterizedTest // INV-24: none of these costs an invocation
    @ValueSource(
            strings = {
                "",
                "Bearer ",
                "Bearer a.b",
                "Bearer a.b.c.d.e",
                "Bearer a.b.c ",
                "Basic a.b.c",
                "Bearer  a.b.c",
                "a.b.c\n",
                "a.b.ç",
                "AWS4-HMAC-SHA256 Credential=a.b.c"
            })
    void junkDoesNot(String header) {
        assertThat(validation().matcher(header).matches()).isFalse();
    }

    private static Pattern validation() {
        return Pattern.compile(Template.written()
                .api("AgentApi")
                .at(
                        "components",
                        "securitySchemes",
                        "bearer",
                        "x-amazon-apigateway-authorizer",
                        "identityValidationExpression")
                .text());
    }

    @ParameterizedTest
    @EnumSource
    void apisAreOpenApi3AndIntegrationsPlainProxies(Form form) {
        var template = form.read();
        assertThat(template.apis().values())
                .allSatisfy(api -> assertThat(api.at("openapi").text()).isEqualTo("3.0.1"));
        assertThat(template.operations()).allSatisfy(operation -> {
            assertThat(operation.integration().at("type").text()).isEqualTo("aws_proxy");
            assertThat(operation.function()).as(operation.name()).isEqualTo(function(operation.name()));
        });
        assertThat(borrowsTheCaller(template)).isEmpty();
    }

    /** What ends leases, and what acts with secrets, is apart from what issues leases and from what configures. */
    private static String function(String route) {
        if (route.matches("DELETE .*|.*/revocations.*|.*/(suspend|resume)")) {
            return "revoke";
        }
        if (OPEN_TO_ANYONE.contains(route)) {
            return "token";
        }
        if (route.contains("/v1/actions")) {
            return "act";
        }
        return route.contains(" /admin/") ? "admin" : "issue";
    }

    @Test
    void anIntegrationThatInvokesAsItsCallerIsFound() {
        var lent = Template.written()
                .with("arn:aws:iam::*:user/*", path("x-amazon-apigateway-integration", "credentials"));
        assertThat(borrowsTheCaller(lent)).containsExactly("GET /v1/leases");
        var sam =
                Template.written().with("{DefaultAuthorizer: AWS_IAM}", "Resources", "AgentApi", "Properties", "Auth");
        assertThat(borrowsTheCaller(sam)).containsExactly("AgentApi");
    }

    /** With a caller's credentials on an integration every agent would need lambda:InvokeFunction: the hole of T-01. */
    private static List<String> borrowsTheCaller(Template template) {
        var integrations = template.operations().stream()
                .filter(operation -> operation.integration().has("credentials"))
                .map(Operation::name);
        var sam = template.stages().entrySet().stream()
                .filter(api -> api.getValue().has("Auth"))
                .map(Map.Entry::getKey);
        return Stream.concat(integrations, sam).toList();
    }

    private static String[] path(String... rest) {
        return Stream.concat(Stream.of(LEASES), Stream.of(rest)).toArray(String[]::new);
    }
}
