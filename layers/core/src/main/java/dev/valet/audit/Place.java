package dev.valet.audit;

import dev.valet.Malformed;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a record stands among all records: by time, then by writer and sequence number. Text order is that order.
 *
 * @param at to the millisecond
 */
public record Place(Instant at, String writer, long seq) {
    static final String FORM = "is a place in the audit";

    /** Of one width, so that text order is time order; Instant.toString leaves out what is zero. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Pattern TEXT = Pattern.compile("([0-9]{4}-[0-9T:.-]{18}Z)#([0-9A-Za-z-]{1,64})#([0-9]{12})");

    public Place {
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    public static Place of(AuditRecord written) {
        return new Place(written.entry().at(), written.writer(), written.seq());
    }

    /** @throws Malformed unless the text is exactly as {@link #text()} writes it */
    public static Place parse(String text) {
        var parts = TEXT.matcher(text);
        Malformed.unless(parts.matches(), FORM);
        try {
            var place =
                    new Place(Instant.from(TIME.parse(parts.group(1))), parts.group(2), Long.parseLong(parts.group(3)));
            Malformed.unless(place.text().equals(text), FORM);
            return place;
        } catch (DateTimeParseException noTime) {
            throw new Malformed(FORM);
        }
    }

    /** The start of every place at this time. */
    public static String time(Instant at) {
        return TIME.format(at);
    }

    /** Twelve digits, so that text order is its order. */
    public static String seq(long seq) {
        return String.format(Locale.ROOT, "%012d", seq);
    }

    public String text() {
        return time(at) + "#" + writer + "#" + seq(seq);
    }
}
