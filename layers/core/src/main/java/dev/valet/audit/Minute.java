package dev.valet.audit;

import dev.valet.Malformed;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** One minute of UTC, which the archive is divided into; text order is time order. */
public record Minute(Instant start) implements Comparable<Minute> {
    /** No colon: it is also the name of a folder. */
    private static final DateTimeFormatter TEXT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final String FORM = "is a minute of UTC such as 2026-03-02T09-00Z";

    public Minute {
        Malformed.unless(start.equals(start.truncatedTo(ChronoUnit.MINUTES)), FORM);
    }

    public static Minute of(Instant time) {
        return new Minute(time.truncatedTo(ChronoUnit.MINUTES));
    }

    /** @throws Malformed unless the text is exactly as {@link #text()} writes it */
    public static Minute parse(String text) {
        try {
            var minute = new Minute(Instant.from(TEXT.parse(text)));
            // A year of five digits has a sign, and would not sort.
            Malformed.unless(minute.text().equals(text) && text.charAt(0) != '+', FORM);
            return minute;
        } catch (DateTimeParseException noMinute) {
            throw new Malformed(FORM);
        }
    }

    public Instant end() {
        return start.plus(Duration.ofMinutes(1));
    }

    public String text() {
        return TEXT.format(start);
    }

    @Override
    public int compareTo(Minute other) {
        return start.compareTo(other.start);
    }

    @Override
    public String toString() {
        return text();
    }
}
