package dev.valet.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.json.StrictJson;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a function's answer means. */
class LambdaTargetTest {
    private static final String ARN = "arn:aws:lambda:eu-west-1:444455556666:function:pay:live";
    private static final LambdaTarget TARGET = new LambdaTarget(
            ARN,
            new TreeMap<>(Map.of(
                    "id", new AnswerField(AnswerField.Type.TEXT, 8),
                    "cents", new AnswerField(AnswerField.Type.WHOLE, 0),
                    "sent", new AnswerField(AnswerField.Type.FLAG, 0))),
            Set.of("no-funds"),
            Duration.ofSeconds(10));

    private static Performing ended(String answer) {
        return TARGET.ended(StrictJson.read(answer), "an-id");
    }

    @Test
    void theDeclaredMembersAreHandedOnAndNoOther() {
        assertThat(ended("{\"sent\":true,\"secret\":\"s3cr3t\",\"id\":\"po_1\",\"cents\":1250}"))
                .isEqualTo(new Performing.Done(
                        Json.object()
                                .with("cents", 1250)
                                .with("id", "po_1")
                                .with("sent", true)
                                .build(),
                        "an-id"));
    }

    @Test
    void aRefusalIsRepeatedOnlyWhenItWasDeclared() {
        assertThat(ended("{\"refused\":\"no-funds\"}")).isEqualTo(new Performing.NotDone("function-refused.no-funds"));
        assertThat(ended("{\"refused\":\"anything a function may say\"}"))
                .isEqualTo(new Performing.NotDone("function-refused"));
    }

    @ParameterizedTest // it ran, so it may have done it: never again under the same key (INV-20)
    @ValueSource(
            strings = {
                "{}",
                "null",
                "[]",
                "\"refused\"",
                "{\"refused\":null}",
                "{\"refused\":true}",
                "{\"refused\":\"no-funds\",\"id\":\"po_1\",\"cents\":1,\"sent\":true}",
                "{\"id\":\"po_1\",\"cents\":1}",
                "{\"id\":\"po_1234567\",\"cents\":1,\"sent\":true}",
                "{\"id\":\"po\\n1\",\"cents\":1,\"sent\":true}",
                "{\"id\":\"po_1\",\"cents\":1.5,\"sent\":true}",
                "{\"id\":\"po_1\",\"cents\":\"1\",\"sent\":true}",
                "{\"id\":\"po_1\",\"cents\":1,\"sent\":null}"
            })
    void anAnswerOfAnotherFormLeavesItOpen(String answer) {
        assertThat(ended(answer)).isEqualTo(new Performing.Unknown("function-answer-unusable"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:lambda:eu-west-1:444455556666:function:pay",
                "arn:aws:lambda:eu-west-1:444455556666:function:pay:$LATEST",
                "arn:aws:lambda:eu-west-1:444455556666:function:*:live",
                "arn:aws:lambda:eu-west-1:444455556666:function:pay:live:live",
                "arn:aws:lambda:eu-west-1:*:function:pay:live",
                "arn:aws-cn:lambda:cn-north-1:444455556666:function:pay:live",
                "pay:live"
            })
    void aFunctionIsNamedWithItsAliasOrVersion(String arn) {
        assertThatThrownBy(() -> new LambdaTarget(arn))
                .isInstanceOf(Malformed.class)
                .hasMessage(LambdaTarget.BAD_ARN);
    }

    @Test
    void itsPartsAreKnown() {
        assertThat(TARGET.unqualifiedArn()).isEqualTo("arn:aws:lambda:eu-west-1:444455556666:function:pay");
        assertThat(TARGET.qualifier()).isEqualTo("live");
        assertThat(TARGET.region()).isEqualTo("eu-west-1");
        assertThat(new LambdaTarget(ARN.replace("live", "12")).qualifier()).isEqualTo("12");
    }

    @Test
    void whatWouldBeTakenForARefusalIsNoResult() {
        var refused = new TreeMap<>(Map.of("refused", new AnswerField(AnswerField.Type.FLAG, 0)));
        assertThatThrownBy(() -> new LambdaTarget(ARN, refused, Set.of(), Duration.ofSeconds(1)))
                .isInstanceOf(Malformed.class);
    }
}
