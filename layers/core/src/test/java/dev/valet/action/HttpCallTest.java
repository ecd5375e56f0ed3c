package dev.valet.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Json;
import dev.valet.Malformed;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent fills in stays where it was put (B-1, B-2, B-9, INV-7). */
class HttpCallTest {
    private static final String HOST = "api.upstream.example";
    private static final String KEY = "vk-0123456789abcdef";
    private static final Json.Obj INPUT = Json.object()
            .with("customer", "cus_42")
            .with("amount", "12.50")
            .with("currency", "EUR")
            .with("count", 3)
            .with("fast", true)
            .with("note", "Grüße & more")
            .with("nothing", Json.Null.NULL)
            .with("temperature", new Json.Fraction(new java.math.BigDecimal("0.2")))
            .with("address", Json.object().with("city", "Köln").build())
            .build();

    /** Two digits for every currency is enough here. */
    private static long cents(String decimal, String currency) {
        Malformed.unless(currency.equals("EUR"), "is a currency that is counted");
        return new java.math.BigDecimal(decimal).movePointRight(2).longValueExact();
    }

    private static OutgoingRequest fill(HttpCall call, Json.Obj input) {
        return call.fill(HOST, input, KEY, HttpCallTest::cents);
    }

    private static String path(String template, String value) {
        var call = new HttpCall(
                HttpMethod.GET, HttpPath.parse(template), new TreeMap<>(), HttpHeaders.NONE, new HttpBody.None());
        return fill(call, Json.object().with("v", value).build()).uri().getRawPath();
    }

    private static String query(String template, String value) {
        var call = new HttpCall(
                HttpMethod.GET,
                HttpPath.parse("/q"),
                texts(Map.of("a", template)),
                HttpHeaders.NONE,
                new HttpBody.None());
        return String.valueOf(
                fill(call, Json.object().with("v", value).build()).uri().getRawQuery());
    }

    private static SortedMap<String, HttpText> texts(Map<String, String> plain) {
        var texts = new TreeMap<String, HttpText>();
        plain.forEach((name, text) -> texts.put(name, HttpText.parse(text)));
        return texts;
    }

    private static OutgoingRequest.Content body(HttpBody body) {
        return fill(new HttpCall(HttpMethod.POST, HttpPath.parse("/b"), new TreeMap<>(), HttpHeaders.NONE, body), INPUT)
                .content();
    }

    @Test
    void aSegmentIsOneSegment() {
        assertThat(path("/v1/customers/${/v}/notes", "cus_42")).isEqualTo("/v1/customers/cus_42/notes");
        assertThat(path("/v1/${/v}", "a b?c#d;e&f=g@h:i")).isEqualTo("/v1/a%20b%3Fc%23d%3Be%26f%3Dg%40h%3Ai");
        assertThat(path("/v1/${/v}:cancel", "x-1")).isEqualTo("/v1/x-1:cancel");
        assertThat(path("/v1/${/v}", "...")).isEqualTo("/v1/...");
        assertThat(path("/", "anything")).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a/b",
                "../admin",
                "%2e%2e",
                "a%2Fb",
                "a\\b",
                "\\",
                "a\nb",
                "a\0",
                "a\u007f",
                "ä",
                "\u2025",
                "\u200b",
                "a\r\nHost: evil"
            })
    void whatIsNoPlainSegmentIsRefused(String value) {
        assertThatThrownBy(() -> path("/v1/${/v}/x", value)).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "a?b", "a#", "a@b", "x;y", "é"})
    void besideTheOperatorsTextAValueIsUnreserved(String value) {
        assertThatThrownBy(() -> path("/v1/x-${/v}", value)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> query("key:'${/v}'", value)).isInstanceOf(Malformed.class);
    }

    @Test
    void dotsThatMeetInOneSegmentDoNotClimb() {
        assertThatThrownBy(() -> path("/v1/.${/v}", ".")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> path("/v1/${/v}${/v}", ".")).isInstanceOf(Malformed.class);
        assertThat(path("/v1/.${/v}", ".x")).isEqualTo("/v1/..x");
    }

    @Test
    void aPathNeedsAllItsMembers() {
        assertThatThrownBy(() -> path("/v1/${/missing}", "x")).isInstanceOf(Malformed.class);
    }

    @Test
    void aQueryValueIsOneValue() {
        assertThat(query("${/v}", "a=b&c=d#e+f/g")).isEqualTo("a=a%3Db%26c%3Dd%23e%2Bf%2Fg");
        assertThat(query("metadata['key']:'${key}'", "x")).isEqualTo("a=metadata%5B%27key%27%5D%3A%27" + KEY + "%27");
        assertThat(query("${/missing}", "x")).isEqualTo("null");
        for (var refused : java.util.List.of("a%20b", "a\\b", "a\tb", "ü")) {
            assertThatThrownBy(() -> query("${/v}", refused)).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void aJsonBodyKeepsTypesAndLeavesOutWhatIsAbsent() {
        var template = Json.object()
                .with("customer", "${/customer}")
                .with("amount", "${/amount|minor:/currency}")
                .with("currency", "${/currency|lower}")
                .with("count", "${/count}")
                .with("fast", "${/fast}")
                .with("temperature", "${/temperature}")
                .with("ship", "${/address}")
                .with("city", "${/address/city}")
                .with("nothing", "${/nothing}")
                .with("absent", "${/missing}")
                .with("text", "No. ${/count} for ${/customer}: ${/note}")
                .with("absentText", "No. ${/missing}")
                .with("list", Json.strings(java.util.List.of("${/customer}", "${/missing}", "plain")))
                .with("key", "${key}")
                .with("fixed", 7)
                .build();
        var expected = Json.object()
                .with("customer", "cus_42")
                .with("amount", 1250)
                .with("currency", "eur")
                .with("count", 3)
                .with("fast", true)
                .with("temperature", new Json.Fraction(new java.math.BigDecimal("0.2")))
                .with("ship", Json.object().with("city", "Köln").build())
                .with("city", "Köln")
                .with("nothing", Json.Null.NULL)
                .with("text", "No. 3 for cus_42: Grüße & more")
                .with("list", Json.strings(java.util.List.of("cus_42", "plain")))
                .with("key", KEY)
                .with("fixed", 7)
                .build();
        assertThat(body(new HttpBody.AsJson(template))).isEqualTo(new OutgoingRequest.Content.AsJson(expected));
    }

    @Test
    void aFormHasTexts() {
        var form = new HttpBody.AsForm(texts(Map.of(
                "amount", "${/amount|minor:/currency}",
                "currency", "${/currency|lower}",
                "metadata[valet]", "${key}",
                "fast", "${/fast}",
                "note", "${/note}",
                "absent", "${/missing}")));
        assertThat(body(form))
                .isEqualTo(new OutgoingRequest.Content.AsForm(new TreeMap<>(Map.of(
                        "amount", "1250",
                        "currency", "eur",
                        "metadata[valet]", KEY,
                        "fast", "true",
                        "note", "Grüße & more"))));
    }

    @Test
    void whatHasNoTextIsNoText() {
        for (var place : java.util.List.of("${/address}", "${/temperature}", "${/nothing}")) {
            assertThatThrownBy(() -> body(new HttpBody.AsForm(texts(Map.of("a", place)))))
                    .isInstanceOf(Malformed.class);
            assertThatThrownBy(() -> body(new HttpBody.AsJson(
                            Json.object().with("a", "x " + place).build())))
                    .isInstanceOf(Malformed.class);
        }
    }

    @Test
    void anAmountIsConvertedExactlyOrNotAtAll() { // INV-21
        var call = new HttpCall(
                HttpMethod.POST,
                HttpPath.parse("/b"),
                new TreeMap<>(),
                HttpHeaders.NONE,
                new HttpBody.AsForm(texts(Map.of("amount", "${/amount|minor:/currency}"))));
        var amount = Json.object().with("amount", "12.50");
        assertThatThrownBy(() -> fill(call, amount.build())).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> fill(call, amount.with("currency", "XXX").build()))
                .isInstanceOf(Malformed.class);
        var number = Json.object().with("amount", 12).with("currency", "EUR").build();
        assertThatThrownBy(() -> fill(call, number)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> call.fill(HOST, INPUT, KEY, MinorUnits.REFUSING))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void headersTakeNothingOfTheInput() {
        var headers = new HttpHeaders(texts(Map.of("Idempotency-Key", "${key}", "Stripe-Version", "2024-06-20")));
        var call = new HttpCall(HttpMethod.POST, HttpPath.parse("/b"), new TreeMap<>(), headers, new HttpBody.None());
        assertThat(fill(call, INPUT).headers())
                .isEqualTo(Map.of("Idempotency-Key", KEY, "Stripe-Version", "2024-06-20"));
        for (var injected : java.util.List.of("${/customer}", "x ${/customer}", "a\r\nb", "ä", " a", "")) {
            assertThatThrownBy(() -> new HttpHeaders(texts(Map.of("X-Note", injected))))
                    .isInstanceOf(Malformed.class);
        }
    }

    @ParameterizedTest // B-8
    @ValueSource(
            strings = {
                "Connection",
                "TE",
                "Transfer-Encoding",
                "Upgrade",
                "Trailer",
                "Expect",
                "Range",
                "If-Range",
                "range",
                "Accept-Encoding",
                "Cookie",
                "Authorization",
                "Proxy-Authorization",
                "proxy-connection",
                "X-Forwarded-For",
                "Forwarded",
                "X-HTTP-Method-Override",
                "Host",
                "HOST",
                "Content-Length",
                "Content-Type",
                ":authority",
                "X Y",
                "X:Y",
                "X\r\nY",
                "",
                "X_Y"
            })
    void someHeadersAreNeverATemplates(String name) {
        assertThatThrownBy(() -> new HttpHeaders(texts(Map.of(name, "x")))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> new HttpCredential.Place.Header(name)).isInstanceOf(Malformed.class);
    }

    @Test
    void aHeaderIsNamedOnceInAnyCase() {
        assertThatThrownBy(() -> new HttpHeaders(texts(Map.of("X-A", "1", "x-a", "2"))))
                .isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${/a",
                "${}",
                "${a}",
                "${KEY}",
                "${/a|upper}",
                "${/a|minor}",
                "${/a|minor:}",
                "${/a|minor:b}",
                "${/a|}",
                "${/a|lower|lower}",
                "${/}",
                "${/a//b}",
                "${/a/}",
                "${ /a}",
                "${/a~1b}",
                "${${/a}}",
                "${/a${key}}"
            })
    void aPlaceHasOneForm(String text) {
        assertThatThrownBy(() -> HttpText.parse(text)).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "v1", "//", "/v1/", "/v1//x", "/./x", "/v1/..", "/a%20b", "/a b", "/a?b", "/a#b", "/ä", "${/a}"
            })
    void aPathHasOneForm(String text) {
        assertThatThrownBy(() -> HttpPath.parse(text)).isInstanceOf(Malformed.class);
    }

    @Test
    void aBodyNeedsAMethodThatSendsOne() {
        var form = new HttpBody.AsForm(texts(Map.of("a", "b")));
        for (var method : java.util.List.of(HttpMethod.GET, HttpMethod.DELETE)) {
            assertThatThrownBy(
                            () -> new HttpCall(method, HttpPath.parse("/b"), new TreeMap<>(), HttpHeaders.NONE, form))
                    .isInstanceOf(Malformed.class);
        }
    }

    @ParameterizedTest // B-1: the host that was meant, or no URL at all
    @ValueSource(
            strings = {
                "a.example\\@evil.example",
                "a.example:8443",
                "user@a.example",
                "a.example#",
                "a_b.example",
                "ä.example"
            })
    void aUrlIsLookedAtOnceItIsBuilt(String host) {
        assertThatThrownBy(() -> OutgoingRequest.uri(host, "/", "")).isInstanceOf(Malformed.class);
    }
}
