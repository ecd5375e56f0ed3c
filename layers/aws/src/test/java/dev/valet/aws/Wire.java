package dev.valet.aws;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Between the client and DynamoDB: hears every call, and can lose replies or the whole line. */
final class Wire implements ExecutionInterceptor {
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger repliesToLose = new AtomicInteger();
    private final AtomicInteger conflicts = new AtomicInteger();
    private volatile String losing = "*";
    private volatile String cut = "none";

    /** What was sent, by name, retries included. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    void forgetCalls() {
        calls.clear();
    }

    /** The next so many requests arrive and do their work, and nobody hears of it. */
    void loseReplies(int count) {
        loseRepliesOf("*", count);
    }

    void loseRepliesOf(String operation, int count) {
        losing = operation;
        repliesToLose.set(count);
    }

    /** The next so many transactions meet another one, and are cancelled; DynamoDB Local never does that by itself. */
    void conflict(int count) {
        conflicts.set(count);
    }

    /** From now on no request of this name arrives; {@code *} stands for all. */
    void cut(String operation) {
        cut = operation;
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        var operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        calls.add(operation);
        if (cut.equals("*") || cut.equals(operation)) {
            throw SdkClientException.create("the line is cut");
        }
        if (operation.equals("TransactWriteItems") && conflicts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw TransactionCanceledException.builder()
                    .statusCode(400)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("TransactionCanceledException")
                            .build())
                    .cancellationReasons(
                            CancellationReason.builder().code("None").build(),
                            CancellationReason.builder()
                                    .code("TransactionConflict")
                                    .build())
                    .build();
        }
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        boolean meant =
                losing.equals("*") || losing.equals(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
        if (meant && repliesToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw RetryableException.create("the reply is lost");
        }
    }
}
