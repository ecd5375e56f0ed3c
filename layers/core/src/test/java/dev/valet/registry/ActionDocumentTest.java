package dev.valet.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.ObjectBuilder;
import dev.valet.action.Impact;
import dev.valet.action.Spends;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ActionDocumentTest {
    private static final String KEY = "arn:aws:kms:eu-west-1:111122223333:key/1f0e";
    private static final String SECRET =
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:valet/actions/psp-AbC123";

    private static Json type(String type) {
        return Json.object().with("type", type).with("maxLength", 40).build();
    }

    private static Json.Obj input() {
        var members = Json.object()
                .with("amount", type("string"))
                .with("currency", type("string"))
                .with("payee", type("string"))
                .with("note", type("string"))
                .with("maxTokens", type("integer"));
        return Json.object()
                .with("type", "object")
                .with("properties", members.build())
                .with("required", List.of("amount", "currency", "payee", "maxTokens"))
                .with("additionalProperties", false)
                .build();
    }

    private static ObjectBuilder action() {
        return Json.object()
                .with("action", "pay-invoice")
                .with("description", "Pays one supplier's invoice")
                .with("impact", "high")
                .with("environment", "production")
                .with("input", input());
    }

    private static ObjectBuilder plain() {
        return action().with("lambda", lambda());
    }

    private static Json lambda() {
        return Json.object()
                .with("function", "arn:aws:lambda:eu-west-1:111122223333:function:pay:live")
                .build();
    }

    private static ObjectBuilder money() {
        return Json.object()
                .with("amount", "amount")
                .with("currency", "currency")
                .with("payee", "payee");
    }

    private static Json sign(String... members) {
        return Json.object()
                .with("type", "order-1")
                .with("key", KEY)
                .with("algorithm", "ECDSA_SHA_256")
                .with("members", List.of(members))
                .build();
    }

    private static Json http(String path) {
        var done = Json.object().with("status", new Json.Arr(List.of(Json.of(200))));
        return Json.object()
                .with("host", "api.psp.example")
                .with("method", "POST")
                .with("path", path)
                .with(
                        "credential",
                        Json.object()
                                .with("secret", SECRET)
                                .with("as", "bearer")
                                .build())
                .with(
                        "answer",
                        Json.object()
                                .with("done", new Json.Arr(List.of(done.build())))
                                .build())
                .build();
    }

    @Test
    void whatIsWrittenReadsAlike() {
        for (var document : List.of(
                plain().with("spends", money().build()),
                plain().with(
                                "spends",
                                Json.object()
                                        .with("amount", "maxTokens")
                                        .with("actual", "totalTokens")
                                        .build()),
                action().with("kmsSign", sign("amount", "payee")),
                action().with("http", http("/v1/payouts/${/payee}")))) {
            var read = ActionDocument.read(document.build());
            var written = ActionDocument.write(read);
            assertThat(ActionDocument.read(written)).isEqualTo(read);
            assertThat(ActionDocument.write(ActionDocument.read(written)).canonical())
                    .isEqualTo(written.canonical());
        }
    }

    @Test
    void everyPartIsWhereItsOperatorPutIt() {
        var read = ActionDocument.read(plain().with("spends", money().build()).build());
        assertThat(read.impact()).isEqualTo(Impact.HIGH);
        assertThat(read.input()).isEqualTo(input());
        assertThat(read.spends())
                .contains(new Spends("amount", Optional.of("currency"), Optional.of("payee"), Optional.empty()));
        assertThat(read.members("string")).containsExactly("amount", "currency", "note", "payee");
        assertThat(read.members("integer")).containsExactly("maxTokens");
        assertThat(read.requires("payee")).isTrue();
        assertThat(read.requires("note")).isFalse();
    }

    @Test
    void anActionOpensTheSecretOfItsTemplateAndNoOther() {
        assertThat(ActionDocument.read(action().with("http", http("/v1")).build())
                        .executor()
                        .secrets())
                .extracting(Object::toString)
                .containsExactly(SECRET);
        assertThat(ActionDocument.read(plain().build()).executor().secrets()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void aBrokenDocumentNamesThePlaceAndTheRule(UnaryOperator<ObjectBuilder> breaking, String place, String rule) {
        var malformed = catchThrowableOfType(
                Malformed.class,
                () -> ActionDocument.read(breaking.apply(plain()).build()));
        assertThat(malformed.problems()).contains(new Malformed.Problem(place, rule));
    }

    static Stream<Arguments> aBrokenDocumentNamesThePlaceAndTheRule() {
        var oneExecutor = "has one of http, kmsSign, lambda";
        var text = "names a required member of the input of type string";
        return Stream.of(
                broken(document -> document.with("action", "Pay"), "/action", "is made of a-z, 0-9 and -"),
                broken(document -> document.with("impact", "medium"), "/impact", "is low or high"),
                broken(
                        document -> document.with("environment", "prod"),
                        "/environment",
                        "is sandbox, staging or production"),
                broken(document -> document.with("input", "{}"), "/input", "is a JSON Schema, and a JSON object"),
                broken(document -> document.with("executor", "x"), "/executor", "is not a known member"),
                broken(document -> document.with("kmsSign", sign("amount")), "", oneExecutor),
                broken(_ -> action(), "", oneExecutor),
                broken(_ -> action().with("lambda", Json.object().build()), "/lambda/function", "is required"),
                broken(
                        _ -> action().with("kmsSign", sign("amount", "note")),
                        "/kmsSign/members",
                        "names required members of the input"),
                broken(
                        _ -> action().with("http", http("/v1/${/supplier}")),
                        "/http",
                        "uses members that the input has, and not /supplier"),
                spending(spends -> spends.with("amount", "sum"), "/spends/amount", text),
                spending(spends -> spends.with("amount", "maxTokens"), "/spends/amount", text), // money is no number
                spending(spends -> spends.with("amount", "note"), "/spends/amount", text), // may be left out
                spending(spends -> spends.with("currency", "note"), "/spends/currency", text),
                spending(spends -> spends.with("payee", "note"), "/spends/payee", text),
                spending(spends -> spends.with("budget", "x"), "/spends/budget", "is not a known member"),
                spending(
                        _ -> Json.object().with("amount", "amount"),
                        "/spends/amount",
                        "names a required member of the input of type integer"),
                spending(
                        _ -> Json.object().with("amount", "maxTokens").with("payee", "payee"),
                        "/spends/payee",
                        "is there with a currency only: nobody is paid in tokens"));
    }

    private static Arguments broken(UnaryOperator<ObjectBuilder> breaking, String place, String rule) {
        return arguments(breaking, place, rule);
    }

    private static Arguments spending(UnaryOperator<ObjectBuilder> breaking, String place, String rule) {
        return broken(
                document -> document.with("spends", breaking.apply(money()).build()), place, rule);
    }

    @Test
    void everyProblemIsNamedAtOnce() {
        var malformed = catchThrowableOfType(
                Malformed.class,
                () -> ActionDocument.read(plain().with("impact", "x")
                        .with("description", "")
                        .with(
                                "spends",
                                Json.object().with("currency", "currency").build())
                        .with("lambda", Json.object().with("functionArn", "x").build())
                        .build()));
        assertThat(malformed.problems())
                .extracting(Malformed.Problem::place)
                .containsExactlyInAnyOrder(
                        "/impact", "/description", "/spends/amount", "/lambda/function", "/lambda/functionArn");
    }
}
