package dev.valet.it.contract;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;

class DifferencesTest {
    private final Differences known = new Differences("some", Map.of("listed", "because"));

    @Test
    void whatIsNotListedHasToHold() {
        assertThatCode(() -> known.hold("other", () -> {})).doesNotThrowAnyException();
        assertThatThrownBy(() -> known.hold("other", DifferencesTest::breaks)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> known.hold("other", DifferencesTest::refuses)).isInstanceOf(AssertionError.class);
    }

    @Test
    void whatIsListedMustNotHold() {
        assertThatCode(() -> known.hold("listed", DifferencesTest::breaks)).doesNotThrowAnyException();
        assertThatCode(() -> known.hold("listed", DifferencesTest::refuses)).doesNotThrowAnyException();
        assertThatThrownBy(() -> known.hold("listed", () -> {}))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("listed");
    }

    @Test
    void aBugIsNoDifference() {
        assertThatThrownBy(() -> known.hold("listed", () -> {
                    throw new IllegalStateException("a bug");
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "one:", "one: ", "three: because", "one: because\none: again"})
    void aListSaysWhichClauseAndWhyAndOnce(String text) {
        assertThatThrownBy(() -> Differences.read("some", text, List.of("one", "two")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void breaks() {
        throw new AssertionError("broken");
    }

    private static void refuses() {
        throw SdkClientException.create("refused");
    }
}
