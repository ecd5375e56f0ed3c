package dev.valet.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.json.StrictJson;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Signatures and functions as operators write them. */
class ExecutorDocumentTest {
    private static final String SIGN = """
            {"type":"payout-order-v1",
             "key":"arn:aws:kms:eu-west-1:111122223333:key/11111111-0000-4000-8000-000000000001",
             "algorithm":"ED25519_SHA_512","members":["to","amount"]}""";
    private static final String LAMBDA = """
            {"function":"arn:aws:lambda:eu-west-1:444455556666:function:pay:live",
             "result":{"id":{"type":"text","most":40},"sent":{"type":"flag"}},
             "refusals":["no-funds"],"timeoutSeconds":5}""";

    @Test
    void whatWasReadIsWrittenTheSame() {
        var sign = StrictJson.read(SIGN);
        assertThat(SignTemplateDocument.write(Fields.read(sign, SignTemplateDocument::read)))
                .isEqualTo(sign);
        var lambda = StrictJson.read(LAMBDA);
        assertThat(LambdaTargetDocument.write(Fields.read(lambda, LambdaTargetDocument::read))
                        .canonical())
                .isEqualTo(lambda.canonical());
    }

    @Test
    void aFunctionNeedsNoMoreThanItsName() {
        var least = StrictJson.read("{\"function\":\"arn:aws:lambda:eu-west-1:444455556666:function:pay:live\"}");
        var target = Fields.read(least, LambdaTargetDocument::read);
        assertThat(target.result()).isEmpty();
        assertThat(target.timeout()).hasSeconds(10);
    }

    @ParameterizedTest
    @MethodSource
    void aBrokenSignatureIsToldBy(String from, String to, String place) {
        assertThat(places(SIGN.replace(from, to), true)).containsExactly(place);
    }

    static Stream<Arguments> aBrokenSignatureIsToldBy() {
        return Stream.of(
                arguments("payout-order-v1", "Payout", "/type"),
                arguments("ED25519_SHA_512", "RSASSA_PSS_SHA_256", "/algorithm"),
                arguments("\"ED25519_SHA_512\"", "1", "/algorithm"),
                arguments("[\"to\",\"amount\"]", "[]", ""),
                arguments("key/", "alias/", ""),
                arguments("\"to\"", "1", "/members/0"));
    }

    @ParameterizedTest
    @MethodSource
    void aBrokenFunctionIsToldBy(String from, String to, String place) {
        assertThat(places(LAMBDA.replace(from, to), false)).containsExactly(place);
    }

    static Stream<Arguments> aBrokenFunctionIsToldBy() {
        return Stream.of(
                arguments("pay:live", "pay", ""),
                arguments("\"no-funds\"", "\"no-funds\",\"no-funds\"", "/refusals"),
                arguments("\"no-funds\"", "\"No funds\"", "/refusals/0"),
                arguments("\"timeoutSeconds\":5", "\"timeoutSeconds\":16", "/timeoutSeconds"),
                arguments("\"flag\"", "\"number\"", "/result/sent/type"),
                arguments("\"most\":40", "\"most\":4097", "/result/id/most"),
                arguments(",\"most\":40", "", "/result/id"),
                arguments("\"flag\"}", "\"flag\",\"most\":1}", "/result/sent"),
                arguments("\"sent\"", "\"refused\"", ""),
                arguments("\"refusals\"", "\"refuses\"", "/refuses"));
    }

    private static List<String> places(String document, boolean sign) {
        Json json = StrictJson.read(document);
        var malformed = catchThrowableOfType(
                Malformed.class,
                () -> Fields.<Object>read(
                        json, fields -> sign ? SignTemplateDocument.read(fields) : LambdaTargetDocument.read(fields)));
        return malformed.problems().stream()
                .map(Malformed.Problem::place)
                .distinct()
                .toList();
    }
}
