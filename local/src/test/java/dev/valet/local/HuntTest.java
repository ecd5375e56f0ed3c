package dev.valet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The hunt finds what is there: its encodings are made here by others than its own. */
class HuntTest {
    private static final String VALUE = "canary \"ü\" 7f3a+/=\\ é€😀 &%\n end of it";
    private static final Canary CANARY = new Canary("it", VALUE, Set.of());

    @ParameterizedTest
    @MethodSource
    void aCanaryIsFoundInEveryForm(String text) {
        assertThat(found(Canary.latin1(text))).as(text).isNotEmpty();
    }

    static Stream<String> aCanaryIsFoundInEveryForm() {
        byte[] bytes = VALUE.getBytes(StandardCharsets.UTF_8);
        var json = Json.of(Json.object().with("v", VALUE).build().text()).canonical();
        return Stream.concat(
                Stream.of(
                        "before" + VALUE + "after",
                        HexFormat.of().formatHex(bytes),
                        HexFormat.of().withUpperCase().formatHex(bytes),
                        URLEncoder.encode(VALUE, StandardCharsets.UTF_8),
                        URLEncoder.encode(VALUE, StandardCharsets.UTF_8).replace("+", "%20"),
                        HexFormat.of().withPrefix("%").withUpperCase().formatHex(bytes),
                        Json.object().with("v", VALUE).build().text(),
                        json,
                        "{\"v\":\"canary \\\"\\u00fc\\\" 7f3a+/=\\\\ \\u00e9\\u20ac\\ud83d\\ude00 &%\\n end of it\"}",
                        new StringBuilder(VALUE).reverse().toString()),
                Stream.of("", "x", "xy", "xyz")
                        .flatMap(before -> Stream.of("", "z", "zz")
                                .map(after -> (before + VALUE + after).getBytes(StandardCharsets.UTF_8))
                                .flatMap(around -> Stream.of(
                                        Base64.getEncoder().encodeToString(around),
                                        Base64.getUrlEncoder().withoutPadding().encodeToString(around)))));
    }

    @Test
    void aPartOfALongOneIsEnough() {
        var token = new Canary("token", "eyJhbGciOiJFUzI1NiJ9.".repeat(9) + "signature-".repeat(9), Set.of());
        assertThat(found(token, "log", token.value().substring(30))).isNotEmpty();
    }

    @Test
    void nothingElseIsFound() {
        assertThat(found("canary \"u\" 7f3a+/= " + "x".repeat(1000))).isEmpty();
        assertThat(found("")).isEmpty();
    }

    @Test
    void aCanaryMayBeAtHomeAndNowhereElse() {
        var kept = new Canary("kept", "kept in one place only", Set.of("store"));
        assertThat(found(kept, "store", kept.value())).isEmpty();
        assertThat(found(kept, "log", kept.value())).containsExactly(new Hunt.Find("kept", "raw", "log"));
    }

    @Test
    void aShortOneIsRefused() {
        assertThatThrownBy(() -> new Canary("short", "abc", Set.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static Set<Hunt.Find> found(String text) {
        return found(CANARY, "here", text);
    }

    private static Set<Hunt.Find> found(Canary canary, String where, String text) {
        var hunt = new Hunt(List.of(canary));
        hunt.look(where, text);
        return hunt.finds();
    }
}
