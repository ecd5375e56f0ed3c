package dev.valet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FieldsTest {
    record Point(String name, long x, Optional<String> note, List<String> tags) {}

    private static Point read(Json json) {
        return Fields.read(json, fields -> {
            var name = fields.parsed("name", Names::check);
            var x = fields.whole("x", 0, 9);
            var note = fields.optionalText("note");
            var tags = fields.texts("tags", Names::check);
            return fields.build(() -> new Point(name.get(), x.get(), note.get(), tags.get()));
        });
    }

    @Test
    void aSoundObjectIsRead() {
        var json = Json.object().with("name", "abc").with("x", 3).with("tags", List.of("tag-1"));
        assertThat(read(json.build())).isEqualTo(new Point("abc", 3, Optional.empty(), List.of("tag-1")));
    }

    @Test
    void everyProblemIsListedWithItsPlace() {
        var json = Json.object()
                .with("x", 10)
                .with("tags", new Json.Arr(List.of(Json.of("ok-tag"), Json.of("Bad"), Json.of(7))))
                .with("a/b~c", 1);
        assertThatThrownBy(() -> read(json.build()))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        malformed -> assertThat(malformed.problems())
                                .extracting(Malformed.Problem::place, Malformed.Problem::rule)
                                .containsExactly(
                                        tuple("/name", "is required"),
                                        tuple("/x", "is a whole number from 0 to 9"),
                                        tuple("/tags/1", Names.BAD_CHARACTER),
                                        tuple("/tags/2", "is a string"),
                                        tuple("/a~1b~0c", "is not a known member")));
    }

    @Test
    void whatIsNoObjectIsRefused() {
        assertThatThrownBy(() -> read(Json.of("x"))).hasMessage("is a JSON object");
    }

    @Test
    void aNullIsNotAnAbsentMember() {
        var json = Json.object().with("name", "abc").with("x", 1).with("note", Json.Null.NULL);
        assertThatThrownBy(() -> read(json.build())).hasMessage("is a string");
    }
}
