package dev.valet.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Malformed;
import dev.valet.limit.Hours.Span;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When it is open: by the clock of the place, to the second. */
class HoursTest {
    @ParameterizedTest
    @CsvSource({
        "mon-fri 08:00-18:00, 2026-03-02T08:00:00Z, true",
        "mon-fri 08:00-18:00, 2026-03-02T07:59:59Z, false",
        "mon-fri 08:00-18:00, 2026-03-02T17:59:59.999Z, true",
        "mon-fri 08:00-18:00, 2026-03-02T18:00:00Z, false",
        "mon-fri 08:00-18:00, 2026-03-07T12:00:00Z, false",
        "sat 00:00-24:00, 2026-03-07T23:59:59Z, true",
        "sat 00:00-24:00, 2026-03-08T00:00:00Z, false",
        "fri-mon 10:00-11:00, 2026-03-08T10:30:00Z, true",
        "fri-mon 10:00-11:00, 2026-03-03T10:30:00Z, false",
    })
    void aSpanIsOpenOrClosed(String span, Instant at, boolean open) {
        assertThat(hours("UTC", span).include(at)).isEqualTo(open);
    }

    /** The last Sunday of March: nine in Berlin is eight o'clock UTC before, and seven after. */
    @Test
    void summerTimeIsThePlacesOwn() {
        var hours = hours("Europe/Berlin", "mon-sun 09:00-10:00");
        assertThat(hours.include(Instant.parse("2026-03-28T08:00:00Z"))).isTrue();
        assertThat(hours.include(Instant.parse("2026-03-28T07:00:00Z"))).isFalse();
        assertThat(hours.include(Instant.parse("2026-03-30T07:00:00Z"))).isTrue();
        assertThat(hours.include(Instant.parse("2026-03-30T08:00:00Z"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mon 08:00",
                "mon 8:00-18:00",
                "Mon 08:00-18:00",
                "mon 18:00-08:00",
                "mon 08:00-08:00",
                "mon 08:00-24:01",
                "mon-  fri 08:00-18:00",
                "day 08:00-18:00",
                "mon 24:00-24:00"
            })
    void whatIsNoSpanIsRefused(String text) {
        assertThatThrownBy(() -> Span.parse(text)).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CET", "+01:00", "Europe/Atlantis", "europe/berlin", "Z", "UTC+1"})
    void whatIsNoZoneIsRefused(String text) {
        assertThatThrownBy(() -> Hours.zone(text)).isInstanceOf(Malformed.class);
    }

    @Test
    void aWeekHasASpan() {
        assertThatThrownBy(() -> new Hours(Hours.zone("UTC"), List.of())).isInstanceOf(Malformed.class);
    }

    private static Hours hours(String zone, String... spans) {
        return new Hours(Hours.zone(zone), Stream.of(spans).map(Span::parse).toList());
    }
}
