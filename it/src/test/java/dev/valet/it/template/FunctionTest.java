package dev.valet.it.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.it.template.Template.Form;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How every function runs, and that what is deployed is what is served. */
class FunctionTest {
    /** Names and ARNs only: an environment variable is no place for a secret. */
    private static final Set<String> SETTINGS = Set.of(
            "JAVA_TOOL_OPTIONS",
            "VALET_STATE_TABLE",
            "VALET_AUDIT_TABLE",
            "VALET_ACCOUNT",
            "VALET_STAGE",
            "VALET_API_ID",
            "VALET_OPERATOR_API_ID",
            "VALET_AUDIENCE",
            "VALET_DEVELOPMENT_ACCOUNTS",
            "VALET_PRINCIPAL_ORG",
            "VALET_OPERATORS",
            "VALET_ARCHIVE_BUCKET",
            "VALET_CHECKPOINT_KEY",
            "VALET_ANNOUNCEMENT_BUS",
            "VALET_RECEIPT_KEY",
            "VALET_PUBLISHED_KEYS");

    @ParameterizedTest
    @EnumSource
    void everyFunctionKeepsTheRules(Form form) {
        var functions = form.read().functions();
        assertThat(functions).hasSize(8);
        functions.forEach((id, function) -> assertThat(faults(function)).as(id).isEmpty());
        assertThat(functions.values().stream()
                        .map(function -> function.at("Role", "Fn::GetAtt", "0").text()))
                .doesNotHaveDuplicates()
                .doesNotContain("");
    }

    @Test
    void aFunctionThatBreaksOneIsFound() {
        var written = Template.written();
        var broken = Map.of(
                "29", "Timeout",
                "Allow", "RecursiveLoop",
                "java21", "Runtime",
                "PassThrough", "Tracing",
                "{ApplyOn: None}", "SnapStart",
                "{LogFormat: Text}", "LoggingConfig",
                "{Variables: {STRIPE_KEY: sk}}", "Environment");
        broken.forEach((yaml, property) -> {
            var function = written.with(yaml, "Resources", "IssueFunction", "Properties", property)
                    .function("IssueFunction");
            assertThat(faults(function)).as(property).contains(property);
        });
        assertThat(faults(written.without("Resources", "IssueFunction", "Properties", "ReservedConcurrentExecutions")
                        .function("IssueFunction")))
                .contains("ReservedConcurrentExecutions");
    }

    private static List<String> faults(Tree function) {
        return Map.<String, Boolean>ofEntries(
                        Map.entry("Timeout", function.at("Timeout").number() < 29), // API Gateway's own end (T-31)
                        Map.entry("Runtime", function.at("Runtime").text().equals("java25")),
                        Map.entry(
                                "Architectures",
                                function.at("Architectures").texts().equals(List.of("arm64"))),
                        Map.entry(
                                "RecursiveLoop",
                                function.at("RecursiveLoop").text().equals("Terminate")),
                        Map.entry(
                                "SnapStart",
                                function.at("SnapStart", "ApplyOn").text().equals("PublishedVersions")),
                        Map.entry(
                                "Tracing",
                                Set.of(
                                                function.at("Tracing").text(),
                                                function.at("TracingConfig", "Mode")
                                                        .text())
                                        .equals(Set.of("", "Active"))),
                        Map.entry(
                                "LoggingConfig",
                                function.at("LoggingConfig", "LogFormat").text().equals("JSON")
                                        && function.at("LoggingConfig", "LogGroup")
                                                .has("Ref")),
                        Map.entry(
                                "ReservedConcurrentExecutions",
                                function.at("ReservedConcurrentExecutions").has("Fn::If")),
                        Map.entry("Layers", function.at("Layers").items().size() == 1),
                        Map.entry(
                                "Handler",
                                Pattern.matches(
                                        "dev\\.valet\\.([a-z]+)\\.[A-Z][a-z]+Handler::handleRequest",
                                        function.at("Handler").text())),
                        Map.entry(
                                "Environment",
                                SETTINGS.containsAll(function.at("Environment", "Variables")
                                        .members()
                                        .keySet())))
                .entrySet()
                .stream()
                .filter(rule -> !rule.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test // otherwise a fix in the layer is deployed and the alias goes on serving the fault
    void aChangeInAnyPropertyOrInTheLayerPublishesAVersion() {
        assertThat(publishes(Template.written())).isTrue();
        assertThat(publishes(Template.written().without("Globals", "Function", "AutoPublishAliasAllProperties")))
                .isFalse();
        assertThat(publishes(Template.written().without("Globals", "Function", "AutoPublishAlias")))
                .isFalse();
        assertThat(publishes(Template.written()
                        .with("false", "Resources", "SharedLayer", "Properties", "PublishLambdaVersion")))
                .isFalse();
        assertThat(publishes(Template.written()
                        .with("abc", "Resources", "IssueFunction", "Properties", "AutoPublishCodeSha256")))
                .isFalse();
    }

    private static boolean publishes(Template template) {
        return template.functions().values().stream()
                        .allMatch(function ->
                                function.at("AutoPublishAlias").text().equals("live")
                                        && function.at("AutoPublishAliasAllProperties")
                                                .text()
                                                .equals("true")
                                        && !function.has("AutoPublishCodeSha256"))
                && template.ofType("AWS::Serverless::LayerVersion").values().stream()
                        .allMatch(layer -> layer.at("Properties", "PublishLambdaVersion")
                                .text()
                                .equals("true"));
    }

    @Test
    void aNewLayerMovesEveryAlias() {
        var before = Template.transformed("transformed-template.json");
        var after = Template.transformed("transformed-template-new-layer.json");
        assertThat(before.ofType("AWS::Lambda::LayerVersion").keySet())
                .doesNotContainAnyElementsOf(
                        after.ofType("AWS::Lambda::LayerVersion").keySet());
        assertThat(served(before)).hasSize(8).doesNotContainAnyElementsOf(served(after));
    }

    /** The versions that the aliases point at. */
    private static Set<String> served(Template template) {
        var versions = template.ofType("AWS::Lambda::Version").keySet();
        var served = new HashSet<String>();
        template.ofType("AWS::Lambda::Alias")
                .values()
                .forEach(alias -> served.add(alias.at("Properties", "FunctionVersion", "Fn::GetAtt", "0")
                        .text()));
        assertThat(versions).containsExactlyInAnyOrderElementsOf(served);
        return served;
    }

    @Test // SAM looks at the text of a Ref: a parameter's new value would change the function and not what the alias
    // serves
    void aChangedParameterReplacesTheVersion() {
        assertThat(unversioned(Template.written())).isEmpty();
        assertThat(unversioned(Template.written()
                        .with(
                                "!Ref LogRetentionDays",
                                "Resources",
                                "IssueFunction",
                                "Properties",
                                "Environment",
                                "Variables",
                                "VALET_API_ID")))
                .containsExactly("LogRetentionDays");
        assertThat(unversioned(Template.written()
                        .with("!Sub ${Audience}", "Resources", "UpkeepFunction", "Properties", "VersionDescription")))
                .containsExactlyInAnyOrder("PrincipalOrgId", "ArchiveBucket");
    }

    /** Parameters that a function's environment has and its version's description has not. */
    private static Set<String> unversioned(Template template) {
        var parameters = template.at("Parameters").members().keySet();
        var missing = new TreeSet<String>();
        template.functions().values().forEach(function -> {
            var read = function.at("Environment").names();
            read.retainAll(parameters);
            read.removeAll(function.at("VersionDescription").names());
            // A role's unique id says which role it is: the ARN need not be there too.
            read.removeIf(name -> name.endsWith("OperatorRole")
                    && function.at("VersionDescription").names().contains(name.replace("Role", "Id")));
            missing.addAll(read);
        });
        return missing;
    }

    @Test // Lambda takes 256 characters
    void theLongestParametersFitTheDescription() {
        var parameters = Template.written().at("Parameters");
        Template.written().functions().forEach((id, function) -> {
            int longest = function.at("VersionDescription").names().stream()
                            .mapToInt(name -> switch (name) {
                                case "PrincipalOrgId" -> 34;
                                case "FirstOperatorId", "SecondOperatorId" -> 24;
                                default -> parameters.at(name, "MaxLength").number();
                            })
                            .sum()
                    + 4;
            assertThat(longest).as(id).isLessThanOrEqualTo(256);
        });
    }
}
