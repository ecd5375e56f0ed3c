package dev.valet.bench;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Notes when a call entered the SDK and when it came out again. The SDK finds this class by its own means, in a resource
 * named {@code execution.interceptors}, so the handler is wired as in production; that is also why the calls are static.
 */
public final class SdkCalls implements ExecutionInterceptor {
    private static final ExecutionAttribute<Long> ENTERED = new ExecutionAttribute<>("dev.valet.bench.entered");
    private static final ConcurrentLinkedQueue<Held> CALLS = new ConcurrentLinkedQueue<>();

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        attributes.putAttribute(ENTERED, System.nanoTime());
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        note(attributes);
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        note(attributes);
    }

    private static void note(ExecutionAttributes attributes) {
        var operation = Optional.ofNullable(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
        CALLS.add(new Held(operation.orElse(""), attributes.getAttribute(ENTERED), System.nanoTime()));
    }

    /** The calls since the last time somebody asked. */
    static List<Held> taken() {
        var taken = List.copyOf(CALLS);
        CALLS.clear();
        return taken;
    }
}
