package dev.valet.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Malformed;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinuteTest {
    @Test
    void aMinuteIsWrittenAndReadTheSameWay() {
        var minute = Minute.of(Instant.parse("2026-03-02T09:07:59.999Z"));
        assertThat(minute.text()).isEqualTo("2026-03-02T09-07Z");
        assertThat(Minute.parse(minute.text())).isEqualTo(minute);
        assertThat(minute.end()).isEqualTo(Instant.parse("2026-03-02T09:08:00Z"));
    }

    @Test
    void textOrderIsTimeOrder() {
        var one = Minute.parse("2026-09-30T23-59Z");
        var next = Minute.of(one.end());
        assertThat(one).isLessThan(next);
        assertThat(one.text()).isLessThan(next.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-03-02T09:07Z",
                "2026-03-02T09-07",
                "2026-3-2T09-07Z",
                "2026-03-02T24-00Z",
                "2026-02-30T09-07Z",
                "2026-03-02T09-07Z ",
                "../2026-03-02T09-07Z",
                "+12026-03-02T09-07Z"
            })
    void anotherTextIsNone(String text) {
        assertThatThrownBy(() -> Minute.parse(text)).isInstanceOf(Malformed.class);
    }
}
