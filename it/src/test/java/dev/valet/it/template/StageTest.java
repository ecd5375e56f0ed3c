package dev.valet.it.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.it.template.Template.Form;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No stage writes down a body, remembers an answer or takes requests without end. */
class StageTest {
    private static final String[] SETTING = {"Resources", "AgentApi", "Properties", "MethodSettings", "0"};
    private static final Pattern VARIABLE = Pattern.compile("\\$context\\.([A-Za-z.]+)");
    /** Nothing of these was in a body, a query or a header that an agent writes freely. */
    private static final Set<String> LOGGED = Set.of(
            "requestId",
            "requestTime",
            "apiId",
            "httpMethod",
            "resourcePath",
            "status",
            "error.responseType",
            "identity.caller",
            "identity.accountId",
            "authorizer.principalId",
            "identity.sourceIp",
            "identity.vpceId",
            "wafResponseCode",
            "responseLatency");

    @ParameterizedTest
    @EnumSource
    void everyStageIsQuietForgetfulAndThrottled(Form form) {
        assertThat(form.read().stages()).hasSize(2);
        assertThat(loose(form.read())).isEmpty();
    }

    @Test
    void aStageThatTracesCachesOrHasNoThrottleIsFound() {
        var written = Template.written();
        assertThat(loose(written.with("true", setting("DataTraceEnabled")))).containsExactly("AgentApi");
        assertThat(loose(written.without(setting("DataTraceEnabled")))).containsExactly("AgentApi");
        assertThat(loose(written.with("true", setting("CachingEnabled")))).containsExactly("AgentApi");
        assertThat(loose(written.without(setting("ThrottlingRateLimit")))).containsExactly("AgentApi");
        assertThat(loose(written.with("INFO", setting("LoggingLevel")))).containsExactly("AgentApi");
        assertThat(loose(written.with("/v1/*", setting("ResourcePath")))).containsExactly("AgentApi");
        assertThat(loose(written.with("true", "Resources", "AgentApi", "Properties", "CacheClusterEnabled")))
                .containsExactly("AgentApi");
    }

    private static List<String> loose(Template template) {
        return template.stages().entrySet().stream()
                .filter(stage ->
                        !stage.getValue().at("CacheClusterEnabled").text().equals("false")
                                || stage.getValue().at("MethodSettings").items().stream()
                                        .anyMatch(one -> !isTight(one))
                                || stage.getValue().at("MethodSettings").items().stream()
                                        .noneMatch(StageTest::isForAll))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isForAll(Tree setting) {
        return setting.at("ResourcePath").text().equals("/*")
                && setting.at("HttpMethod").text().equals("*");
    }

    private static boolean isTight(Tree setting) {
        return setting.at("DataTraceEnabled").text().equals("false")
                && setting.at("LoggingLevel").text().equals("OFF")
                && setting.at("CachingEnabled").text().equals("false")
                && setting.has("ThrottlingRateLimit")
                && setting.has("ThrottlingBurstLimit");
    }

    @ParameterizedTest
    @EnumSource
    void theAccessLogHoldsNothingThatAnAgentWroteFreely(Form form) {
        assertThat(form.read().stages().values()).allSatisfy(stage -> {
            var format = stage.at("AccessLogSetting", "Format").text();
            assertThat(VARIABLE.matcher(format).results().map(found -> found.group(1)))
                    .isSubsetOf(LOGGED)
                    .contains("requestId", "status", "identity.caller");
            assertThat(stage.at("AccessLogSetting", "DestinationArn", "Fn::GetAtt", "1")
                            .text())
                    .isEqualTo("Arn");
        });
    }

    @Test // SAM deploys anew only when the text of a definition changes, and a parameter in its policy is no change
    void aChangedParameterReachesTheStage() {
        assertThat(Template.written().ofType("AWS::Serverless::Api").values())
                .allSatisfy(api ->
                        assertThat(api.at("Properties", "AlwaysDeploy").text()).isEqualTo("true"));
    }

    private static String[] setting(String name) {
        return Stream.concat(Stream.of(SETTING), Stream.of(name)).toArray(String[]::new);
    }
}
