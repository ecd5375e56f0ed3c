package dev.valet.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Lets one request through at a time, and of those that wait a seed chooses the next: orders come about that threads left
 * to themselves would never try. Now and then an answer is lost, each request's once at most.
 */
final class ShuffledLine implements SdkHttpClient {
    private static final int ONE_IN = 15;

    private final SdkHttpClient whole;
    private final Random random;
    private final List<CountDownLatch> waiting = new ArrayList<>();
    private final Set<String> lost = new HashSet<>();
    private boolean taken;
    private boolean losing = true;

    ShuffledLine(SdkHttpClient whole, long seed) {
        this.whole = whole;
        this.random = new Random(seed);
    }

    /** From now on every answer arrives. */
    synchronized void loseNoMore() {
        losing = false;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest sent) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return ShuffledLine.this.call(sent);
            }

            @Override
            public void abort() {}
        };
    }

    private HttpExecuteResponse call(HttpExecuteRequest sent) throws IOException {
        enter();
        try {
            var answer = whole(sent);
            if (isLost(sent)) {
                throw new SocketException("the answer is lost");
            }
            return answer;
        } finally {
            leave();
        }
    }

    private HttpExecuteResponse whole(HttpExecuteRequest sent) throws IOException {
        var answer = whole.prepareRequest(sent).call();
        var body = answer.responseBody().orElseThrow();
        var bytes = body.readAllBytes();
        body.abort();
        return HttpExecuteResponse.builder()
                .response(answer.httpResponse())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(bytes)))
                .build();
    }

    private synchronized boolean isLost(HttpExecuteRequest sent) {
        var invocation = sent.httpRequest().firstMatchingHeader("amz-sdk-invocation-id");
        return losing && random.nextInt(ONE_IN) == 0 && lost.add(invocation.orElseThrow());
    }

    private void enter() throws InterruptedIOException {
        var turn = new CountDownLatch(1);
        synchronized (this) {
            waiting.add(turn);
            letIn();
        }
        try {
            turn.await();
        } catch (InterruptedException interrupted) {
            throw new InterruptedIOException();
        }
    }

    private synchronized void leave() {
        taken = false;
        letIn();
    }

    private synchronized void letIn() {
        if (!taken && !waiting.isEmpty()) {
            taken = true;
            waiting.remove(random.nextInt(waiting.size())).countDown();
        }
    }

    @Override
    public String clientName() {
        return "ShuffledLine";
    }

    @Override
    public void close() {}
}
