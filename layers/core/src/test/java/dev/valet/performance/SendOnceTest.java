package dev.valet.performance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.performance.SendOnce.Flaw;
import dev.valet.performance.SendOnce.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** INV-20 and INV-9 for actions, in every interleaving there is, with crashes between any two steps and lost replies. */
class SendOnceTest {
    @Test
    void noInterleavingBreaksThePromise() {
        var explored = new SendOnce(Flaw.NONE).explore();
        assertThat(explored.wrong()).isEmpty();
        assertThat(explored.states()).isGreaterThan(1_000);
        assertThat(explored.ends()).containsExactlyInAnyOrder(Row.values());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aProtocolWithAFlawIsFoundWrong(Flaw flaw) {
        assertThat(new SendOnce(flaw).explore().wrong()).isNotEmpty();
    }
}
