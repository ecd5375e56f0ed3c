package dev.valet.it.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.it.template.Template.Form;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What API Gateway answers by itself is a problem document like Valet's own (RFC 9457). */
class GatewayResponseTest {
    /** Every type that REST APIs have, with the status that API Gateway gives it; 0 where it is that of the failure. */
    private static final Map<String, Integer> TYPES = Map.ofEntries(
            Map.entry("ACCESS_DENIED", 403),
            Map.entry("API_CONFIGURATION_ERROR", 500),
            Map.entry("AUTHORIZER_CONFIGURATION_ERROR", 500),
            Map.entry("AUTHORIZER_FAILURE", 500),
            Map.entry("BAD_REQUEST_BODY", 400),
            Map.entry("BAD_REQUEST_PARAMETERS", 400),
            Map.entry("DEFAULT_4XX", 0),
            Map.entry("DEFAULT_5XX", 0),
            Map.entry("EXPIRED_TOKEN", 403),
            Map.entry("INTEGRATION_FAILURE", 504),
            Map.entry("INTEGRATION_TIMEOUT", 504),
            Map.entry("INVALID_API_KEY", 403),
            Map.entry("INVALID_SIGNATURE", 403),
            Map.entry("MISSING_AUTHENTICATION_TOKEN", 403),
            Map.entry("QUOTA_EXCEEDED", 429),
            Map.entry("REQUEST_TOO_LARGE", 413),
            Map.entry("RESOURCE_NOT_FOUND", 404),
            Map.entry("THROTTLED", 429),
            Map.entry("UNAUTHORIZED", 401),
            Map.entry("UNSUPPORTED_MEDIA_TYPE", 415),
            Map.entry("WAF_FILTERED", 403));

    private static final Set<String> REASONS = Set.of(
            "malformed",
            "unknown-principal",
            "no-live-grant",
            "forbidden",
            "limit-reached",
            "not-offered",
            "not-found",
            "key-reused",
            "upstream-busy",
            "internal");

    @ParameterizedTest
    @EnumSource
    void everyTypeIsAProblemDocument(Form form) {
        for (var api : form.read().apis().values()) {
            var responses = api.at("x-amazon-apigateway-gateway-responses").members();
            assertThat(responses.keySet()).isEqualTo(TYPES.keySet());
            responses.forEach((type, response) -> assertThat(fault(TYPES.getOrDefault(type, 0), response))
                    .as(type)
                    .isEmpty());
        }
    }

    @Test
    void aResponseOfAnotherFormIsFound() {
        var own = Template.written().api("AgentApi").at("x-amazon-apigateway-gateway-responses", "THROTTLED");
        var body = new String[] {"responseTemplates", "application/problem+json"};
        assertThat(fault(429, own)).isEmpty();
        assertThat(fault(403, own)).isEqualTo("status");
        assertThat(fault(429, changed(own, "'{\"message\":\"no\"}'", body))).isEqualTo("members");
        assertThat(fault(429, changed(own, "$context.error.message", body))).isEqualTo("members");
        assertThat(fault(429, changed(own, "{application/json: '{}'}", "responseTemplates")))
                .isEqualTo("content type");
        assertThat(fault(429, changed(own, "{}", "responseParameters"))).isEqualTo("headers");
    }

    private static Tree changed(Tree response, String yaml, String... path) {
        return response.with(Optional.of(Tree.read(yaml)), List.of(path));
    }

    /** What is wrong, or the empty text. */
    private static String fault(int status, Tree response) {
        var templates = response.at("responseTemplates").members();
        if (!templates.keySet().equals(Set.of("application/problem+json"))) {
            return "content type";
        }
        var headers = response.at("responseParameters");
        if (!headers.at("gatewayresponse.header.Content-Type").text().equals("'application/problem+json'")
                || !headers.at("gatewayresponse.header.Cache-Control").text().equals("'no-store'")) {
            return "headers";
        }
        var problem = Tree.read(
                response.at("responseTemplates", "application/problem+json").text());
        var expected = Stream.concat(
                Stream.of("type", "title", "detail", "reason", "requestId"),
                status == 0 ? Stream.of() : Stream.of("status"));
        if (!problem.members().keySet().equals(expected.collect(Collectors.toSet()))) {
            return "members";
        }
        if (status != 0
                && (response.at("statusCode").number() != status
                        || problem.at("status").number() != status)) {
            return "status";
        }
        var reason = problem.at("reason").text();
        boolean worded = REASONS.contains(reason) && problem.at("type").text().equals("urn:valet:problem:" + reason);
        return worded && problem.at("requestId").text().equals("$context.requestId") ? "" : "reason";
    }

    @ParameterizedTest
    @EnumSource
    void aMissingTokenIsChallengedAndAThrottledCallerToldWhenToComeBack(Form form) {
        var responses = form.read().api("AgentApi").at("x-amazon-apigateway-gateway-responses");
        assertThat(responses
                        .at("UNAUTHORIZED", "responseParameters", "gatewayresponse.header.WWW-Authenticate")
                        .text())
                .isEqualTo("'Bearer'");
        assertThat(responses
                        .at("THROTTLED", "responseParameters", "gatewayresponse.header.Retry-After")
                        .text())
                .isEqualTo("'1'");
    }
}
