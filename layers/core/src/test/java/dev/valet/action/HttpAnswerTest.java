package dev.valet.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Json;
import dev.valet.Malformed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What answers mean: what no rule names leaves it unknown, and only declared fields come out of one. */
class HttpAnswerTest {
    private static final String KEY = "vk-1";
    private static final ResultMapping PAYOUT = new ResultMapping(
            new TreeMap<>(Map.of(
                    "id", new ResultField.Text(path("/id"), 20, ResultField.Characters.NAME, false),
                    "status", new ResultField.Word(path("/status"), List.of("paid", "pending"), false),
                    "fee", new ResultField.Whole(List.of(path("/fee")), 0, 1000, true),
                    "live", new ResultField.Flag(path("/live"), true),
                    "note", new ResultField.Text(path("/note"), 10, ResultField.Characters.LINE, true))),
            Optional.of("id"));
    private static final HttpAnswer ANSWER = new HttpAnswer(
            List.of(match(200, Map.of("/status", List.of("paid", "pending")))),
            List.of(
                    new HttpAnswer.Refusal(match(402, Map.of()), "declined"),
                    new HttpAnswer.Refusal(match(200, Map.of("/status", List.of("failed"))), "failed")),
            PAYOUT);

    private static MemberPath path(String text) {
        return MemberPath.parse(text);
    }

    private static HttpMatch match(int status, Map<String, List<String>> where, String... absent) {
        var tests = new TreeMap<MemberPath, List<HttpText>>();
        where.forEach((at, texts) ->
                tests.put(path(at), texts.stream().map(HttpText::parse).toList()));
        return new HttpMatch(
                new TreeSet<>(List.of(status)),
                tests,
                Stream.of(absent).map(HttpAnswerTest::path).toList());
    }

    private static dev.valet.ObjectBuilder payout(String status) {
        return Json.object().with("id", "po_1").with("status", status);
    }

    private static Performing read(int status, dev.valet.ObjectBuilder body) {
        return ANSWER.read(status, Optional.of(body.build()), KEY);
    }

    @Test
    void declaredFieldsComeOutAndNoOthers() {
        var body = payout("paid")
                .with("fee", 25)
                .with("live", true)
                .with("note", "Grüße")
                .with("client_secret", "not-declared");
        assertThat(read(200, body))
                .isEqualTo(new Performing.Done(
                        Json.object()
                                .with("fee", 25)
                                .with("id", "po_1")
                                .with("live", true)
                                .with("note", "Grüße")
                                .with("status", "paid")
                                .build(),
                        "po_1"));
    }

    @Test
    void anOptionalFieldMayBeAbsentOrNull() {
        var expected = new Performing.Done(
                Json.object().with("id", "po_1").with("status", "pending").build(), "po_1");
        assertThat(read(200, payout("pending"))).isEqualTo(expected);
        assertThat(read(200, payout("pending").with("note", Json.Null.NULL))).isEqualTo(expected);
    }

    @Test
    void aDefiniteRefusalIsOneInTheOperatorsWords() {
        assertThat(ANSWER.read(402, Optional.empty(), KEY)).isEqualTo(new Performing.NotDone("declined"));
        assertThat(read(200, payout("failed"))).isEqualTo(new Performing.NotDone("failed"));
    }

    @Test
    void everythingElseIsUnknown() { // INV-20
        for (int status : List.of(201, 202, 204, 301, 400, 404, 409, 429, 500, 503)) {
            assertThat(read(status, payout("paid"))).isInstanceOf(Performing.Unknown.class);
        }
        assertThat(read(200, payout("unheard-of"))).isEqualTo(new Performing.Unknown("unexpected-answer"));
        assertThat(ANSWER.read(200, Optional.empty(), KEY)).isEqualTo(new Performing.Unknown("unexpected-answer"));
        assertThat(read(500, payout("paid"))).isEqualTo(new Performing.Unknown("unexpected-status"));
    }

    static Stream<dev.valet.ObjectBuilder> whatIsNotAsDeclaredIsNotHandedOn() { // H-45
        return Stream.of(
                Json.object().with("status", "paid"),
                payout("paid").with("id", Json.Null.NULL),
                payout("paid").with("id", 7),
                payout("paid").with("id", Json.strings(List.of("p", "o"))), // H-21
                payout("paid").with("id", "p".repeat(21)),
                payout("paid").with("id", "po 1"),
                payout("paid").with("id", "po_1\n"),
                payout("paid").with("id", "pö"),
                payout("paid").with("fee", "25"),
                payout("paid").with("fee", 1001),
                payout("paid").with("fee", -1),
                payout("paid").with("fee", new Json.Fraction(new java.math.BigDecimal("1.5"))),
                payout("paid").with("live", "true"),
                payout("paid").with("note", "two\nlines"),
                payout("paid").with("note", "\u202eevil"),
                payout("paid").with("note", "longer than ten"));
    }

    @ParameterizedTest
    @MethodSource
    void whatIsNotAsDeclaredIsNotHandedOn(dev.valet.ObjectBuilder body) {
        assertThat(read(200, body)).isEqualTo(new Performing.Unknown("unexpected-answer"));
    }

    @Test
    void anAnswerThatSaysBothSaysNothing() {
        var both = new HttpAnswer(
                List.of(match(200, Map.of())),
                List.of(new HttpAnswer.Refusal(match(200, Map.of("/status", List.of("failed"))), "failed")),
                PAYOUT);
        assertThat(both.read(200, Optional.of(payout("failed").build()), KEY))
                .isEqualTo(new Performing.Unknown("unexpected-answer"));
    }

    @Test
    void textMayHaveLinesAndNothingElseThatControls() {
        var text = new ResultField.Text(path("/t"), 100, ResultField.Characters.TEXT, false);
        var family = "Zeile\n\tzwei \ud83d\udc68\u200d\ud83d\udc67";
        assertThat(text.read(Json.object().with("t", family).build())).contains(Json.of(family));
        for (var bad : List.of("a\u0000", "a\u001b[31m", "a\u0085")) {
            assertThatThrownBy(() -> text.read(Json.object().with("t", bad).build()))
                    .isInstanceOf(Malformed.class);
        }
    }

    @Test
    void tokensAreAdded() {
        var sum = new ResultField.Whole(List.of(path("/usage/in"), path("/usage/out")), 0, 1_000_000, false);
        assertThat(sum.read(usage(20, 22))).contains(Json.of(42));
        assertThatThrownBy(() -> sum.read(usage(Long.MAX_VALUE, 1))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> sum.read(usage(1_000_000, 1))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> sum.read(Json.object().build())).isInstanceOf(Malformed.class);
    }

    private static Json usage(long in, long out) {
        return Json.object()
                .with("usage", Json.object().with("in", in).with("out", out).build())
                .build();
    }

    @Test
    void successIsTwoHundredAndRefusalIsDefinite() {
        for (int status : List.of(206, 300, 404, 500)) {
            assertThatThrownBy(() -> new HttpAnswer(List.of(match(status, Map.of())), List.of(), PAYOUT))
                    .isInstanceOf(Malformed.class);
        }
        for (int status : List.of(200, 302, 500, 503)) {
            assertThatThrownBy(() -> new HttpAnswer.Refusal(match(status, Map.of()), "x"))
                    .isInstanceOf(Malformed.class);
        }
        assertThatThrownBy(() -> new HttpAnswer(List.of(), List.of(), PAYOUT)).isInstanceOf(Malformed.class);
    }

    @Test
    void aReferenceIsANarrowField() {
        for (var reference : List.of("status", "fee", "note", "nobody")) {
            assertThatThrownBy(() -> new ResultMapping(PAYOUT.fields(), Optional.of(reference)))
                    .isInstanceOf(Malformed.class);
        }
    }

    private static final HttpLookup LOOKUP = new HttpLookup(
            new HttpCall(
                    HttpMethod.GET,
                    HttpPath.parse("/search/${/account}"),
                    new TreeMap<>(),
                    HttpHeaders.NONE,
                    new HttpBody.None()),
            List.of(match(200, Map.of("/data/0/key", List.of("${key}"), "/data/0/status", List.of("paid", "pending")))),
            List.of(new HttpAnswer.Refusal(
                    match(200, Map.of("/data/0/key", List.of("${key}"), "/data/0/status", List.of("failed"))),
                    "failed")),
            List.of(match(200, Map.of("/object", List.of("list")), "/data/0")),
            Duration.ofHours(1),
            new ResultMapping(
                    new TreeMap<>(Map.of(
                            "id", new ResultField.Text(path("/data/0/id"), 20, ResultField.Characters.NAME, false))),
                    Optional.of("id")));

    private static LookedUp look(dev.valet.ObjectBuilder... data) {
        var list = new Json.Arr(Stream.of(data).map(each -> (Json) each.build()).toList());
        return LOOKUP.read(
                200,
                Optional.of(
                        Json.object().with("object", "list").with("data", list).build()),
                KEY);
    }

    @Test
    void aLookupTellsWhatBecameOfIt() { // INV-20
        assertThat(look(payout("paid").with("key", KEY)))
                .isEqualTo(new LookedUp.Found(Json.object().with("id", "po_1").build(), "po_1"));
        assertThat(look(payout("failed").with("key", KEY))).isEqualTo(new LookedUp.Refused("failed"));
        assertThat(look()).isEqualTo(new LookedUp.NotFound(Duration.ofHours(1)));
    }

    @Test
    void whatIsFoundIsTheVeryPerformance() { // an upstream that ignores the query lists what others paid
        assertThat(look(payout("paid").with("key", "vk-2"))).isInstanceOf(LookedUp.StillUnknown.class);
        assertThat(look(payout("paid"))).isInstanceOf(LookedUp.StillUnknown.class);
    }

    @Test
    void notFoundIsAnAnswerOfTheFormThatWasDeclared() { // it gives money back
        for (var body : List.of(
                Json.object(),
                Json.object().with("object", "list"),
                Json.object().with("object", "list").with("data", "none"),
                Json.object().with("object", "error").with("data", new Json.Arr(List.of())))) {
            assertThat(LOOKUP.read(200, Optional.of(body.build()), KEY)).isInstanceOf(LookedUp.StillUnknown.class);
        }
        assertThat(LOOKUP.read(200, Optional.empty(), KEY)).isInstanceOf(LookedUp.StillUnknown.class);
        assertThat(LOOKUP.read(404, Optional.empty(), KEY)).isEqualTo(new LookedUp.StillUnknown("unexpected-status"));
    }

    @Test
    void lookingChangesNothing() {
        assertThatThrownBy(() -> new HttpLookup(
                        new HttpCall(
                                HttpMethod.POST,
                                HttpPath.parse("/search"),
                                new TreeMap<>(),
                                HttpHeaders.NONE,
                                new HttpBody.None()),
                        LOOKUP.found(),
                        List.of(),
                        List.of(),
                        Duration.ZERO,
                        LOOKUP.result()))
                .isInstanceOf(Malformed.class);
    }
}
