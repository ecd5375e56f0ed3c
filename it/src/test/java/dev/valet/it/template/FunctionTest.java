package dev.valet.it.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.it.template.Template.Form;
import java.util.Collections;
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

    private static final Pattern PLACE = Pattern.compile("\\$\\{([A-Za-z]+)}");

    @ParameterizedTest
    @EnumSource
    void everyFunctionKeepsTheRules(Form form) {
        var functions = form.read().functions();
        assertThat(functions).hasSize(9);
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
                                function.at("SnapStart", "ApplyOn").text().equals(snapshots(function))),
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

    /** What holds the secrets of actions while it works has no snapshot that could carry one (INV-16, T-19). */
    private static String snapshots(Tree function) {
        return function.at("Handler").text().startsWith("dev.valet.act.") ? "None" : "PublishedVersions";
    }

    @ParameterizedTest
    @EnumSource
    void whatHoldsSecretsHasNoSnapshot(Form form) {
        assertThat(form.read().functions().entrySet().stream()
                        .filter(function -> function.getValue()
                                .at("SnapStart", "ApplyOn")
                                .text()
                                .equals("None"))
                        .map(Map.Entry::getKey))
                .containsExactly("ActFunction");
        var forgotten = Template.written().without("Resources", "ActFunction", "Properties", "SnapStart");
        assertThat(faults(forgotten.function("ActFunction"))).containsExactly("SnapStart");
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
        assertThat(served(before)).hasSize(9).doesNotContainAnyElementsOf(served(after));
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
        // A network that was named would be the next version's, and the alias would go on without it (B-11).
        assertThat(unversioned(Template.written()
                        .with(
                                "!Sub ${Audience}/${DevelopmentAccounts}/${PrincipalOrgId}",
                                "Resources",
                                "ActFunction",
                                "Properties",
                                "VersionDescription")))
                .containsExactlyInAnyOrder("ActionSubnetIds", "ActionSecurityGroupIds");
    }

    /** Parameters that a function's environment or network has and its version's description has not. */
    private static Set<String> unversioned(Template template) {
        var parameters = template.at("Parameters").members().keySet();
        var missing = new TreeSet<String>();
        template.functions().values().forEach(function -> {
            var read = function.at("Environment").names();
            read.addAll(function.at("VpcConfig").names());
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
        Template.written()
                .functions()
                .forEach((id, function) -> assertThat(longest(function.at("VersionDescription")))
                        .as(id)
                        .hasSizeBetween(1, 256));
    }

    /** What an expression comes to when each of its parameters is as long as it can be. */
    private static String longest(Tree text) {
        if (text.has("Ref")) {
            return longest(text.at("Ref").text());
        }
        if (text.has("Fn::Join")) { // of a list that was split, as it is written here
            var split = text.at("Fn::Join", "1", "Fn::Split");
            return longest(split.at("1"))
                    .replace(split.at("0").text(), text.at("Fn::Join", "0").text());
        }
        var sub = text.at("Fn::Sub").items();
        return PLACE.matcher(sub.getFirst().text())
                .replaceAll(place -> sub.size() == 2 && sub.get(1).has(place.group(1))
                        ? longest(sub.get(1).at(place.group(1)))
                        : longest(place.group(1)));
    }

    private static String longest(String parameter) {
        return switch (parameter) {
            case "PrincipalOrgId" -> "o-" + "x".repeat(32);
            case "FirstOperatorId", "SecondOperatorId" -> "x".repeat(24);
            case "DevelopmentAccounts" -> String.join(",", Collections.nCopies(8, "222233334444"));
            case "ActionSubnetIds" -> String.join(",", Collections.nCopies(2, "subnet-0123456789abcdef0"));
            default ->
                "x"
                        .repeat(Template.written()
                                .at("Parameters", parameter, "MaxLength")
                                .number());
        };
    }
}
