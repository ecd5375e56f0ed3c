package dev.valet.limit;

import dev.valet.Malformed;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneRulesException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Hours of the week in one time zone: whoever works there thinks in its clock, summer time included. */
public record Hours(ZoneId zone, List<Span> week) {
    public Hours {
        week = List.copyOf(week);
        if (week.isEmpty() || week.size() > 20) {
            throw new Malformed("/week", "lists 1 to 20 spans");
        }
    }

    boolean include(Instant now) {
        var local = now.atZone(zone);
        return week.stream().anyMatch(span -> span.includes(local.getDayOfWeek(), local.toLocalTime()));
    }

    /** @throws Malformed unless it is an IANA time zone that this runtime knows, such as {@code Europe/Berlin} */
    public static ZoneId zone(String text) {
        try {
            Malformed.unless(
                    text.equals("UTC") || text.contains("/"), "is an IANA time zone such as Europe/Berlin, or UTC");
            return ZoneId.of(text);
        } catch (ZoneRulesException unknown) {
            throw new Malformed("is a time zone that is known");
        } catch (DateTimeException malformed) {
            throw new Malformed("is an IANA time zone such as Europe/Berlin, or UTC");
        }
    }

    /**
     * {@code mon-fri 08:00-18:00} or {@code sat 09:00-24:00}: from its first minute, up to and without its last. None runs
     * over midnight; two spans do that.
     */
    public record Span(String text) {
        private static final String FORM = "is days and hours such as mon-fri 08:00-18:00, within a day";
        private static final String DAY = "(mon|tue|wed|thu|fri|sat|sun)";
        private static final Pattern SPAN = Pattern.compile(
                DAY + "(?:-" + DAY + ")? ([01][0-9]|2[0-3]):([0-5][0-9])-(24:00|(?:[01][0-9]|2[0-3]):[0-5][0-9])");

        public Span {
            var found = SPAN.matcher(text);
            Malformed.unless(found.matches(), FORM);
            Malformed.unless(from(text).isBefore(last(text)) || from(text).equals(last(text)), FORM);
        }

        /** @throws Malformed unless the text is exactly a span */
        public static Span parse(String text) {
            return new Span(text);
        }

        boolean includes(DayOfWeek day, LocalTime time) {
            return days().contains(day) && !time.isBefore(from(text)) && !time.isAfter(last(text));
        }

        private Set<DayOfWeek> days() {
            var names = text.substring(0, text.indexOf(' ')).split("-", -1);
            var days = EnumSet.noneOf(DayOfWeek.class);
            var last = day(names[names.length - 1]);
            for (var day = day(names[0]); ; day = day.plus(1)) {
                days.add(day);
                if (day == last) {
                    return days;
                }
            }
        }

        private static DayOfWeek day(String name) {
            for (var day : DayOfWeek.values()) {
                if (day.name().toLowerCase(Locale.ROOT).startsWith(name)) {
                    return day;
                }
            }
            throw new Malformed(FORM);
        }

        private static LocalTime from(String text) {
            return LocalTime.parse(text.substring(text.indexOf(' ') + 1, text.lastIndexOf('-')));
        }

        /** The last nanosecond of the span. */
        private static LocalTime last(String text) {
            var end = text.substring(text.lastIndexOf('-') + 1);
            return end.equals("24:00") ? LocalTime.MAX : LocalTime.parse(end).minusNanos(1);
        }
    }
}
