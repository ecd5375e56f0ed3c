package dev.valet.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/** The SDK's HTTP client with the stub right behind it: signing, writing and reading are real, the wire is not there. */
record StubHttpClient(StubAws aws) implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                return send(request);
            }

            @Override
            public void abort() {
                // a call is over before anybody could wish it away
            }
        };
    }

    private HttpExecuteResponse send(HttpExecuteRequest request) {
        var body = request.contentStreamProvider().map(StubHttpClient::read).orElse("");
        var answer = aws.serve(request.httpRequest().firstMatchingHeader("X-Amz-Target"), body);
        var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        var response = SdkHttpFullResponse.builder()
                .statusCode(answer.status())
                .putHeader("Content-Type", answer.contentType())
                .putHeader("x-amzn-RequestId", "bench")
                .putHeader("Content-Length", Integer.toString(bytes.length))
                .build();
        return HttpExecuteResponse.builder()
                .response(response)
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(bytes)))
                .build();
    }

    private static String read(ContentStreamProvider content) {
        try (var in = content.newStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // it is in memory
        }
    }

    @Override
    public void close() {}
}
