package dev.valet.issue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Json;
import dev.valet.json.StrictJson;
import dev.valet.testkit.Events;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event with every part of it in every other shape: answered, never by a failure, and silently (INV-5, T-36). */
class EventShapesTest {
    private static final String CANARY = "canary-9d41c6\u202e\u0000\ud83d\ude00\"\\";

    private final AgentApi api = new AgentApi();

    @ParameterizedTest
    @MethodSource
    void anEventOfAnyShapeIsAnswered(String name) {
        var event = StrictJson.read(Events.read("issue-" + name));
        var mutants = new ArrayList<Json>();
        mutate(event, mutants::add);
        assertThat(mutants).hasSizeGreaterThan(200);
        for (var mutant : mutants) {
            var reply = api.send(mutant.text());
            assertThat(reply.status()).as(mutant.text()).isBetween(200, 499);
        }
        assertThat(String.join("\n", api.log)).doesNotContain("canary-9d41c6");
    }

    static Stream<String> anEventOfAnyShapeIsAnswered() {
        return Events.of("issue");
    }

    private static void mutate(Json json, Consumer<Json> found) {
        shapes().forEach(found);
        switch (json) {
            case Json.Obj(var members) ->
                members.forEach((name, value) -> {
                    mutate(value, other -> found.accept(with(members, name, other)));
                    var without = new LinkedHashMap<>(members);
                    without.remove(name);
                    found.accept(new Json.Obj(without));
                    found.accept(with(without, name + CANARY, value));
                });
            case Json.Arr(var items) -> {
                found.accept(new Json.Arr(List.of()));
                var twice = new ArrayList<>(items);
                twice.addAll(items);
                found.accept(new Json.Arr(twice));
            }
            case Json.Str(String text) -> {
                found.accept(Json.of(text + CANARY));
                found.accept(Json.of(text.toUpperCase(Locale.ROOT)));
                found.accept(Json.of(text + text));
            }
            case Json.Int _, Json.Fraction _, Json.Bool _, Json.Null _ -> {}
        }
    }

    private static Json with(Map<String, Json> members, String name, Json value) {
        var changed = new LinkedHashMap<>(members);
        changed.put(name, value);
        return new Json.Obj(changed);
    }

    private static Stream<Json> shapes() {
        return Stream.of(
                Json.Null.NULL,
                Json.of(true),
                Json.of(Long.MIN_VALUE),
                Json.of(""),
                Json.of(CANARY),
                Json.of("x".repeat(17_000)),
                new Json.Arr(List.of(Json.of(CANARY), Json.Null.NULL)),
                Json.object().with(CANARY, CANARY).build());
    }
}
