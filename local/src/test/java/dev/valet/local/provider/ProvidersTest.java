package dev.valet.local.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.http.HttpFault;
import dev.valet.http.Transport;
import dev.valet.http.Transport.Exchanged;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the stand-ins take, refuse and remember, by the bytes that reach them. */
class ProvidersTest {
    private static final String KEY = "canary-of-the-provider-7Fq2";
    private static final String PAYMENT =
            "amount=1250&confirm=true&currency=eur&customer=cus_acme&metadata%5Bvalet%5D=k1"
                    + "&payment_method=pm_card_visa&transfer_data%5Bdestination%5D=acct_papermill";

    private Instant now = Instant.parse("2026-03-02T09:00:00Z");
    private final StripeStandIn stripe = new StripeStandIn(new Turned());
    private final OpenAiStandIn openAi = new OpenAiStandIn();
    private final AnthropicStandIn anthropic = new AnthropicStandIn();

    ProvidersTest() {
        for (var provider : List.of(stripe, openAi, anthropic)) {
            provider.admission().accept(KEY);
        }
    }

    private final class Turned extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }

    private static byte[] request(String method, String target, String body, String... headers) {
        var lines = new ArrayList<>(List.of(method + " " + target + " HTTP/1.1", "Host: a.provider.example"));
        lines.addAll(List.of(headers));
        if (!body.isEmpty()) {
            lines.add("Content-Length: " + body.length());
        }
        return (String.join("\r\n", lines) + "\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Reply ask(Provider provider, byte[] request) {
        return Providers.answer(provider, "a.provider.example", request);
    }

    private static Reply.Said said(Reply reply) {
        return (Reply.Said) reply;
    }

    private Reply pay(String form, String key) {
        return ask(
                stripe,
                request(
                        "POST",
                        "/v1/payment_intents",
                        form,
                        "Authorization: Bearer " + KEY,
                        "Idempotency-Key: " + key,
                        "Content-Type: application/x-www-form-urlencoded"));
    }

    private Json search(String value) {
        var query = "/v1/payment_intents/search?query=metadata%5B%22valet%22%5D%3A%22" + value + "%22";
        return said(ask(stripe, request("GET", query, "", "Authorization: Bearer " + KEY)))
                .body();
    }

    private static int found(Json search) {
        return search.at("data") instanceof Json.Arr(var items) ? items.size() : -1;
    }

    @Test
    void aPaymentIsChargedOnceForItsKey() {
        var first = said(pay(PAYMENT, "k1"));
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body().textAt("status")).isEqualTo("succeeded");
        var again = said(pay(PAYMENT, "k1"));
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers()).containsEntry("Idempotent-Replayed", "true");
        assertThat(said(pay(PAYMENT.replace("1250", "1251"), "k1")).status()).isEqualTo(400);
        assertThat(stripe.charged()).singleElement().satisfies(charged -> {
            assertThat(charged.amount()).isEqualTo(1250);
            assertThat(charged.destination()).contains("acct_papermill");
            assertThat(charged.metadata()).containsEntry("valet", "k1");
        });
        assertThat(said(pay(PAYMENT, "k2")).status()).isEqualTo(200);
        assertThat(stripe.charged()).hasSize(2);
    }

    @Test
    void aCardIsDeclinedAndStaysSo() {
        var declined = PAYMENT.replace("pm_card_visa", StripeStandIn.DECLINED);
        for (int i = 0; i < 2; i++) {
            var refused = said(pay(declined, "k1"));
            assertThat(refused.status()).isEqualTo(402);
            assertThat(refused.body().textAt("error", "code")).isEqualTo("card_declined");
        }
        assertThat(stripe.charged()).isEmpty();
    }

    @Test
    void whatWasLostOnTheWayWasChargedAndIsFoundAWhileLater() {
        assertThat(pay(PAYMENT.replace("pm_card_visa", StripeStandIn.ANSWER_LOST), "k1"))
                .isEqualTo(new Reply.Lost());
        assertThat(stripe.charged()).hasSize(1);
        assertThat(found(search("k1"))).isZero();
        now = now.plus(StripeStandIn.SEARCHABLE_AFTER);
        assertThat(found(search("k1"))).isEqualTo(1);
        assertThat(found(search("k2"))).isZero();
    }

    @Test
    void whatStripeDoesNotTakeIsNotCharged() {
        for (var form : List.of(
                PAYMENT.replace("1250", "12.50"),
                PAYMENT.replace("1250", "-1"),
                PAYMENT.replace("eur", "EUR"),
                PAYMENT.replace("confirm=true&", ""),
                PAYMENT.replace("pm_card_visa", "card_1"),
                PAYMENT + "&capture_method=manual",
                PAYMENT + "&amount=1")) {
            assertThat(said(pay(form, "k1")).status()).as(form).isEqualTo(400);
        }
        assertThat(stripe.charged()).isEmpty();
        assertThat(said(pay(PAYMENT, "k1")).status()).isEqualTo(200); // what was not begun used up no key
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer ", "Bearer canary-of-another", "Basic canary-of-the-provider-7Fq2", "canary"})
    void nobodyCallsWithoutTheKey(String shown) {
        var header = shown.isEmpty() ? "X-Nothing: x" : "Authorization: " + shown.strip();
        for (var provider : List.of(stripe, openAi)) {
            assertThat(said(ask(provider, request("GET", "/v1/any", "", header)))
                            .status())
                    .isEqualTo(401);
        }
        assertThat(said(ask(anthropic, request("GET", "/v1/any", "", "Authorization: Bearer " + KEY)))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aProviderThatHasNoKeyYetLetsNobodyIn() {
        var fresh = new OpenAiStandIn();
        assertThat(said(ask(fresh, request("GET", "/v1/any", "", "Authorization: Bearer x")))
                        .status())
                .isEqualTo(401);
        assertThat(said(ask(fresh, request("GET", "/v1/any", ""))).status()).isEqualTo(401);
    }

    @Test
    void theOneModelSaysTheSameEachTimeAndCountsItsWords() {
        var body = "{\"model\":\"gpt-4o-mini\",\"max_completion_tokens\":4,\"messages\":["
                + "{\"role\":\"system\",\"content\":\"Be short.\"},"
                + "{\"role\":\"user\",\"content\":\"Two pallets, net 30.\"}]}";
        var asked = request(
                "POST", "/v1/chat/completions", body, "Authorization: Bearer " + KEY, "Content-Type: application/json");
        var told = said(ask(openAi, asked)).body();
        assertThat(told.canonical())
                .contains("\"content\":\"In short: Two pallets,\"", "\"finish_reason\":\"length\"")
                .contains("\"usage\":{\"completion_tokens\":4,\"prompt_tokens\":6,\"total_tokens\":10}");
        assertThat(said(ask(openAi, asked)).body()).isEqualTo(told);
    }

    @Test
    void theOtherWantsItsVersionAndCountsInTwoNumbers() {
        var body = "{\"model\":\"claude-3-5-haiku-latest\",\"max_tokens\":50,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello there\"}]}";
        var headers = new String[] {"x-api-key: " + KEY, "Content-Type: application/json"};
        assertThat(said(ask(anthropic, request("POST", "/v1/messages", body, headers)))
                        .status())
                .isEqualTo(400);
        var versioned = new String[] {headers[0], headers[1], "anthropic-version: 2023-06-01"};
        assertThat(said(ask(anthropic, request("POST", "/v1/messages", body, versioned)))
                        .body()
                        .canonical())
                .contains("\"text\":\"In short: Hello there\"", "\"stop_reason\":\"end_turn\"")
                .contains("\"usage\":{\"input_tokens\":2,\"output_tokens\":4}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.0\r\nHost: a.provider.example\r\n\r\n",
                "GET /  HTTP/1.1\r\nHost: a.provider.example\r\n\r\n",
                "get / HTTP/1.1\r\nHost: a.provider.example\r\n\r\n",
                "GET https://a.provider.example/ HTTP/1.1\r\nHost: a.provider.example\r\n\r\n",
                "GET /#x HTTP/1.1\r\nHost: a.provider.example\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: another.example\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\nHost: a.provider.example\n\n",
                "GET / HTTP/1.1\r\nHost: a.provider.example\r\n",
                "GET / HTTP/1.1\r\nHost: a.provider.example\r\nA:b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a.provider.example\r\nA : b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a.provider.example\r\nA: b\r\n c\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a.provider.example\r\nA: b\r\na: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a.provider.example\r\nA: \u00e9\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a.provider.example\r\n\r\nx",
                "GET /?a=%zz HTTP/1.1\r\nHost: a.provider.example\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a.provider.example\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a.provider.example\r\nContent-Length: 1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a.provider.example\r\nContent-Length: 1\r\n\r\nxy",
                "POST / HTTP/1.1\r\nHost: a.provider.example\r\nContent-Length: +1\r\n\r\nx",
                "POST / HTTP/1.1\r\nHost: a.provider.example\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            })
    void whatCouldBeReadInTwoWaysIsNotRead(String bytes) {
        var request = bytes.getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Asked.read("a.provider.example", request)).isInstanceOf(Malformed.class);
        assertThat(said(ask(stripe, request)).status()).isEqualTo(400);
    }

    @Test
    void allOtherNamesLeadOutside() {
        var outside = new ArrayList<String>();
        Transport real = (host, _, _) -> {
            outside.add(host);
            return new Exchanged.NotSent(HttpFault.UNREACHABLE);
        };
        var providers = new Providers(Clock.systemUTC());
        providers.accept("api.another.example", KEY);
        var transport = providers.before(() -> real);
        for (var host : List.of("api.another.example", "API.STRIPE.COM", "api.stripe.com.another.example")) {
            assertThat(transport.exchange(host, false, new byte[0])).isInstanceOf(Exchanged.NotSent.class);
        }
        assertThat(transport.exchange(Providers.STRIPE, false, new byte[0])).isInstanceOf(Exchanged.Answered.class);
        assertThat(outside).containsExactly("api.another.example", "API.STRIPE.COM", "api.stripe.com.another.example");
    }
}
