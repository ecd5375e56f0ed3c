package dev.valet.local.fault;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/** The line to AWS for one run of a story: breaks as planned, and remembers everything that went over it. */
public final class BrokenLine implements SdkHttpClient {
    private final SdkHttpClient whole;
    private final FaultPlan plan;
    private final Map<String, Call> calls = new HashMap<>();
    private final Map<String, Integer> times = new HashMap<>();
    private final List<Exchange> exchanges = new ArrayList<>();
    private int order;

    public BrokenLine(SdkHttpClient whole, FaultPlan plan) {
        this.whole = whole;
        this.plan = plan;
    }

    /** In the order in which they ended. */
    public synchronized List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /** Every call there was, once, in the order in which they first began. */
    public synchronized List<Call> calls() {
        return exchanges.stream()
                .sorted((one, other) -> Integer.compare(one.began(), other.began()))
                .map(Exchange::call)
                .distinct()
                .toList();
    }

    private synchronized Call call(Request request) {
        return calls.computeIfAbsent(
                request.invocation(), _ -> new Call(request.name(), times.merge(request.name(), 1, Integer::sum)));
    }

    private synchronized int now() {
        return ++order;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest sent) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return BrokenLine.this.call(sent);
            }

            @Override
            public void abort() {}
        };
    }

    private HttpExecuteResponse call(HttpExecuteRequest sent) throws IOException {
        var body = body(sent);
        var request = Request.of(sent.httpRequest(), body);
        var call = call(request);
        var fault = plan.rule().strikes(call, request.attempt());
        int began = now();
        var answer = fault.isEmpty() || fault.get().isDone() ? arrive(sent) : Answer.NONE;
        synchronized (this) {
            exchanges.add(new Exchange(call, request, began, now(), fault, answer.status(), answer.text()));
        }
        return fault.isEmpty() ? answer.response() : broken(fault.get(), request);
    }

    private record Answer(int status, String text, HttpExecuteResponse response) {
        static final Answer NONE =
                new Answer(0, "", HttpExecuteResponse.builder().build());
    }

    private Answer arrive(HttpExecuteRequest sent) throws IOException {
        var heard = whole.prepareRequest(sent).call();
        byte[] bytes = heard.responseBody().isEmpty()
                ? new byte[0]
                : heard.responseBody().get().readAllBytes();
        heard.responseBody().ifPresent(stream -> stream.abort());
        var told = HttpExecuteResponse.builder()
                .response(heard.httpResponse())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(bytes)))
                .build();
        return new Answer(heard.httpResponse().statusCode(), new String(bytes, StandardCharsets.UTF_8), told);
    }

    private static HttpExecuteResponse broken(Fault fault, Request request) throws IOException {
        return switch (fault) {
            case UNREACHABLE -> throw new ConnectException("the line is cut");
            case REPLY_LOST -> throw new SocketException("the line was cut");
            // What the SDK makes of an attempt that takes too long, without the time it would take.
            case TIMED_OUT ->
                throw ApiCallAttemptTimeoutException.create(
                        Duration.ofSeconds(5).toMillis());
            case THROTTLED -> refusal(request, 400, "ThrottlingException");
            case FAILED -> refusal(request, 500, "InternalFailure");
        };
    }

    private static HttpExecuteResponse refusal(Request request, int status, String code) {
        boolean xml = request.service().equals("sts") || request.service().equals("iam");
        var text = xml
                ? "<ErrorResponse><Error><Type>Receiver</Type><Code>%s</Code><Message/></Error></ErrorResponse>"
                : "{\"__type\":\"%s\"}";
        var bytes = text.formatted(code).getBytes(StandardCharsets.UTF_8);
        return HttpExecuteResponse.builder()
                .response(SdkHttpFullResponse.builder()
                        .statusCode(status)
                        .putHeader("Content-Length", Integer.toString(bytes.length))
                        .build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(bytes)))
                .build();
    }

    private static String body(HttpExecuteRequest sent) throws IOException {
        var content = sent.contentStreamProvider();
        if (content.isEmpty()) {
            return "";
        }
        try (var stream = content.get().newStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public String clientName() {
        return "BrokenLine";
    }

    /** The line that lies beneath is somebody else's. */
    @Override
    public void close() {}
}
