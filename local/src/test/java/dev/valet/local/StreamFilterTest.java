package dev.valet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Json;
import dev.valet.json.StrictJson;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamFilterTest {
    private static StreamFilter filter(String pattern) {
        var one = Json.object().with("Pattern", pattern).build();
        return StreamFilter.of(Optional.of(
                Json.object().with("Filters", new Json.Arr(List.of(one))).build()));
    }

    private static Json row(String attribute, String value) {
        return StrictJson.read("{\"eventName\":\"INSERT\",\"dynamodb\":{\"NewImage\":{\"" + attribute + "\":{\"S\":\""
                + value + "\"}}}}");
    }

    @Test
    void rowsWithTheAttributeAreLetThrough() {
        var filter = filter("{\"dynamodb\":{\"NewImage\":{\"announced\":{\"S\":[{\"exists\":true}]}}}}");
        assertThat(filter.lets(row("announced", "LIFT"))).isTrue();
        assertThat(filter.lets(row("lease", "LIFT"))).isFalse();
        assertThat(filter.lets(StrictJson.read("{\"dynamodb\":{\"Keys\":{}}}"))).isFalse();
    }

    @Test
    void rowsWithOneOfTheValuesAreLetThrough() {
        var filter = filter("{\"dynamodb\":{\"NewImage\":{\"announced\":{\"S\":[\"LIFT\",\"REVOCATION\"]}}}}");
        assertThat(filter.lets(row("announced", "LIFT"))).isTrue();
        assertThat(filter.lets(row("announced", "lift"))).isFalse();
    }

    @Test
    void withoutCriteriaEverythingIs() {
        assertThat(StreamFilter.of(Optional.empty()).lets(row("a", "b"))).isTrue();
    }

    @ParameterizedTest // a pattern that was passed over would let through what AWS keeps back
    @ValueSource(
            strings = {
                "{\"eventName\":[\"INSERT\"]}",
                "{\"dynamodb\":{\"NewImage\":{\"a\":{\"S\":[{\"prefix\":\"x\"}]}}}}",
                "{\"dynamodb\":{\"NewImage\":{\"a\":{\"N\":[{\"numeric\":[\">\",1]}]}}}}",
                "{\"dynamodb\":{\"NewImage\":{\"a\":{\"S\":\"x\"}}}}"
            })
    void whatItDoesNotKnowIsRefused(String pattern) {
        assertThatThrownBy(() -> filter(pattern)).isInstanceOf(Trouble.class);
    }
}
