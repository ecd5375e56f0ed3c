package dev.valet.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.ObjectBuilder;
import dev.valet.action.HttpAnswer;
import dev.valet.action.MemberPath;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An HTTP template as operators write it, and what is said of each thing that is wrong in one. */
class HttpTemplateDocumentTest {
    private static final String SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:actions/psp-AbC123";

    private static ObjectBuilder template() {
        return Json.object()
                .with("host", "api.psp.example")
                .with("method", "POST")
                .with("path", "/v1/accounts/${/account}/payouts")
                .with("headers", Json.strings(Map.of("Idempotency-Key", "${key}")))
                .with("form", form())
                .with("credential", bearer().build())
                .with("answer", answer().build());
    }

    private static Json form() {
        return Json.strings(Map.of("amount", "${/amount|minor:/currency}", "currency", "${/currency|lower}"));
    }

    private static ObjectBuilder bearer() {
        return Json.object().with("secret", SECRET).with("as", "bearer");
    }

    private static ObjectBuilder match(long... statuses) {
        return Json.object()
                .with(
                        "status",
                        new Json.Arr(java.util.Arrays.stream(statuses)
                                .mapToObj(Json::of)
                                .toList()));
    }

    private static Json list(ObjectBuilder... items) {
        return new Json.Arr(Stream.of(items).map(each -> (Json) each.build()).toList());
    }

    private static ObjectBuilder text(String at) {
        return Json.object()
                .with("type", "text")
                .with("at", at)
                .with("most", 64)
                .with("characters", "name");
    }

    private static ObjectBuilder answer() {
        return Json.object()
                .with("done", list(match(200, 201)))
                .with("refused", list(match(402).with("code", "declined"), match(400, 404)))
                .with("result", Json.object().with("id", text("/id").build()).build())
                .with("reference", "id");
    }

    private static ObjectBuilder lookup() {
        return Json.object()
                .with("path", "/v1/payouts")
                .with("query", Json.strings(Map.of("key", "${key}")))
                .with("found", list(match(200).with("where", where("/data/0/key", "${key}"))))
                .with(
                        "refused",
                        list(match(200)
                                .with(
                                        "where",
                                        Json.object()
                                                .with("/data/0/key", "${key}")
                                                .with("/data/0/status", "failed")
                                                .build())))
                .with(
                        "notFound",
                        list(match(200).with("where", where("/object", "list")).with("absent", List.of("/data/0"))))
                .with("notFoundAfterSeconds", 3600)
                .with(
                        "result",
                        Json.object().with("id", text("/data/0/id").build()).build())
                .with("reference", "id");
    }

    private static Json where(String at, String text) {
        return Json.object().with(at, List.of(text)).build();
    }

    private static ObjectBuilder full() {
        var fields = Json.object()
                .with("id", text("/id").build())
                .with(
                        "status",
                        Json.object()
                                .with("type", "word")
                                .with("at", "/s")
                                .with("oneOf", List.of("a", "b"))
                                .build())
                .with(
                        "used",
                        Json.object()
                                .with("type", "whole")
                                .with("sum", Json.strings(List.of("/u/in", "/u/out")))
                                .with("most", 9)
                                .build())
                .with(
                        "live",
                        Json.object()
                                .with("type", "flag")
                                .with("at", "/l")
                                .with("optional", true)
                                .build());
        var same = Json.object()
                .with("id", text("/data/0/id").build())
                .with(
                        "status",
                        Json.object()
                                .with("type", "word")
                                .with("at", "/data/0/s")
                                .with("oneOf", List.of("a", "b"))
                                .build())
                .with(
                        "used",
                        Json.object()
                                .with("type", "whole")
                                .with("at", "/data/0/u")
                                .with("least", -1)
                                .build())
                .with(
                        "live",
                        Json.object()
                                .with("type", "flag")
                                .with("at", "/data/0/l")
                                .build());
        return template()
                .with("ipv6", true)
                .with("query", Json.strings(Map.of("expand", "fees", "account", "${/account}")))
                .with("answer", answer().with("result", fields.build()).build())
                .with("lookup", lookup().with("result", same.build()).build());
    }

    @Test
    void whatIsWrittenReadsAlike() {
        for (var document : List.of(template(), full())) {
            var read = HttpTemplateDocument.read(document.build());
            var written = HttpTemplateDocument.write(read);
            assertThat(HttpTemplateDocument.read(written)).isEqualTo(read);
            assertThat(HttpTemplateDocument.write(HttpTemplateDocument.read(written))
                            .canonical())
                    .isEqualTo(written.canonical());
        }
    }

    @Test
    void everyPlaceOfASecretReadsAlike() {
        for (var credential : List.of(
                bearer(),
                bearer().with("as", "basic").with("user", "valet"),
                bearer().with("as", "basic"),
                bearer().with("as", "header").with("name", "X-Api-Key"),
                bearer().with("as", "field").with("name", "client_secret"))) {
            var read = HttpTemplateDocument.read(
                    template().with("credential", credential.build()).build());
            assertThat(HttpTemplateDocument.read(HttpTemplateDocument.write(read)))
                    .isEqualTo(read);
        }
    }

    @Test
    void aJsonBodyIsATemplateToo() {
        var json = Json.object()
                .with("model", "small-1")
                .with("messages", list(Json.object().with("role", "user").with("content", "${/prompt}")))
                .build();
        var document = Json.object();
        template().build().members().forEach((name, member) -> {
            if (!name.equals("form")) {
                document.with(name, member);
            }
        });
        var read = HttpTemplateDocument.read(document.with("json", json).build());
        assertThat(HttpTemplateDocument.read(HttpTemplateDocument.write(read))).isEqualTo(read);
        assertThat(read.inputs()).extracting(MemberPath::text).containsExactly("/account", "/prompt");
    }

    @Test
    void aLookupByPathIsAboutWhatThePathNames() {
        var byPath = lookup().with("path", "/v1/payouts/by-key/${key}")
                .with("found", list(match(200)))
                .with("refused", list(match(410)))
                .with("notFound", list(match(404)));
        var read = HttpTemplateDocument.read(
                template().with("lookup", byPath.build()).build());
        assertThat(HttpTemplateDocument.read(HttpTemplateDocument.write(read))).isEqualTo(read);
    }

    @Test
    void aTemplateSaysWhatItTakesFromTheInput() {
        assertThat(HttpTemplateDocument.read(full().build()).inputs())
                .extracting(MemberPath::text)
                .containsExactly("/account", "/amount", "/currency");
    }

    @Test
    void aRefusalWithoutWordsOfItsOwnIsTheUpstreams() {
        assertThat(HttpTemplateDocument.read(template().build()).answer().refused())
                .extracting(HttpAnswer.Refusal::code)
                .containsExactly("declined", "upstream-refused");
    }

    private static Arguments broken(String place, UnaryOperator<ObjectBuilder> change) {
        return arguments(place, change);
    }

    private static UnaryOperator<ObjectBuilder> with(String name, String text) {
        return document -> document.with(name, text);
    }

    private static UnaryOperator<ObjectBuilder> credential(UnaryOperator<ObjectBuilder> change) {
        return document -> document.with("credential", change.apply(bearer()).build());
    }

    private static UnaryOperator<ObjectBuilder> answer(UnaryOperator<ObjectBuilder> change) {
        return document -> document.with("answer", change.apply(answer()).build());
    }

    private static UnaryOperator<ObjectBuilder> lookup(UnaryOperator<ObjectBuilder> change) {
        return document -> document.with("lookup", change.apply(lookup()).build());
    }

    private static UnaryOperator<ObjectBuilder> field(UnaryOperator<ObjectBuilder> change) {
        return answer(answer -> answer.with(
                "result",
                Json.object().with("id", change.apply(text("/id")).build()).build()));
    }

    static Stream<Arguments> whatIsWrongIsNamedByItsPlace() {
        return Stream.of(
                // B-1: https, port 443, one name
                broken("/host", with("host", "API.psp.example")),
                broken("/host", with("host", "api.psp.example:8443")),
                broken("/host", with("host", "api.psp.example.")),
                broken("/host", with("host", "user@psp.example")),
                broken("/host", with("host", "localhost")),
                broken("/host", with("host", "psp_1.example")),
                broken("/host", with("host", "${/host}.example")),
                broken("/host", with("host", "*.psp.example")),
                broken("/host", with("host", "bücher.example")),
                // B-5: no spelling of an address
                broken("/host", with("host", "127.0.0.1")),
                broken("/host", with("host", "127.1")),
                broken("/host", with("host", "2130706433")),
                broken("/host", with("host", "0x7f.0x1")),
                broken("/host", with("host", "0")),
                broken("/host", with("host", "[::1]")),
                broken("/method", with("method", "TRACE")), // B-3
                broken("/method", with("method", "CONNECT")),
                broken("/method", with("method", "OPTIONS")),
                broken("/method", with("method", "post")),
                broken("/method", with("method", "GET")), // it has a body
                broken("/path", with("path", "/v1/../admin")),
                broken("/path", with("path", "https://evil.example/")),
                broken("/path", with("path", "/v1?x=${/x}")),
                broken("/scheme", with("scheme", "http")),
                broken("/headers/Host", document -> document.with("headers", Json.strings(Map.of("Host", "evil")))),
                broken("/headers/X-A", document -> document.with("headers", Json.strings(Map.of("X-A", "${/a}")))),
                broken("/headers", with("headers", "none")),
                broken("/query/a", document -> document.with("query", Json.strings(Map.of("a", "${b}")))),
                broken(
                        "/query/a",
                        document -> document.with(
                                "query", Json.object().with("a", 1).build())),
                broken("/form/a", document -> document.with("form", Json.strings(Map.of("a", "${/a|upper}")))),
                broken("", document -> document.with("json", Json.object().build())),
                broken("/credential/secret", credential(with("secret", "hunter2"))),
                broken("/credential/as", credential(with("as", "query"))), // B-9
                broken("/credential/name", credential(with("as", "header"))),
                broken(
                        "/credential/name",
                        credential(c -> c.with("as", "header").with("name", "Cookie"))),
                broken("/credential/name", credential(with("name", "X-Api-Key"))),
                broken("/credential/user", credential(with("user", "valet"))),
                broken("/credential/user", credential(c -> c.with("as", "basic").with("user", "a:b"))),
                broken("/credential", credential(c -> c.with("as", "header").with("name", "idempotency-key"))),
                broken("/credential", credential(c -> c.with("as", "field").with("name", "amount"))),
                broken("/answer/done", answer(a -> a.with("done", list()))),
                broken("/answer/done/0/status", answer(a -> a.with("done", list(match(206))))),
                broken("/answer/done/0/status", answer(a -> a.with("done", list(match(302))))),
                broken("/answer/done/0/status", answer(a -> a.with("done", list(Json.object())))),
                broken("/answer/refused/0/status", answer(a -> a.with("refused", list(match(500))))),
                broken(
                        "/answer/refused/0/code",
                        answer(a -> a.with("refused", list(match(402).with("code", "NO!"))))),
                broken(
                        "/answer/refused/0/where/~1status",
                        answer(a -> a.with("refused", list(match(402).with("where", where("/status", "${/a")))))),
                broken(
                        "/answer/refused/0/where/status",
                        answer(a -> a.with("refused", list(match(402).with("where", where("status", "failed")))))),
                broken("/answer/result/id/type", field(with("type", "any"))),
                broken("/answer/result/id/most", field(f -> f.with("most", 0))),
                broken("/answer/result/id/most", field(f -> f.with("most", 100_000))),
                broken("/answer/result/id/characters", field(with("characters", "all"))),
                broken("/answer/result/id/at", field(with("at", "id"))),
                broken("/answer/result/id/raw", field(f -> f.with("raw", true))), // R-2 is not offered
                broken("/answer/reference", answer(with("reference", "nobody"))),
                broken("/raw", document -> document.with("raw", true)),
                broken("/lookup/method", lookup(with("method", "POST"))),
                broken("/lookup/form", lookup(l -> l.with("form", form()))),
                broken("/lookup/found/0/where", lookup(l -> l.with("found", list(match(200))))),
                broken("/lookup/refused/0/where", lookup(l -> l.with("refused", list(match(410))))),
                broken("/lookup/found", lookup(l -> l.with("found", list()))),
                broken("/lookup/notFound/0/status", lookup(l -> l.with("notFound", list(match(200))))),
                broken(
                        "/lookup/result",
                        lookup(l -> l.with(
                                "result",
                                Json.object()
                                        .with("id", text("/id").build())
                                        .with("b", text("/b").build())
                                        .build()))));
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource
    void whatIsWrongIsNamedByItsPlace(String place, UnaryOperator<ObjectBuilder> change) {
        var malformed = catchThrowableOfType(
                Malformed.class,
                () -> HttpTemplateDocument.read(change.apply(template()).build()));
        assertThat(malformed).isNotNull();
        assertThat(malformed.problems()).extracting(Malformed.Problem::place).contains(place);
    }

    @Test
    void everyProblemIsToldAtOnce() {
        var document = template()
                .with("host", "HOST")
                .with("path", "nowhere")
                .with("headers", Json.strings(Map.of("Host", "a", "X-A", "${/a}")))
                .with("credential", bearer().with("secret", "x").build());
        var malformed = catchThrowableOfType(Malformed.class, () -> HttpTemplateDocument.read(document.build()));
        assertThat(malformed.problems())
                .extracting(Malformed.Problem::place)
                .contains("/host", "/path", "/credential/secret")
                .anyMatch(place -> place.startsWith("/headers/"));
    }
}
