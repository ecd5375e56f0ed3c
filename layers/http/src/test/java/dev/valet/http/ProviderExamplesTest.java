package dev.valet.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Json;
import dev.valet.action.HttpTemplate;
import dev.valet.action.LookedUp;
import dev.valet.action.MemberPath;
import dev.valet.action.Performing;
import dev.valet.registry.HttpTemplateDocument;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The templates that the documentation shows, against servers that answer as these providers do. */
@Timeout(60)
class ProviderExamplesTest {
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Map<String, Json.Obj> TEMPLATES = templates();

    private TestUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = TestUpstream.start();
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    /** By their host. */
    private static Map<String, Json.Obj> templates() {
        try {
            return BLOCK.matcher(Files.readString(Path.of("../../docs/actions-http.md")))
                    .results()
                    .map(found -> new Load(LoadSettings.builder().build()).loadFromString(found.group(1)))
                    .map(block -> (Json.Obj) json(block).at("http"))
                    .collect(Collectors.toUnmodifiableMap(template -> template.textAt("host"), template -> template));
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static Json json(Object yaml) {
        return switch (yaml) {
            case Map<?, ?> map -> {
                var object = Json.object();
                map.forEach((name, value) -> object.with(String.valueOf(name), json(value)));
                yield object.build();
            }
            case List<?> list ->
                new Json.Arr(list.stream().map(ProviderExamplesTest::json).toList());
            case Integer number -> Json.of(number.longValue());
            case Boolean flag -> Json.of(flag);
            default -> Json.of(String.valueOf(yaml));
        };
    }

    /** The documented template, sent to the server of the test. */
    private static HttpTemplate template(String host) {
        var document = Json.object();
        java.util.Objects.requireNonNull(TEMPLATES.get(host)).members().forEach(document::with);
        assertThat(HttpTemplateDocument.read(document.build()).host()).isEqualTo(host);
        return HttpTemplateDocument.read(
                document.with("host", TestUpstream.HOST).build());
    }

    private HttpPerformer performer() throws Exception {
        return TestErrand.performer(upstream.transport(TestUpstream.PATIENT));
    }

    private static String ok(String json) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + json;
    }

    private static final Json.Obj PAYMENT = Json.object()
            .with("amount", "1234.50")
            .with("currency", "EUR")
            .with("customer", "cus_9s6XKzkNRiz8i3")
            .with("paymentMethod", "pm_1Nq")
            .build();

    @Test
    void allExamplesAreTemplates() {
        assertThat(TEMPLATES.keySet()).containsOnly("api.stripe.com", "api.openai.com", "api.anthropic.com");
        assertThat(template("api.stripe.com").inputs())
                .extracting(MemberPath::text)
                .containsExactly("/amount", "/currency", "/customer", "/paymentMethod", "/reference");
    }

    @Test
    void aPaymentInTheShapeOfStripe() throws Exception {
        upstream.says(
                ok("{\"id\":\"pi_3MtwBw\",\"object\":\"payment_intent\",\"amount\":123450,\"status\":\"succeeded\","
                        + "\"client_secret\":\"pi_3MtwBw_secret_YrKJ\"}"));
        var payment = TestErrand.of(template("api.stripe.com"), PAYMENT);
        assertThat(performer().perform(payment))
                .isEqualTo(new Performing.Done(
                        Json.object()
                                .with("id", "pi_3MtwBw")
                                .with("status", "succeeded")
                                .build(),
                        "pi_3MtwBw"));
        assertThat(upstream.requests.getFirst())
                .startsWith("POST /v1/payment_intents HTTP/1.1\r\n")
                .contains("\r\nAuthorization: Bearer " + TestErrand.SECRET + "\r\n")
                .contains("\r\nIdempotency-Key: " + TestErrand.KEY + "\r\n", "\r\nStripe-Version: 2024-06-20\r\n")
                .endsWith("\r\n\r\namount=123450&confirm=true&currency=eur&customer=cus_9s6XKzkNRiz8i3"
                        + "&error_on_requires_action=true&metadata%5Bvalet%5D=" + TestErrand.KEY
                        + "&off_session=true&payment_method=pm_1Nq");
        upstream.says("HTTP/1.1 402 Payment Required\r\n\r\n{\"error\":{\"code\":\"card_declined\"}}");
        assertThat(performer().perform(payment)).isEqualTo(new Performing.NotDone("payment-declined"));
        for (var status : List.of("409 Conflict", "429 Too Many", "500 Oh", "503 Busy")) {
            upstream.says("HTTP/1.1 " + status + "\r\n\r\n{}");
            assertThat(performer().perform(payment)).isEqualTo(new Performing.Unknown("unexpected-status"));
        }
    }

    @Test
    void aPaymentOfUnknownOutcomeIsLookedUp() throws Exception { // INV-20
        var payment = TestErrand.of(template("api.stripe.com"), PAYMENT);
        upstream.says(ok(search("{\"id\":\"pi_3MtwBw\",\"status\":\"succeeded\",\"metadata\":{\"valet\":\""
                + TestErrand.KEY + "\"}}")));
        assertThat(performer().lookUp(payment))
                .isEqualTo(new LookedUp.Found(
                        Json.object()
                                .with("id", "pi_3MtwBw")
                                .with("status", "succeeded")
                                .build(),
                        "pi_3MtwBw"));
        assertThat(upstream.requests.getFirst())
                .startsWith("GET /v1/payment_intents/search?query=metadata%5B%22valet%22%5D%3A%22" + TestErrand.KEY
                        + "%22 HTTP/1.1\r\n");
        upstream.says(ok(search(
                "{\"id\":\"pi_3\",\"status\":\"canceled\",\"metadata\":{\"valet\":\"" + TestErrand.KEY + "\"}}")));
        assertThat(performer().lookUp(payment)).isEqualTo(new LookedUp.Refused("payment-canceled"));
        upstream.says(ok(search("{\"id\":\"pi_3\",\"status\":\"requires_payment_method\",\"metadata\":{\"valet\":\""
                + TestErrand.KEY + "\"}}")));
        assertThat(performer().lookUp(payment)).isEqualTo(new LookedUp.Refused("payment-declined"));
        upstream.says(ok(search("{\"id\":\"pi_4\",\"status\":\"succeeded\",\"metadata\":{\"valet\":\"another\"}}")));
        assertThat(performer().lookUp(payment)).isEqualTo(new LookedUp.StillUnknown("unexpected-answer"));
        upstream.says(ok(search("")));
        assertThat(performer().lookUp(payment)).isEqualTo(new LookedUp.NotFound(Duration.ofDays(1)));
    }

    private static String search(String item) {
        return "{\"object\":\"search_result\",\"data\":[" + item + "],\"has_more\":false}";
    }

    @Test
    void aModelCallInTheShapeOfOpenAi() throws Exception {
        upstream.says(ok("{\"id\":\"chatcmpl-1\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                + "\"content\":\"Two pallets,\\nnet 30.\"},\"finish_reason\":\"stop\",\"logprobs\":null}],"
                + "\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":9,\"total_tokens\":29}}"));
        var input = Json.object()
                .with("maxTokens", 200)
                .with("temperature", new Json.Fraction(new BigDecimal("0.2")))
                .with("invoice", "R-7")
                .with("text", "2 pallets \"as agreed\"")
                .build();
        assertThat(performer().perform(TestErrand.of(template("api.openai.com"), input)))
                .isEqualTo(new Performing.Done(
                        Json.object()
                                .with("finish", "stop")
                                .with("text", "Two pallets,\nnet 30.")
                                .with("tokens", 29)
                                .build(),
                        ""));
        assertThat(upstream.requests.getFirst())
                .startsWith("POST /v1/chat/completions HTTP/1.1\r\n")
                .contains("\r\nAuthorization: Bearer " + TestErrand.SECRET + "\r\n")
                .contains("\"max_completion_tokens\":200", "\"temperature\":0.2")
                .contains("\"content\":\"Invoice R-7: 2 pallets \\\"as agreed\\\"\"");
    }

    @Test
    void aModelCallInTheShapeOfAnthropic() throws Exception {
        upstream.says(ok("{\"id\":\"msg_1\",\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}],"
                + "\"stop_reason\":\"end_turn\",\"stop_sequence\":null,"
                + "\"usage\":{\"input_tokens\":12,\"output_tokens\":6}}"));
        var input = Json.object().with("maxTokens", 50).with("text", "Hello").build();
        assertThat(performer().perform(TestErrand.of(template("api.anthropic.com"), input)))
                .isEqualTo(new Performing.Done(
                        Json.object()
                                .with("stop", "end_turn")
                                .with("text", "Hi")
                                .with("tokens", 18)
                                .build(),
                        ""));
        assertThat(upstream.requests.getFirst())
                .contains("\r\nx-api-key: " + TestErrand.SECRET + "\r\n", "\r\nanthropic-version: 2023-06-01\r\n")
                .doesNotContain("Authorization")
                .endsWith("{\"model\":\"claude-3-5-haiku-latest\",\"max_tokens\":50,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");
    }
}
