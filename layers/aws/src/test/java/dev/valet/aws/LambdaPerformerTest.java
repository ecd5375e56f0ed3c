package dev.valet.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.valet.Json;
import dev.valet.action.AnswerField;
import dev.valet.action.Executor;
import dev.valet.action.LambdaTarget;
import dev.valet.action.Performing;
import dev.valet.action.SignTemplate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** One request to Lambda, and what may be concluded from what comes back (INV-20, T-31). */
class LambdaPerformerTest {
    private static final String ARN = "arn:aws:lambda:eu-central-1:444455556666:function:pay:live";

    private final List<HttpExchange> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch end = new CountDownLatch(1);
    private final HttpServer server = server();
    private final LambdaPerformer performer = performer(server.getAddress().getPort());
    private volatile Answering answering = exchange -> {};

    private interface Answering {
        void answer(HttpExchange exchange) throws IOException;
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @BeforeEach
    void start() {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            asked.add(exchange);
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            answering.answer(exchange);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
    }

    private static LambdaPerformer performer(int port) {
        return performer(port, StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
    }

    private static LambdaPerformer performer(int port, AwsCredentialsProvider credentials) {
        var clients = new AwsClients(
                "eu-west-1", Optional.of(URI.create("http://127.0.0.1:" + port)), credentials, Duration.ofSeconds(5));
        return new LambdaPerformer(clients.lambda(Duration.ofSeconds(15)));
    }

    private static Executor.Lambda target() {
        return new Executor.Lambda(new LambdaTarget(
                ARN,
                new TreeMap<>(Map.of("id", new AnswerField(AnswerField.Type.TEXT, 40))),
                Set.of("no-funds"),
                Duration.ofSeconds(1)));
    }

    private void answers(int status, String body, String... headers) {
        answering = exchange -> {
            exchange.getResponseHeaders().add("x-amzn-RequestId", "6c1f0e2a-0000-4000-8000-000000000001");
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    private Performing perform() {
        var performing = performer.perform(Errands.of(target()));
        assertThat(asked).as("sent once, whatever came of it").hasSizeLessThanOrEqualTo(1);
        return performing;
    }

    @Test
    void theFunctionIsGivenTheInputAndSaysWhatItDid() {
        answers(200, "{\"id\":\"po_1\",\"other\":\"is left out\"}");
        assertThat(perform())
                .isEqualTo(new Performing.Done(
                        Json.object().with("id", "po_1").build(), "6c1f0e2a-0000-4000-8000-000000000001"));
        assertThat(bodies)
                .containsExactly("{\"idempotencyKey\":\"a-key-for-the-provider\","
                        + "\"input\":{\"amount\":\"12.50\",\"to\":\"acme\"},\"performance\":\"" + Errands.ID + "\"}");
    }

    @Test
    void theRequestIsSignedForTheFunctionsRegionAndNamesItsAlias() {
        answers(200, "{\"id\":\"po_1\"}");
        perform();
        var request = asked.getFirst();
        assertThat(request.getRequestMethod()).isEqualTo("POST");
        assertThat(request.getRequestURI().getRawPath())
                .isEqualTo("/2015-03-31/functions/"
                        + "arn%3Aaws%3Alambda%3Aeu-central-1%3A444455556666%3Afunction%3Apay/invocations");
        assertThat(request.getRequestURI().getRawQuery()).isEqualTo("Qualifier=live");
        assertThat(request.getRequestHeaders().getFirst("X-Amz-Invocation-Type"))
                .isEqualTo("RequestResponse");
        assertThat(request.getRequestHeaders().getFirst("Authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=local/")
                .contains("/eu-central-1/lambda/aws4_request")
                .contains("x-amz-invocation-type");
        assertThat(request.getRequestHeaders().get("Connection")).contains("close");
    }

    @Test
    void aRefusalOfTheFunctionsIsNotDone() {
        answers(200, "{\"refused\":\"no-funds\"}");
        assertThat(perform()).isEqualTo(new Performing.NotDone("function-refused.no-funds"));
    }

    @ParameterizedTest
    @MethodSource
    void whatLambdaItselfRefusesIsNotDone(int status, String cause) {
        answers(status, "{\"Message\":\"s3cr3t-of-the-upstream\"}");
        assertThat(perform()).isEqualTo(new Performing.NotDone(cause));
    }

    static Stream<Arguments> whatLambdaItselfRefusesIsNotDone() {
        return Stream.of(
                arguments(400, "lambda-refused"),
                arguments(403, "lambda-access-denied"),
                arguments(404, "lambda-not-found"),
                arguments(409, "lambda-refused"),
                arguments(413, "lambda-refused"),
                arguments(429, "lambda-throttled"));
    }

    @ParameterizedTest // after these it may have run
    @ValueSource(ints = {201, 202, 204, 302, 307, 408, 410, 418, 500, 502, 503, 504})
    void everyOtherAnswerLeavesItOpen(int status) {
        answering = exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
        };
        assertThat(perform()).isEqualTo(new Performing.Unknown("lambda-failed"));
        assertThat(asked).hasSize(1);
    }

    @Test
    void aFunctionThatFailedMayHaveActedFirst() {
        for (var kind : List.of("Unhandled", "Handled")) {
            asked.clear();
            answers(200, "{\"refused\":\"no-funds\"}", "X-Amz-Function-Error", kind);
            assertThat(perform()).isEqualTo(new Performing.Unknown("function-failed"));
        }
    }

    @Test
    void anAnswerOfTheLargestSizeIsReadAndNoLarger() {
        var filler = "x".repeat(64_000);
        var most = new StringBuilder("{\"id\":\"po_1\"");
        for (int i = 0; i < 4; i++) {
            most.append(",\"f").append(i).append("\":\"").append(filler).append('"');
        }
        most.append("}");
        while (most.length() < 256 * 1024) {
            most.append(' ');
        }
        answers(200, most.toString());
        assertThat(perform()).isInstanceOf(Performing.Done.class);
        asked.clear();
        answers(200, most + " ");
        assertThat(perform()).isEqualTo(new Performing.Unknown("function-answer-too-long"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{\"id\":1}", "{\"id\":\"a\",\"id\":\"b\"}", "not JSON", "{\"id\":\"a\"} {}"})
    void anAnswerThatIsNotOneLeavesItOpen(String body) {
        answers(200, body);
        assertThat(perform()).isEqualTo(new Performing.Unknown("function-answer-unusable"));
    }

    @Test // T-31: nothing is sent again
    void aLostAnswerLeavesItOpen() {
        answering = HttpExchange::close;
        assertThat(perform()).isEqualTo(new Performing.Unknown("lambda-answer-lost"));
        assertThat(asked).hasSize(1);
    }

    @Test
    void anAnswerThatNeverComesIsWaitedForOnlySoLong() {
        answering = exchange -> await();
        assertThat(perform()).isEqualTo(new Performing.Unknown("lambda-timeout"));
    }

    @Test // each byte in time, and all of them too late
    void anAnswerThatTricklesIsWaitedForOnlySoLong() {
        answering = exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await();
        };
        assertThat(perform()).isEqualTo(new Performing.Unknown("lambda-timeout"));
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whereNobodyListensNothingWasSent() throws IOException {
        int port;
        try (var closed = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        assertThat(performer(port).perform(Errands.of(target())))
                .isEqualTo(new Performing.NotDone("lambda-unreachable"));
    }

    @Test
    void withoutCredentialsNothingIsSent() {
        AwsCredentialsProvider none = () -> {
            throw SdkClientException.create("none");
        };
        assertThat(performer(server.getAddress().getPort(), none).perform(Errands.of(target())))
                .isEqualTo(new Performing.NotDone("lambda-no-credentials"));
        assertThat(asked).isEmpty();
    }

    @Test
    void anotherExecutorsErrandIsNotDone() {
        var sign = new Executor.KmsSign(new SignTemplate(
                "order",
                "arn:aws:kms:eu-west-1:111122223333:key/1234",
                SignTemplate.Algorithm.ECDSA_SHA_256,
                List.of("to")));
        assertThat(performer.perform(Errands.of(sign))).isEqualTo(new Performing.NotDone("executor-not-lambda"));
        assertThat(asked).isEmpty();
    }
}
