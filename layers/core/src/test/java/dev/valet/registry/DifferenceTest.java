package dev.valet.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    private static List<String> between(Json before, Json after) {
        return Difference.between(before, after).stream().map(Difference::text).toList();
    }

    private static Json object(String name, Json value) {
        return Json.object().with(name, value).build();
    }

    @Test
    void equalDocumentsHaveNone() {
        var one = Json.object().with("a", 1).with("b", "x").build();
        var other = Json.object().with("b", "x").with("a", 1).build();
        assertThat(between(one, other)).isEmpty();
    }

    @Test
    void eachMemberIsNamedByItsPointer() {
        assertThat(between(object("a", object("b", Json.of(1))), object("a", object("b", Json.of("1")))))
                .containsExactly("/a/b: 1 → \"1\"");
        assertThat(between(object("a", Json.of(true)), object("b", Json.of(true))))
                .containsExactly("- /a: true", "+ /b: true");
        assertThat(between(object("a/b~c", Json.of(1)), object("a/b~c", Json.of(2))))
                .containsExactly("/a~1b~0c: 1 → 2");
    }

    @Test
    void itemsAreComparedPlaceByPlace() {
        assertThat(between(Json.strings(List.of("x", "y")), Json.strings(List.of("x", "z", "y"))))
                .containsExactly("/1: \"y\" → \"z\"", "+ /2: \"y\"");
        assertThat(between(Json.strings(List.of("x", "y")), Json.strings(List.of("x"))))
                .containsExactly("- /1: \"y\"");
        assertThat(between(object("a", Json.strings(List.of())), object("a", Json.of("x"))))
                .containsExactly("/a: [] → \"x\"");
    }

    @Test
    void aTextIsOneLineWhateverIsInIt() {
        assertThat(between(object("a", Json.of("x\ny")), object("a", Json.of("\u001b[2J"))))
                .containsExactly("/a: \"x\\ny\" → \"\\u001b[2J\"");
    }

    @Test
    void aNewDocumentIsItsMembers() {
        var document =
                Json.object().with("a", 1).with("b", Json.strings(List.of("x"))).build();
        assertThat(Difference.adding(document).stream().map(Difference::text))
                .containsExactly("+ /a: 1", "+ /b: [\"x\"]");
        assertThat(Difference.removing(document).stream().map(Difference::text))
                .containsExactly("- /a: 1", "- /b: [\"x\"]");
    }
}
