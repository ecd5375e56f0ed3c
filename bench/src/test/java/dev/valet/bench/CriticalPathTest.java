package dev.valet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CriticalPathTest {
    /** Each request begins at 0 and ends at 100. */
    @ParameterizedTest
    @MethodSource
    void onlyTheCallThatWasWaitedForIsAws(String what, List<Held> calls, long own, int trips) {
        assertThat(CriticalPath.of(0, 100, calls)).as(what).isEqualTo(new CriticalPath(own, trips));
    }

    static Stream<Arguments> onlyTheCallThatWasWaitedForIsAws() {
        return Stream.of(
                arguments("no call", List.of(), 100, 0),
                arguments("one call", List.of(call(10, 60)), 50, 1),
                arguments("one after the other", List.of(call(10, 30), call(40, 90)), 30, 2),
                arguments("a shorter one beside it", List.of(call(10, 60), call(20, 50)), 50, 1),
                arguments("one that ends later and began later", List.of(call(10, 60), call(20, 70)), 50, 1),
                arguments("two pairs", List.of(call(5, 20), call(6, 25), call(30, 90), call(31, 50)), 21, 2),
                arguments("one that nobody waited for", List.of(call(10, 60), call(20, 120)), 50, 1));
    }

    private static Held call(long from, long until) {
        return new Held("PutItem", from, until);
    }
}
