package dev.valet.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Malformed;
import dev.valet.Names;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AgentIdTest {
    @ParameterizedTest
    @MethodSource
    void aBadIdNamesTheBrokenRule(String text, String rule) {
        assertThatThrownBy(() -> AgentId.parse(text))
                .isInstanceOf(Malformed.class)
                .hasMessage(rule);
    }

    static Stream<Arguments> aBadIdNamesTheBrokenRule() {
        return Stream.of(
                arguments("", Names.BAD_LENGTH),
                arguments("a", Names.BAD_LENGTH),
                arguments("a".repeat(64), Names.BAD_LENGTH),
                arguments("Nightly", Names.BAD_CHARACTER),
                arguments("nightly report", Names.BAD_CHARACTER),
                arguments("nightly#report", Names.BAD_CHARACTER), // the key separator
                arguments("nightly\u200breport", Names.BAD_CHARACTER), // zero-width space
                arguments("n\u0456ghtly", Names.BAD_CHARACTER), // a homoglyph
                arguments("\uff4eightly", Names.BAD_CHARACTER), // full width, equal after NFKC
                arguments("nightly\n", Names.BAD_CHARACTER),
                arguments("../report", Names.BAD_CHARACTER),
                arguments("%2freport", Names.BAD_CHARACTER));
    }

    @Test
    void aGoodIdIsKeptAsItIs() {
        assertThat(AgentId.parse("nightly-report-2")).hasToString("nightly-report-2");
    }
}
