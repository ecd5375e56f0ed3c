package dev.valet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.grant.GrantId;
import dev.valet.guardrail.Guardrail;
import dev.valet.lease.LeaseRequest;
import dev.valet.limit.Origin;
import dev.valet.registry.GuardrailDocument;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
    private static final String CEDAR = "permit(principal, action, resource);";

    @Test
    void whatPeopleWriteIsPlain() {
        assertThat(PlainText.is("")).isTrue();
        assertThat(PlainText.is("Größe, 大きさ, 😀 – e\u0301 <b>\"'\\")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "\t",
                "\u001b[31m",
                "\u007f",
                "\u0085",
                "\u00ad",
                "\u200b",
                "\u2028",
                "\u2029",
                "\u202e",
                "\u2066",
                "\ufeff",
                "\ud800",
                "\udb40\udc41"
            })
    void whatForgesWhatIsReadIsNot(String text) { // T-36
        var around = "before" + text + "after";
        assertThat(PlainText.is(around)).isFalse();
        assertThatThrownBy(() -> reason(around)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> guardrail(around, CEDAR)).isInstanceOf(Malformed.class);
    }

    /** Reviewers must read the policy that is evaluated. */
    @Test
    void aPolicyHasLinesAndHidesNothing() {
        assertThat(guardrail("one", "// first\r\n\t" + CEDAR + "\n").cedar()).contains(CEDAR);
        assertThatThrownBy(() -> guardrail("one", "// \u202e" + CEDAR)).isInstanceOf(Malformed.class);
    }

    private static LeaseRequest reason(String reason) {
        return new LeaseRequest(
                new GrantId("reports-reader"),
                Map.of(),
                reason,
                Optional.empty(),
                Optional.empty(),
                Origin.UNKNOWN,
                false);
    }

    private static Guardrail guardrail(String description, String cedar) {
        return GuardrailDocument.read(Json.object()
                .with("guardrail", "one")
                .with("description", description)
                .with("cedar", cedar)
                .build());
    }
}
