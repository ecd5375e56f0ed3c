package dev.valet.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Malformed;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {
    private static final Instant NINE = Instant.parse("2026-03-02T09:00:00.123456Z");
    private static final String WRITER = "0123456789abcdef0123456789abcdef";

    @Test
    void itIsWrittenAndReadTheSameWayToTheMillisecond() {
        var place = new Place(NINE, WRITER, 7);
        assertThat(place.text()).isEqualTo("2026-03-02T09:00:00.123Z#" + WRITER + "#000000000007");
        assertThat(Place.parse(place.text())).isEqualTo(place);
    }

    @Test
    void textOrderIsTheOrderOfTime() {
        var early = new Place(Instant.parse("2026-03-02T09:00:00Z"), WRITER, 999_999_999_999L);
        var late = new Place(Instant.parse("2026-03-02T09:00:00.001Z"), WRITER, 0);
        assertThat(early.text()).isLessThan(late.text());
        assertThat(new Place(NINE, WRITER, 9).text()).isLessThan(new Place(NINE, WRITER, 10).text());
        assertThat(Place.time(early.at())).isLessThan(early.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-03-02T09:00:00Z#0123456789abcdef0123456789abcdef#000000000007",
                "2026-03-02T09:00:00.123Z#0123456789abcdef0123456789abcdef#7",
                "2026-03-02T09:00:00.123Z#0123456789abcdef#0123456789abcdef#000000000007",
                "2026-02-30T09:00:00.123Z#0123456789abcdef0123456789abcdef#000000000007",
                "2026-03-02T09:00:00.123Z##000000000007",
                "2026-03-02T09:00:00.123Z#0123456789abcdef0123456789abcdef#000000000007#"
            })
    void anotherTextIsNone(String text) {
        assertThatThrownBy(() -> Place.parse(text)).isInstanceOf(Malformed.class);
    }
}
