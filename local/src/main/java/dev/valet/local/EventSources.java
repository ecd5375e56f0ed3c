package dev.valet.local;

import dev.valet.local.aws.Credentials;
import dev.valet.local.aws.LocalAws;
import dev.valet.local.aws.policy.Context;
import dev.valet.local.aws.policy.Decision;
import dev.valet.local.door.Functions;
import dev.valet.local.store.DynamoDb;
import dev.valet.local.template.Resource;
import dev.valet.local.template.Template;
import dev.valet.local.template.Tree;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The template's event source mappings, each for a function whose role may read the stream. */
final class EventSources {
    private static final List<String> NEEDED =
            List.of("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator");

    private final Template template;
    private final LocalAws aws;
    private final Map<String, String> roles;
    private final Optional<Path> state;

    /**
     * Of a template.
     *
     * @param roles of the functions, by the functions' names
     * @param state where they remember how far they came
     */
    EventSources(Template template, LocalAws aws, Map<String, String> roles, Optional<Path> state) {
        this.template = template;
        this.aws = aws;
        this.roles = roles;
        this.state = state;
    }

    List<EventSource> of(DynamoDb dynamo, Functions functions) {
        return template.ofType("AWS::Lambda::EventSourceMapping").stream()
                .map(this::mapping)
                .map(mapping -> new EventSource(dynamo, functions, mapping, state))
                .toList();
    }

    private EventSource.Mapping mapping(Resource source) {
        var stream = text(source, "EventSourceArn");
        var alias = text(source, "FunctionName");
        var name = alias.substring(alias.indexOf(":function:") + ":function:".length(), alias.lastIndexOf(':'));
        requireReader(name, stream);
        return new EventSource.Mapping(
                stream.substring(stream.indexOf(":table/") + ":table/".length(), stream.indexOf("/stream/")),
                stream,
                name,
                Integer.parseInt(text(source, "BatchSize")),
                StreamFilter.of(template.property(source, "FilterCriteria")),
                template.property(source, "FunctionResponseTypes")
                        .map(Tree::texts)
                        .orElse(List.of())
                        .contains("ReportBatchItemFailures"));
    }

    /** Lambda reads a stream with the role of the function that it feeds. */
    private void requireReader(String function, String stream) {
        Credentials session = aws.sessionFor(roles.getOrDefault(function, ""), function);
        for (var action : NEEDED) {
            if (aws.decide(session, action, stream, new Context()) instanceof Decision.Denied(String because)) {
                throw new Trouble("the role of " + function + " may not " + action + " " + because);
            }
        }
    }

    private String text(Resource resource, String property) {
        return template.property(resource, property)
                .map(Tree::text)
                .orElseThrow(() -> new Trouble(resource.logicalId() + " has no " + property));
    }
}
