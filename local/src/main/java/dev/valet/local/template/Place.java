package dev.valet.local.template;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Where the stack would be deployed: what CloudFormation's pseudo parameters say.
 *
 * @param account twelve digits
 */
public record Place(String account, String region, String stack) {
    String pseudo(String name) {
        return switch (name) {
            case "AWS::AccountId" -> account;
            case "AWS::Region" -> region;
            case "AWS::StackName" -> stack;
            case "AWS::Partition" -> "aws";
            case "AWS::URLSuffix" -> "amazonaws.com";
            case "AWS::StackId" -> "arn:aws:cloudformation:" + region + ":" + account + ":stack/" + stack + "/local";
            case "AWS::NotificationARNs" -> "";
            default -> throw new TemplateException("no pseudo parameter " + name);
        };
    }

    /** An id as AWS would make one up, the same on every start. */
    UUID id(String logicalId) {
        return UUID.nameUUIDFromBytes((stack + "/" + logicalId).getBytes(StandardCharsets.UTF_8));
    }

    String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
    }
}
