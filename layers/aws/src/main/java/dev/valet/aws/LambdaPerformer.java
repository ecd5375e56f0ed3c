package dev.valet.aws;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.action.Errand;
import dev.valet.action.Executor;
import dev.valet.action.LambdaTarget;
import dev.valet.action.Performer;
import dev.valet.action.Performing;
import dev.valet.json.StrictJson;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ExecutableHttpRequest;

/**
 * Invokes one function with the checked input, and waits for what it answers. Sent once: whatever leaves open whether the
 * function ran ends as {@code Unknown}, and only what Lambda or the function itself said no to is {@code NotDone} (INV-20,
 * T-31).
 */
public final class LambdaPerformer implements Performer {
    private static final int MOST_ANSWER = 256 * 1024;
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private final LambdaFunctions functions;

    public LambdaPerformer(LambdaFunctions functions) {
        this.functions = functions;
    }

    @Override
    public Performing perform(Errand errand) {
        return switch (errand.action().executor()) {
            case Executor.Lambda(var target) -> invoke(target, payload(errand));
            case Executor.Http _, Executor.KmsSign _ -> new Performing.NotDone("executor-not-lambda");
        };
    }

    private static byte[] payload(Errand errand) {
        return Json.object()
                .with("performance", errand.id().text())
                .with("input", errand.input())
                .with("idempotencyKey", errand.providerKey())
                .build()
                .canonical()
                .getBytes(StandardCharsets.UTF_8);
    }

    private Performing invoke(LambdaTarget target, byte[] payload) {
        ExecutableHttpRequest request;
        try {
            request = functions.prepared(target.region(), target.unqualifiedArn(), target.qualifier(), payload);
        } catch (SdkException noCredentials) {
            return new Performing.NotDone("lambda-no-credentials");
        }
        var sending = new FutureTask<>(() -> LambdaFunctions.send(request, MOST_ANSWER));
        Thread.startVirtualThread(sending);
        try {
            return ended(target, sending.get(target.timeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            return new Performing.Unknown("lambda-timeout");
        } catch (ExecutionException failed) {
            return failed(failed.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new Performing.Unknown("lambda-interrupted");
        } finally {
            request.abort(); // no thread outlives the request it waited in
        }
    }

    /** Nothing was sent only when there was no connection to send it on. */
    private static Performing failed(@Nullable Throwable cause) {
        return switch (cause) {
            case ConnectException _, ConnectTimeoutException _, UnknownHostException _, SSLHandshakeException _ ->
                new Performing.NotDone("lambda-unreachable");
            case Error error -> throw error;
            case null, default -> new Performing.Unknown("lambda-answer-lost");
        };
    }

    private static Performing ended(LambdaTarget target, LambdaFunctions.Answer answer) {
        return switch (answer.status()) {
            case 200 -> returned(target, answer);
            case 403 -> new Performing.NotDone("lambda-access-denied");
            case 404 -> new Performing.NotDone("lambda-not-found");
            case 429 -> new Performing.NotDone("lambda-throttled");
            // Lambda's own refusals of a request; everything else may have come after the function began.
            case 400, 401, 409, 413, 415 -> new Performing.NotDone("lambda-refused");
            default -> new Performing.Unknown("lambda-failed");
        };
    }

    private static Performing returned(LambdaTarget target, LambdaFunctions.Answer answer) {
        if (answer.failed()) {
            return new Performing.Unknown("function-failed");
        }
        var body = answer.body();
        if (body.length > MOST_ANSWER) {
            return new Performing.Unknown("function-answer-too-long");
        }
        var id = REQUEST_ID.matcher(answer.requestId()).matches() ? answer.requestId() : "";
        try {
            return target.ended(StrictJson.read(body), id);
        } catch (Malformed notJson) {
            return new Performing.Unknown("function-answer-unusable");
        }
    }
}
