package dev.valet.local.store;

import dev.valet.local.aws.Caller;
import dev.valet.local.aws.LocalAws;
import dev.valet.local.aws.policy.Context;
import dev.valet.local.aws.policy.Decision;
import dev.valet.local.aws.wire.Answer;
import dev.valet.local.aws.wire.Blob;
import dev.valet.local.aws.wire.Json;
import dev.valet.local.aws.wire.Received;
import java.util.Map;

/** DynamoDB as a service of the local AWS: the caller's own policies say which rows of which table it may touch. */
public final class Tables {
    private static final System.Logger LOG = System.getLogger(Tables.class.getName());
    private static final String TARGET = "DynamoDB_20120810.";

    private final DynamoDb dynamo;
    private final LocalAws aws;
    private final String account;

    /** @param account whose tables these are */
    public Tables(DynamoDb dynamo, LocalAws aws, String account) {
        this.dynamo = dynamo;
        this.aws = aws;
        this.account = account;
    }

    /** @param caller whose signature held */
    public Answer answer(Received request, Caller caller) {
        var target = request.header("x-amz-target").orElse("");
        if (!target.startsWith(TARGET)) {
            return error(400, "UnknownOperationException", "");
        }
        var action = target.substring(TARGET.length());
        try {
            var asked = Needed.of(action, Json.read(request.body().text()), tables());
            for (var needed : asked) {
                if (!isAllowed(caller, needed)) {
                    return denied(caller, needed);
                }
            }
        } catch (IllegalArgumentException unknown) {
            return error(400, "ValidationException", String.valueOf(unknown.getMessage()));
        }
        var answer = dynamo.call(action, request.body().text());
        return new Answer(answer.status(), Map.of("Content-Type", answer.contentType()), Blob.of(answer.body()));
    }

    private String tables() {
        return "arn:aws:dynamodb:" + aws.region() + ":" + account + ":table/";
    }

    private boolean isAllowed(Caller caller, Needed needed) {
        var context = new Context()
                .putAll("dynamodb:LeadingKeys", needed.leadingKeys())
                .putAll("dynamodb:Attributes", needed.attributes())
                .put("dynamodb:ReturnValues", needed.returnValues().isEmpty() ? null : needed.returnValues())
                .put("aws:ResourceAccount", account);
        boolean own = caller.account().equals(account); // a table without a resource policy is its account's alone
        return own
                && aws.decide(caller, "dynamodb:" + needed.action(), needed.resource(), context)
                        instanceof Decision.Allowed;
    }

    private Answer denied(Caller caller, Needed needed) {
        if (caller.account().equals(account)) { // a function made a call that the template does not grant: say which
            LOG.log(System.Logger.Level.WARNING, caller.principalArn() + " may not make this call: " + needed);
        }
        return error(
                400,
                "AccessDeniedException",
                "User: " + caller.arn() + " is not authorized to perform: dynamodb:" + needed.action()
                        + " on resource: " + needed.resource());
    }

    private static Answer error(int status, String code, String message) {
        return new Answer(
                status,
                Map.of("Content-Type", "application/x-amz-json-1.0"),
                Blob.of(Json.write(Map.of("__type", "com.amazonaws.dynamodb.v20120810#" + code, "message", message))));
    }
}
