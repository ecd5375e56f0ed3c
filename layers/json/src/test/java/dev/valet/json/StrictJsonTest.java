package dev.valet.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Json;
import dev.valet.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StrictJsonTest {
    @Test
    void everySortOfValueIsRead() {
        var text = "{\"a\":[1,-2,true,false,null,\"x\\u00e9\"],\"b\":{\"c\":1.5}}";
        assertThat(StrictJson.read(text).text()).isEqualTo("{\"a\":[1,-2,true,false,null,\"xé\"],\"b\":{\"c\":1.5}}");
    }

    @Test
    void aNumberBeyondALongIsNoInteger() {
        assertThat(StrictJson.read("18446744073709551616")).isInstanceOf(Json.Fraction.class);
    }

    @ParameterizedTest
    @MethodSource
    void whatIsNotJsonNamesTheBrokenRule(String text, String place, String rule) { // T-29
        assertThatThrownBy(() -> StrictJson.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        malformed ->
                                assertThat(malformed.problems()).containsExactly(new Malformed.Problem(place, rule)));
    }

    static Stream<Arguments> whatIsNotJsonNamesTheBrokenRule() {
        return Stream.of(
                arguments("", "", StrictJson.NOT_JSON),
                arguments("   ", "", StrictJson.NOT_JSON),
                arguments("{", "", StrictJson.NOT_JSON),
                arguments("{\"a\":1,}", "/a", StrictJson.NOT_JSON),
                arguments("{'a':1}", "", StrictJson.NOT_JSON),
                arguments("{\"a\":NaN}", "/a", StrictJson.NOT_JSON),
                arguments("{\"a\":01}", "/a", StrictJson.NOT_JSON),
                arguments("// c\n{}", "", StrictJson.NOT_JSON),
                arguments("{\"a\":{\"b\":1,\"b\":2}}", "/a/b", StrictJson.DUPLICATE),
                arguments("{\"a\":1,\"\\u0061\":2}", "/a", StrictJson.DUPLICATE),
                arguments("{} {}", "", StrictJson.TRAILING),
                arguments("{}x", "", StrictJson.NOT_JSON),
                arguments("[".repeat(33) + "]".repeat(33), "/0".repeat(32), StrictJson.TOO_DEEP),
                arguments("{\"a\":\"" + "x".repeat(70_000) + "\"}", "/a", StrictJson.TOO_DEEP),
                arguments("{\"a\":123456789012345678901}", "/a", StrictJson.TOO_DEEP),
                arguments("{\"a\":\"\\ud800\"}", "/a", StrictJson.NOT_UTF8));
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        assertThatThrownBy(() -> StrictJson.read(new byte[] {'"', (byte) 0xc0, (byte) 0xaf, '"'}))
                .hasMessage(StrictJson.NOT_UTF8);
        assertThatThrownBy(() -> StrictJson.read("{}".getBytes(StandardCharsets.UTF_16)))
                .isInstanceOf(Malformed.class);
    }
}
