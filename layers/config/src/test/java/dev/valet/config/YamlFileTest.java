package dev.valet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Json;
import dev.valet.json.StrictJson;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileTest {
    private static YamlFile.Contents read(String text) {
        return YamlFile.read(new SourceFile("a.yaml", text));
    }

    private static Json only(String text) {
        var contents = read(text);
        assertThat(contents.faults()).isEmpty();
        assertThat(contents.values()).hasSize(1);
        return contents.values().getFirst().json();
    }

    private static List<String> faults(String text) {
        return read(text).faults().stream().map(Fault::toString).toList();
    }

    @Test
    void aDocumentIsTheJsonItLooksLike() {
        assertThat(only("{a: x, b: [1, -2, true, false, null], c: {d: 1.5}, e: 'no', f: \"012\"}")
                        .canonical())
                .isEqualTo("{\"a\":\"x\",\"b\":[1,-2,true,false,null],\"c\":{\"d\":1.5},\"e\":\"no\",\"f\":\"012\"}");
    }

    @Test
    void aFileMayHoldManyDocumentsOrNone() {
        assertThat(read("a: 1\n---\nb: 2\n---\n").values()).hasSize(2);
        assertThat(read("").values()).isEmpty();
        assertThat(read("# nothing yet\n").values()).isEmpty();
        assertThat(read("---\n---\n").faults()).isEmpty();
    }

    @Test
    void everyPartHasItsPlace() {
        var places = read("a: 1\nlist:\n  - name: x\n    when: [p, q]\n")
                .values()
                .getFirst()
                .places();
        assertThat(places.at("/a")).isEqualTo(new Places.Spot(1, 4, false));
        assertThat(places.at("/list")).isEqualTo(new Places.Spot(2, 1, false));
        assertThat(places.at("/list/0/name")).isEqualTo(new Places.Spot(3, 11, false));
        assertThat(places.at("/list/0/when/1")).isEqualTo(new Places.Spot(4, 15, false));
        assertThat(places.at("/list/0/missing/deep")).isEqualTo(new Places.Spot(3, 5, false));
        assertThat(places.at("/missing")).isEqualTo(new Places.Spot(1, 1, false));
    }

    @ParameterizedTest
    @MethodSource
    void aBadFileNamesTheLineTheColumnAndTheRule(String text, String fault) {
        assertThat(faults(text)).contains(fault);
    }

    static Stream<Arguments> aBadFileNamesTheLineTheColumnAndTheRule() {
        return Stream.of(
                arguments("a: 1\nb: [1, 2\n", "a.yaml:3:1: is YAML 1.2"),
                arguments("a: 1\n\tb: 2\n", "a.yaml:2:1: is YAML 1.2"),
                arguments("a: 'x\n", "a.yaml:2:1: is YAML 1.2"),
                arguments("a: b: c\n", "a.yaml:1:5: is YAML 1.2"),
                arguments("%YAML 1.1\n---\na: 1\n", "a.yaml:1:1: has no directives"),
                arguments("%TAG ! tag:x,2000:\n---\na: 1\n", "a.yaml:1:1: has no directives"),
                arguments("a: 1\nb: 2\na: 3\n", "a.yaml:3:1: /a: names no member twice"),
                arguments("a:\n  \"b\": 2\n  b: 3\n", "a.yaml:3:3: /a/b: names no member twice"),
                arguments("a: &x 1\nb: 2\n", "a.yaml:1:4: /a: has no anchors and no aliases"),
                arguments("a: &x 1\nb: *x\n", "a.yaml:2:4: /b: has no anchors and no aliases"),
                arguments(
                        "a: {<<: {b: 1}}\n",
                        "a.yaml:1:5: /a: has texts as its member names; others are written in quotes"),
                arguments("a: !!str 1\n", "a.yaml:1:4: /a: has no tags"),
                arguments("a: !!java.net.URL [x]\n", "a.yaml:1:4: /a: has no tags"),
                arguments("a: ! x\n", "a.yaml:1:4: /a: has no tags"),
                arguments("!thing\na: 1\n", "a.yaml:1:1: has no tags"),
                arguments("1: x\n", "a.yaml:1:1: has texts as its member names; others are written in quotes"),
                arguments("true: x\n", "a.yaml:1:1: has texts as its member names; others are written in quotes"),
                arguments("? [a]\n: x\n", "a.yaml:1:3: has texts as its member names; others are written in quotes"),
                arguments("a: \"\\ud800\"\n", "a.yaml:1:4: /a: is made of printable characters"),
                arguments("a: x\nb: \u0007\n", "a.yaml:2:4: is made of printable characters"),
                arguments("a: x\nb: \ud800\n", "a.yaml:2:4: is made of printable characters"));
    }

    @Test
    void everyDocumentOfABrokenFileIsReadAsFarAsItGoes() {
        var contents = read("a: 1\n---\nb: &x 2\n---\nc: [\n");
        assertThat(contents.values()).hasSize(2);
        assertThat(contents.faults()).extracting(Fault::line).containsExactly(3, 6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no",
                "No",
                "NO",
                "yes",
                "on",
                "off",
                "y",
                "n",
                "~",
                "Null",
                "NULL",
                "True",
                "FALSE",
                "012",
                "0o14",
                "0x1F",
                "0b11",
                "+1",
                "1_000",
                "1:30",
                "190:20:30",
                ".5",
                "1.",
                ".inf",
                "-.INF",
                ".nan",
                "2026-01-01",
                "2026-01-01T10:00:00Z",
                "=",
                "012345678901",
                "1e1000"
            })
    void whatReadersDisagreeAboutIsWrittenInQuotes(String text) {
        assertThat(faults("a: " + text + "\n")).containsExactly("a.yaml:1:4: /a: " + PlainScalar.DISPUTED);
        assertThat(only("a: '" + text + "'\n").canonical()).isEqualTo("{\"a\":\"" + text + "\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "undefined",
                "nil",
                "None",
                "NaN",
                "Infinity",
                "1.2.3",
                "10.0.0.1",
                "1/2",
                "00:11:22:33:44:55x",
                "arn:aws:iam::1:x",
                "../../etc/passwd",
                "${jndi:ldap://x}",
                "$(id)",
                "Ω≈ç√",
                "社會科學院",
                "👾 🙇",
                "a\u202eb",
                "é",
                "null-ish",
                "trueish",
                "__proto__",
                "<script>",
                "'--",
                "0.0.0.0/0",
                "s3:GetObject",
                "AROA123"
            })
    void otherNaughtyTextsAreTexts(String text) {
        var quoted = "'" + text.replace("'", "''") + "'";
        assertThat(only("a: " + quoted + "\n")).isEqualTo(only("a: >-\n  " + text + "\n"));
        assertThat(read("a: " + text + "\n").values())
                .allSatisfy(value -> assertThat(value.json()).isEqualTo(only("a: " + quoted + "\n")));
    }

    /** Documents are stored as JSON: what is taken here must be taken there. */
    @Test
    void whatIsReadIsAlsoStrictJson() {
        var widest = "n".repeat(256) + ": " + "1".repeat(20) + "\n";
        for (var text :
                List.of("[".repeat(32) + "]".repeat(32), widest, "a: -12345678.12345e-99\n", "a: \"\\x01\\n\"\n")) {
            var json = only(text);
            assertThat(StrictJson.read(json.canonical()).canonical()).isEqualTo(json.canonical());
        }
        assertThat(faults("n".repeat(257) + ": 1\n")).containsExactly("a.yaml:1:1: " + YamlFile.LONG_NAME);
        assertThat(faults("a: " + "1".repeat(21) + "\n")).containsExactly("a.yaml:1:4: /a: " + PlainScalar.DISPUTED);
    }

    @Test
    void nothingIsEverExpanded() { // INV-25: the billion laughs
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i))
                    .append("*a%d, ".formatted(i - 1).repeat(9))
                    .append("]\n");
        }
        assertThat(faults(bomb.toString())).isNotEmpty().allMatch(fault -> fault.endsWith(YamlFile.NO_ALIAS));
    }

    @Test
    void nestingIsBoundedBeforeAnythingIsBuilt() { // INV-25
        assertThat(faults("[".repeat(32) + "]".repeat(32))).isEmpty();
        assertThat(faults("[".repeat(33) + "]".repeat(33)))
                .containsExactly("a.yaml:1:33: " + "/0".repeat(32) + ": " + YamlFile.TOO_DEEP);
        for (var deep : List.of("[", "{a: ", "- ", "? ", "a:\n ")) {
            assertThat(faults(deep.repeat(50_000))).isNotEmpty();
        }
    }

    @Test
    void aCharacterOfTwoHalvesMayStandAnywhere() {
        for (int before = 1_000; before < 1_060; before++) {
            var text = "x".repeat(before) + "\ud83d\ude47".repeat(600);
            assertThat(only("a: '" + text + "'\n")).isEqualTo(only("'a': \"" + text + "\""));
            assertThat(faults("x".repeat(before) + "\ud83d")).hasSize(1);
        }
    }

    @Test
    void aLongFileOfNothingMuchIsReadInNoTime() {
        assertThat(only("a: \"" + "x".repeat(200_000) + "\"")).isNotNull();
        assertThat(only("a: [" + "x, ".repeat(60_000) + "x]")).isNotNull();
        assertThat(read("---\n".repeat(60_000)).faults()).isEmpty();
    }
}
