package dev.valet.action;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Json;
import java.nio.charset.Charset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** each way to write a secret that is looked for, and what is not taken for one. */
class ScrubberTest {
    private static final String SECRET = "sk_live_51Nq+v7/Zc\"W<2&x'f=Tq9uK3mR8yB4dH6jL0pXaVeGs";
    private static final Scrubber SCRUBBER = new Scrubber(List.of(SECRET));

    static Stream<Arguments> aSecretIsFound() {
        return Stream.of(
                way("as it is", text -> text),
                way("base64", text -> base64(text)),
                way("base64, one byte in", text -> base64("x" + text)),
                way("base64, two bytes in", text -> base64("xy" + text + "z")),
                way("base64url", text -> Base64.getUrlEncoder().encodeToString(text.getBytes(UTF_8))),
                way(
                        "base64 without padding",
                        text -> Base64.getUrlEncoder().withoutPadding().encodeToString(("x" + text).getBytes(UTF_8))),
                way(
                        "base64 in lines",
                        text -> Base64.getMimeEncoder(20, "\r\n".getBytes(UTF_8))
                                .encodeToString(text.getBytes(UTF_8))),
                way("basic", text -> base64("valet:" + text)),
                way("base64 of base64", text -> base64("{" + base64("x" + text) + "}")),
                way("hex", text -> HexFormat.of().formatHex(text.getBytes(UTF_8))),
                way("hex in capitals", text -> HexFormat.of().withUpperCase().formatHex(text.getBytes(UTF_8))),
                way("base64 of hex", text -> base64(HexFormat.of().formatHex(text.getBytes(UTF_8)))),
                way("percent", PercentEncoding::encode),
                way("percent, each character", text -> each(text, "%%%02x")),
                way("percent twice", text -> PercentEncoding.encode(PercentEncoding.encode(text))),
                way("percent of base64", text -> PercentEncoding.encode(base64(text))),
                way("JSON", text -> Json.of(text).text()),
                way("JSON by number", text -> each(text, "\\u%04x")),
                way("JavaScript", text -> each(text, "\\x%02X")),
                way("JavaScript by code point", text -> each(text, "\\u{%x}")),
                way("JSON in JSON", text -> Json.of(Json.of(text).text()).text()),
                way(
                        "JSON with lines of base64",
                        text -> Json.of(Base64.getMimeEncoder(16, "\n".getBytes(UTF_8))
                                        .encodeToString(text.getBytes(UTF_8)))
                                .text()),
                way(
                        "HTML",
                        text -> text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;")),
                way("HTML by decimal number", text -> each(text, "&#%d;")),
                way("HTML by hexadecimal number", text -> each(text, "&#x%X;")),
                way("HTML by long numbers", text -> each(text, "&#%06d;")),
                way("HTML by name", text -> text.replace("_", "&lowbar;").replace("=", "&equals;")),
                way("HTML in JSON", text -> Json.of(each(text, "&#%d;")).text()),
                way("reversed", text -> new StringBuilder(text).reverse().toString()),
                way(
                        "base64 of reversed",
                        text -> base64(new StringBuilder(text).reverse().toString())),
                way(
                        "reversed base64",
                        text -> new StringBuilder(base64(text)).reverse().toString()),
                way("spaced", text -> String.join(" ", text.split(""))),
                way("without its first quarter", text -> text.substring(text.length() / 4)),
                way("without its last quarter", text -> text.substring(0, text.length() * 3 / 4 + 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aSecretIsFound(String way, UnaryOperator<String> written) {
        assertThat(SCRUBBER.finds(written.apply(SECRET))).isTrue();
        assertThat(SCRUBBER.finds("{\"a\":\"" + written.apply(SECRET) + "\"}")).isTrue();
        assertThat(SCRUBBER.finds(written.apply("sk_live_51Nq+v7/Zc\"W<2&x'f=Tq-another-one-altogether-here")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE"})
    void aSecretInWideCharactersIsFound(String charset) { // H-20
        assertThat(SCRUBBER.finds(("<p>" + SECRET + "</p>").getBytes(Charset.forName(charset))))
                .isTrue();
        assertThat(SCRUBBER.finds(base64(SECRET).getBytes(UTF_16))).isTrue();
        assertThat(SCRUBBER.finds(Json.of(SECRET).text().getBytes(UTF_16LE))).isTrue();
        assertThat(SCRUBBER.finds("nothing of the kind".getBytes(UTF_16BE))).isFalse();
    }

    @Test
    void everythingThatWasSentIsLookedFor() {
        var sent = base64("valet:" + SECRET);
        assertThat(new Scrubber(List.of(SECRET, sent)).finds(base64("Basic " + sent)))
                .isTrue();
    }

    @Test
    void aShortSecretIsLookedForWhole() {
        var scrubber = new Scrubber(List.of("hunter2-4711"));
        assertThat(scrubber.finds("the password hunter2-4711 is wrong")).isTrue();
        assertThat(scrubber.finds("the password hunter2-471 is wrong")).isFalse();
    }

    @Test
    void whatIsTooShortToLookForIsNoSecret() {
        assertThatThrownBy(() -> new Scrubber(List.of("1234567"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Scrubber(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatSharesTheBeginningOnlyIsNoSecret() { // providers put account ids into their keys
        assertThat(SCRUBBER.finds("{\"account\":\"51Nq+v7/Zc\"}")).isFalse();
    }

    /** All readings of a large answer that means something else in each of them: it still ends. */
    @Test
    void aLargeAnswerIsReadInTime() {
        var hostile = Stream.generate(() -> "%2561&#38;&amp;\\u0026\\x5c\0 ")
                .limit(8_000)
                .collect(Collectors.joining());
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                java.time.Duration.ofSeconds(20),
                () -> assertThat(SCRUBBER.finds(hostile)).isFalse());
    }

    private static Arguments way(String name, UnaryOperator<String> written) {
        return arguments(name, written);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static String each(String text, String format) {
        return text.chars()
                .mapToObj(c -> String.format(java.util.Locale.ROOT, format, c))
                .collect(Collectors.joining());
    }
}
