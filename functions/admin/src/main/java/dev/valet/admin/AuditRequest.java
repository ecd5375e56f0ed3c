package dev.valet.admin;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Names;
import dev.valet.audit.AuditQuestion;
import dev.valet.audit.AuditQuestion.About;
import dev.valet.audit.Place;
import dev.valet.lease.LeaseId;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/** The query of {@code GET /admin/audit}. */
final class AuditRequest {
    private static final String CURSOR = "is the next of the page before";

    private AuditRequest() {}

    /** @throws Malformed with every problem found */
    static AuditQuestion read(Map<String, String> query, Instant now) {
        return Fields.read(Json.strings(query), fields -> {
            var about = about(fields);
            var name = fields.parsed(about.word(), text -> name(about, text));
            var from = fields.optionalParsed("from", AuditRequest::time);
            var to = fields.optionalParsed("to", AuditRequest::time);
            var next = fields.optionalParsed("next", AuditRequest::place);
            return fields.build(() -> new AuditQuestion(
                    about,
                    name.get(),
                    from.get().orElse(Instant.EPOCH),
                    to.get().orElse(now),
                    next.get()));
        });
    }

    private static About about(Fields fields) {
        var named = Arrays.stream(About.values())
                .filter(about -> fields.has(about.word()))
                .toList();
        if (named.size() != 1) {
            throw new Malformed("names exactly one of agent, grant and lease");
        }
        return named.getFirst();
    }

    private static String name(About about, String text) {
        return switch (about) {
            case AGENT, GRANT -> Names.check(text);
            case LEASE -> LeaseId.parse(text).text();
        };
    }

    private static Instant time(String text) {
        try {
            Malformed.unless(text.endsWith("Z") && text.length() <= 30, "is a time in UTC (RFC 3339)");
            return Instant.parse(text);
        } catch (DateTimeException noTime) {
            throw new Malformed("is a time in UTC (RFC 3339)");
        }
    }

    /** Opaque to the reader, and nothing but a place to us: what it leads to is bounded by the question. */
    static String cursor(Place place) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(place.text().getBytes(StandardCharsets.UTF_8));
    }

    private static Place place(String cursor) {
        try {
            var place = Place.parse(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
            Malformed.unless(cursor(place).equals(cursor), CURSOR);
            return place;
        } catch (IllegalArgumentException | Malformed noPlace) {
            throw new Malformed(CURSOR);
        }
    }
}
