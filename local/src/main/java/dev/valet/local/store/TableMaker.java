package dev.valet.local.store;

import dev.valet.Json;
import dev.valet.local.template.Resource;
import dev.valet.local.template.Template;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the template's tables: CloudFormation's properties are the members of CreateTable under the same names. */
public final class TableMaker {
    private static final List<String> TAKEN = List.of(
            "AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes", "LocalSecondaryIndexes");

    private TableMaker() {}

    /** CloudFormation says the view alone; a stream that is named is on. */
    private static Optional<Json> stream(Template template, Resource table) {
        return template.property(table, "StreamSpecification")
                .map(given -> Json.object()
                        .with("StreamEnabled", true)
                        .with("StreamViewType", given.textAt("StreamViewType"))
                        .build());
    }

    /** Makes what is not there yet; a table that is there keeps its rows. */
    public static void make(DynamoDb dynamo, Template template) {
        var there = Set.copyOf(dev.valet.local.template.Tree.texts(
                dev.valet.json.StrictJson.read(
                        dynamo.ask("ListTables", Json.object().build())),
                "TableNames"));
        for (var table : template.ofType("AWS::DynamoDB::Table")) {
            if (there.contains(template.name(table))) {
                stream(template, table).ifPresent(stream -> switchOn(dynamo, template.name(table), stream));
            } else {
                create(dynamo, template, table);
            }
        }
    }

    /** A table from before it had a stream. */
    private static void switchOn(DynamoDb dynamo, String table, Json stream) {
        var name = Json.object().with("TableName", table);
        var described = dev.valet.json.StrictJson.read(dynamo.ask("DescribeTable", name.build()));
        if (described.textAt("Table", "LatestStreamArn").isEmpty()) {
            dynamo.ask("UpdateTable", name.with("StreamSpecification", stream).build());
        }
    }

    private static void create(DynamoDb dynamo, Template template, Resource table) {
        var request = Json.object().with("TableName", template.name(table));
        TAKEN.forEach(name -> template.property(table, name).ifPresent(value -> request.with(name, value)));
        stream(template, table).ifPresent(stream -> request.with("StreamSpecification", stream));
        dynamo.ask("CreateTable", request.build());
        template.property(table, "TimeToLiveSpecification")
                .ifPresent(ttl -> dynamo.ask(
                        "UpdateTimeToLive",
                        Json.object()
                                .with("TableName", template.name(table))
                                .with("TimeToLiveSpecification", ttl)
                                .build()));
    }
}
