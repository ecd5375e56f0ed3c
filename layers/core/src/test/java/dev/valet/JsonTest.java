package dev.valet;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void canonicalTextSortsMembersAtEveryDepth() {
        var inner = Json.object().with("b", 1).with("a", 2).build();
        var json = Json.object()
                .with("z", inner)
                .with("A", new Json.Arr(List.of(inner)))
                .build();
        assertThat(json.canonical()).isEqualTo("{\"A\":[{\"a\":2,\"b\":1}],\"z\":{\"a\":2,\"b\":1}}");
        assertThat(json.text()).startsWith("{\"z\":{\"b\":1");
    }

    @Test
    void membersAreSortedByUtf16CodeUnits() { // RFC 8785, section 3.2.3
        var json = Json.object()
                .with("\uFB33", 1)
                .with("\uD83D\uDE00", 2)
                .with("\u20AC", 3)
                .with("1", 4)
                .build();
        assertThat(json.canonical()).isEqualTo("{\"1\":4,\"\u20AC\":3,\"\uD83D\uDE00\":2,\"\uFB33\":1}");
    }

    @Test
    void stringsCarryTheShortestEscapes() { // RFC 8785, section 3.2.2.2
        assertThat(Json.of("\u0000\u001f\b\t\n\f\r\"\\/\u007f\u2028é").canonical())
                .isEqualTo("\"\\u0000\\u001f\\b\\t\\n\\f\\r\\\"\\\\/\u007f\u2028é\"");
    }

    @Test
    void emptyThingsAndScalars() {
        assertThat(Json.object().build().canonical()).isEqualTo("{}");
        assertThat(new Json.Arr(List.of()).canonical()).isEqualTo("[]");
        assertThat(Json.Null.NULL.canonical()).isEqualTo("null");
        assertThat(Json.of(true).canonical()).isEqualTo("true");
        assertThat(Json.of(Long.MIN_VALUE).canonical()).isEqualTo("-9223372036854775808");
        assertThat(new Json.Fraction(new BigDecimal("1.50")).canonical()).isEqualTo("1.50");
    }
}
