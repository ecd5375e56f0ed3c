package dev.valet.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.revocation.WriteFirstCheckLast.Flaw;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** INV-9 and T-13, in every interleaving there is: with crashes between any two steps, with lost replies and late ones. */
class WriteFirstCheckLastTest {
    @ParameterizedTest
    @CsvSource({"2, 1", "1, 2"})
    void noInterleavingBreaksThePromise(int issuers, int revokers) {
        var explored = new WriteFirstCheckLast(Flaw.NONE).explore(issuers, revokers);
        assertThat(explored.wrong()).isEmpty();
        assertThat(explored.states()).isGreaterThan(10_000);
    }

    @Tag("deep")
    @Test
    void norDoesAnyOfTwoIssuersAndTwoRevokers() {
        noInterleavingBreaksThePromise(2, 2);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aProtocolWithAFlawIsFoundWrong(Flaw flaw) {
        assertThat(new WriteFirstCheckLast(flaw).explore(1, 2).wrong()).isNotEmpty();
    }
}
