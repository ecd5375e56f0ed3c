package dev.valet.local;

import dev.valet.local.aws.LocalAws;
import dev.valet.local.aws.wire.Blob;
import dev.valet.local.aws.wire.Received;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/**
 * The line to the local AWS without sockets, which thousands of runs would spend most of their time on. What is sent is
 * what HTTP would carry: signed, verified and allowed or not.
 */
final class NearLine implements SdkHttpClient {
    private final LocalAws aws;

    NearLine(LocalAws aws) {
        this.aws = aws;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest sent) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return NearLine.this.call(sent);
            }

            @Override
            public void abort() {}
        };
    }

    private HttpExecuteResponse call(HttpExecuteRequest sent) throws IOException {
        var request = sent.httpRequest();
        var answer = aws.answer(new Received(
                request.method().name(),
                request.encodedPath().isEmpty() ? "/" : request.encodedPath(),
                request.encodedQueryParameters().orElse(""),
                request.headers(),
                body(sent),
                "127.0.0.1"));
        var response = SdkHttpFullResponse.builder()
                .statusCode(answer.status())
                .putHeader("Content-Length", Integer.toString(answer.body().size()));
        answer.headers().forEach(response::putHeader);
        return HttpExecuteResponse.builder()
                .response(response.build())
                .responseBody(AbortableInputStream.create(
                        new ByteArrayInputStream(answer.body().bytes())))
                .build();
    }

    private static Blob body(HttpExecuteRequest sent) throws IOException {
        var content = sent.contentStreamProvider();
        if (content.isEmpty()) {
            return Blob.EMPTY;
        }
        try (var stream = content.get().newStream()) {
            return Blob.of(stream.readAllBytes());
        }
    }

    @Override
    public String clientName() {
        return "NearLine";
    }

    @Override
    public void close() {}
}
