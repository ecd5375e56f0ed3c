package dev.valet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class RuntimeApiTest {
    @Test
    void anInvocationIsHandedOutAndItsAnswerTaken() throws IOException, InterruptedException {
        try (var api = new RuntimeApi();
                var client = HttpClient.newHttpClient()) {
            api.invoke("event-canary-4711");
            var next = client.send(request(api, "invocation/next").build(), HttpResponse.BodyHandlers.ofString());
            assertThat(next.body()).isEqualTo("event-canary-4711");
            var id = next.headers().firstValue("Lambda-Runtime-Aws-Request-Id").orElseThrow();

            post(client, api, "invocation/" + id + "/response", "answer-canary-4712");
            assertThat(api.await(RuntimeApi.What.RESPONSE).body()).isEqualTo("answer-canary-4712");
        }
    }

    @Test
    void aProcessThatFailsEndsTheWait() throws IOException, InterruptedException {
        try (var api = new RuntimeApi();
                var client = HttpClient.newHttpClient()) {
            post(client, api, "init/error", "no such handler");
            assertThatThrownBy(() -> api.await(RuntimeApi.What.RESPONSE)).hasMessageContaining("no such handler");
        }
    }

    private static void post(HttpClient client, RuntimeApi api, String path, String body)
            throws IOException, InterruptedException {
        var post = request(api, path)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertThat(client.send(post, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(202);
    }

    private static HttpRequest.Builder request(RuntimeApi api, String path) {
        return HttpRequest.newBuilder(URI.create("http://" + api.authority() + "/2018-06-01/runtime/" + path));
    }
}
