package dev.valet.local.template;

import java.util.Map;
import java.util.Optional;

/** The names and ARNs that CloudFormation would give to what it makes: what {@code Ref} and {@code Fn::GetAtt} answer. */
final class Naming {
    /** Where a resource says its own name; the rest are named after the stack and the logical id. */
    private static final Map<String, String> NAME_PROPERTY = Map.of(
            "AWS::DynamoDB::Table", "TableName",
            "AWS::Events::EventBus", "Name",
            "AWS::Serverless::Function", "FunctionName",
            "AWS::Lambda::Function", "FunctionName",
            "AWS::IAM::Role", "RoleName",
            "AWS::IAM::ManagedPolicy", "ManagedPolicyName",
            "AWS::Logs::LogGroup", "LogGroupName",
            "AWS::S3::Bucket", "BucketName",
            "AWS::SNS::Topic", "TopicName",
            "AWS::SQS::Queue", "QueueName");

    private final Place place;
    private final Template template;

    Naming(Place place, Template template) {
        this.place = place;
        this.template = template;
    }

    String name(Resource resource) {
        return Optional.ofNullable(NAME_PROPERTY.get(resource.type()))
                .flatMap(property -> template.property(resource, property))
                .map(Tree::text)
                .orElseGet(() -> made(resource));
    }

    /** Names of buckets are nobody else's, and in lower case. */
    private String made(Resource resource) {
        var name = place.stack() + "-" + resource.logicalId();
        return resource.type().equals("AWS::S3::Bucket")
                ? name.toLowerCase(java.util.Locale.ROOT) + "-" + place.account()
                : name;
    }

    String ref(Resource resource) {
        return switch (resource.type()) {
            case "AWS::Serverless::Api", "AWS::ApiGateway::RestApi" ->
                place.id(resource.logicalId()).toString().replace("-", "").substring(0, 10);
            case "AWS::KMS::Key" -> place.id(resource.logicalId()).toString();
            case "AWS::IAM::ManagedPolicy", "AWS::SNS::Topic", "AWS::Serverless::LayerVersion" ->
                attribute(resource, "Arn");
            default -> name(resource);
        };
    }

    String attribute(Resource resource, String attribute) {
        return switch (attribute) {
            case "Arn", "TopicArn", "PolicyArn", "LayerVersionArn" -> arn(resource);
            case "StreamArn" -> arn(resource) + "/stream/local";
            case "RoleId" -> uniqueId("AROA", resource.logicalId());
            default -> place.stack() + "-" + resource.logicalId() + "-" + attribute;
        };
    }

    private String arn(Resource resource) {
        var name = name(resource);
        return switch (resource.type()) {
            case "AWS::DynamoDB::Table" -> place.arn("dynamodb", "table/" + name);
            case "AWS::Serverless::Function", "AWS::Lambda::Function" -> place.arn("lambda", "function:" + name);
            case "AWS::Serverless::LayerVersion", "AWS::Lambda::LayerVersion" ->
                place.arn("lambda", "layer:" + name + ":1");
            case "AWS::KMS::Key" -> place.arn("kms", "key/" + ref(resource));
            case "AWS::Logs::LogGroup" -> place.arn("logs", "log-group:" + name + ":*");
            case "AWS::IAM::Role" -> "arn:aws:iam::" + place.account() + ":role" + path(resource) + name;
            case "AWS::IAM::ManagedPolicy" -> "arn:aws:iam::" + place.account() + ":policy" + path(resource) + name;
            case "AWS::S3::Bucket" -> "arn:aws:s3:::" + name;
            case "AWS::Events::EventBus" -> place.arn("events", "event-bus/" + name);
            case "AWS::SNS::Topic" -> place.arn("sns", name);
            case "AWS::SQS::Queue" -> place.arn("sqs", name);
            default -> place.arn("cloudformation", "resource/" + resource.logicalId());
        };
    }

    String path(Resource resource) {
        return template.property(resource, "Path").map(Tree::text).orElse("/");
    }

    /** As IAM makes them: the prefix, then letters and digits. */
    String uniqueId(String prefix, String logicalId) {
        return prefix
                + place.id(logicalId)
                        .toString()
                        .replace("-", "")
                        .toUpperCase(java.util.Locale.ROOT)
                        .substring(0, 17);
    }
}
