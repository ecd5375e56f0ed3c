package dev.valet.it.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.it.template.Template.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever can invoke a function can write the event that says who is calling: so nobody can but these (T-01). */
class InvocationTest {
    /** DynamoDB lets two read a stream at a time. */
    private static final String[] STREAMS = {"AuditStream", "AnnouncementStream"};

    private static final String ARN = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${";

    @ParameterizedTest
    @EnumSource
    void thereIsOnePermissionForEachMethodTheAuthorizerAndTheSchedule(Form form) {
        var template = form.read();
        assertThat(template.ofType("AWS::Lambda::Permission")).hasSize(49);
        assertThat(faults(template)).isEmpty();
    }

    @Test
    void aPermissionTooManyTooWideOrTooFewIsFound() {
        var written = Template.written();
        var one = new String[] {"Resources", "PermitIssueLease", "Properties"};
        assertThat(faults(written.without("Resources", "PermitIssueLease"))).isNotEmpty();
        assertThat(faults(written.with(ARN + "AgentApi}/*", path(one, "SourceArn", "Fn::Sub"))))
                .isNotEmpty();
        assertThat(faults(written.without(path(one, "SourceArn")))).isNotEmpty();
        assertThat(faults(written.with("'*'", path(one, "Principal")))).isNotEmpty();
        assertThat(faults(written.with("!Ref IssueFunction", path(one, "FunctionName"))))
                .isNotEmpty();
        assertThat(faults(written.with("!Ref AdminFunction.Alias", path(one, "FunctionName"))))
                .isNotEmpty();
        var more = written.with(
                "{Type: AWS::Lambda::Permission, Properties: {Action: lambda:InvokeFunction, FunctionName: !Ref IssueFunction.Alias, Principal: s3.amazonaws.com}}",
                "Resources",
                "PermitMore");
        assertThat(faults(more)).isNotEmpty();
    }

    /** Permissions that should not be there, and those that are missing. */
    private static List<String> faults(Template template) {
        var wanted = new TreeSet<String>();
        template.operations()
                .forEach(operation -> wanted.add(line(
                        operation.function(),
                        "apigateway.amazonaws.com",
                        ARN + operation.api() + "}" + operation.source())));
        wanted.add(line("authorize", "apigateway.amazonaws.com", ARN + "AgentApi}/authorizers/*"));
        wanted.add(line("act", "events.amazonaws.com", "EveryMinute"));
        wanted.add(line("revoke", "events.amazonaws.com", "EveryMinute"));
        wanted.add(line("upkeep", "events.amazonaws.com", "EveryMinute"));
        var faults = new ArrayList<String>();
        template.ofType("AWS::Lambda::Permission").forEach((id, permission) -> {
            var line = line(permission.at("Properties"));
            if (!wanted.remove(line)) {
                faults.add(id + ": " + line);
            }
        });
        faults.addAll(wanted);
        return faults;
    }

    private static String line(Tree permission) {
        var source = permission.at("SourceArn");
        var arn = source.has("Fn::GetAtt") ? source.at("Fn::GetAtt", "0").text() : source.flat();
        return permission.at("Action").text().equals("lambda:InvokeFunction")
                ? line(alias(permission), permission.at("Principal").text(), arn)
                : "another action";
    }

    /** {@code IssueFunction.Alias} as written, {@code IssueFunctionAliaslive} as SAM has it. */
    private static String alias(Tree permission) {
        return permission
                .at("FunctionName", "Ref")
                .text()
                .replaceFirst("Function(\\.Alias|Aliaslive)$", "")
                .toLowerCase(Locale.ROOT);
    }

    private static String line(String function, String principal, String source) {
        return function + " by " + principal + " from " + source;
    }

    @ParameterizedTest
    @EnumSource
    void noFunctionHasAUrlOrAnEventSourceButTheAuditsStreamForTwo(Form form) {
        assertThat(otherWaysIn(form.read())).containsExactlyInAnyOrder(STREAMS);
    }

    @ParameterizedTest // nothing of the audit is skipped, and nothing overtakes
    @EnumSource
    void theAuditsStreamFeedsTheArchiveInOrderAndToTheEnd(Form form) {
        var stream = form.read().at("Resources", "AuditStream", "Properties");
        assertThat(alias(stream)).isEqualTo("archive");
        assertThat(stream.at("EventSourceArn", "Fn::GetAtt").texts()).containsExactly("AuditTable", "StreamArn");
        assertThat(List.of("StartingPosition", "ParallelizationFactor", "BisectBatchOnFunctionError").stream()
                        .map(name -> stream.at(name).text()))
                .containsExactly("TRIM_HORIZON", "1", "true");
        assertThat(List.of("MaximumRetryAttempts", "MaximumRecordAgeInSeconds").stream()
                        .map(name -> stream.at(name).text()))
                .containsOnly("-1");
        assertThat(stream.at("DestinationConfig", "OnFailure").has("Destination"))
                .isTrue();
        assertThat(form.read()
                        .at("Resources", "AuditTable", "Properties", "StreamSpecification", "StreamViewType")
                        .text())
                .isEqualTo("NEW_IMAGE");
    }

    @ParameterizedTest // of news an hour old people no longer wait for, and it must not hold up what comes after it
    @EnumSource
    void theAuditsStreamAlsoFeedsAnnouncementsAndNobodyBeyond(Form form) {
        var stream = form.read().at("Resources", "AnnouncementStream", "Properties");
        assertThat(alias(stream)).isEqualTo("announce");
        assertThat(stream.at("EventSourceArn", "Fn::GetAtt").texts()).containsExactly("AuditTable", "StreamArn");
        assertThat(stream.at("FilterCriteria", "Filters").items())
                .singleElement()
                .satisfies(filter -> assertThat(filter.at("Pattern").text())
                        .isEqualTo("{\"dynamodb\":{\"NewImage\":{\"announced\":{\"S\":[{\"exists\":true}]}}}}"));
        assertThat(stream.at("FunctionResponseTypes").texts()).containsExactly("ReportBatchItemFailures");
        assertThat(List.of(
                                "StartingPosition",
                                "BatchSize",
                                "ParallelizationFactor",
                                "BisectBatchOnFunctionError",
                                "MaximumRecordAgeInSeconds")
                        .stream()
                        .map(name -> stream.at(name).text()))
                .containsExactly("TRIM_HORIZON", "10", "1", "true", "3600");
        assertThat(stream.at("DestinationConfig", "OnFailure", "Destination", "Fn::GetAtt", "0")
                        .text())
                .isEqualTo("AnnounceFailures");
    }

    @Test
    void anotherWayInIsFound() {
        var written = Template.written();
        assertThat(otherWaysIn(written.with("{Type: AWS::Lambda::Url}", "Resources", "Url")))
                .contains("Url")
                .hasSize(3);
        assertThat(otherWaysIn(written.with(
                        "{AuthType: NONE}", "Resources", "IssueFunction", "Properties", "FunctionUrlConfig")))
                .contains("IssueFunction")
                .hasSize(3);
        assertThat(otherWaysIn(written.with("{A: {Type: SQS}}", "Resources", "IssueFunction", "Properties", "Events")))
                .contains("IssueFunction")
                .hasSize(3);
    }

    private static List<String> otherWaysIn(Template template) {
        var ways = new ArrayList<>(template.ofType("AWS::Lambda::Url", "AWS::Lambda::EventSourceMapping")
                .keySet());
        template.functions().forEach((id, function) -> {
            if (function.has("FunctionUrlConfig") || function.has("Events")) {
                ways.add(id);
            }
        });
        return ways;
    }

    private static String[] path(String[] start, String... rest) {
        return Stream.concat(Stream.of(start), Stream.of(rest)).toArray(String[]::new);
    }
}
