package dev.valet.edge;

import dev.valet.Json;
import dev.valet.grant.GrantId;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * One line of JSON for each request, which CloudWatch reads as metrics too (embedded metric format). The fields are an
 * allow-list: no body, no token, no text of a stranger's or an upstream's (T-36).
 */
public final class RequestLog {
    /** What the template names routes with; an event from elsewhere must not write free text here. */
    private static final Pattern ROUTE = Pattern.compile("[A-Z]{3,7} /[A-Za-z0-9/{}._-]{0,100}");

    private final Consumer<String> out;
    private final Clock clock;

    /** @param out takes one line at a time */
    public RequestLog(Consumer<String> out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /** What is known of a request while it is answered. */
    static final class Line {
        private final long began;
        private String requestId;
        private String route = "";

        private Line(String requestId, long began) {
            this.requestId = requestId;
            this.began = began;
        }

        String requestId() {
            return requestId;
        }

        void requestId(String known) {
            requestId = known;
        }

        void route(String known) {
            route = ROUTE.matcher(known).matches() ? known : "";
        }

        String route() {
            return route;
        }
    }

    Line open(String requestId) {
        return new Line(requestId, clock.millis());
    }

    void close(Line line, HttpReply reply) {
        var noted = reply.noted();
        long now = clock.millis();
        var written = Json.object()
                .with("requestId", line.requestId)
                .with("route", line.route)
                .with("status", reply.status())
                .with("outcome", noted.outcome())
                .with("agent", noted.agent())
                .with("grant", noted.grant())
                .with("lease", noted.lease())
                .with("cause", noted.cause())
                .with("millis", now - line.began);
        switch (Count.of(noted.outcome())) {
            case ISSUED -> Metric.on(written, now, List.of(), "Issued", "Count").with("Issued", 1);
            case PERFORMED ->
                Metric.on(written, now, List.of(), "Performed", "Count").with("Performed", 1);
            case DENIED ->
                Metric.on(written, now, List.of("reason"), "Denied", "Count")
                        .with("reason", noted.outcome().substring("denied.".length()))
                        .with("Denied", 1);
            case FAILED -> Metric.on(written, now, List.of(), "Failed", "Count").with("Failed", 1);
            case NOTHING -> {}
        }
        write(written.build());
    }

    /** Which metric an outcome counts under. */
    private enum Count {
        ISSUED,
        PERFORMED,
        DENIED,
        FAILED,
        NOTHING;

        /** A denial is an answer; these are Valet or something behind it not working. */
        private static final Set<String> NOT_WORKING =
                Set.of("denied.internal", "denied.not-recorded", "denied.upstream-busy");

        static Count of(String outcome) {
            if (outcome.equals("issued")) {
                return ISSUED;
            }
            if (outcome.equals("done")) {
                return PERFORMED;
            }
            if (NOT_WORKING.contains(outcome)) {
                return FAILED;
            }
            return outcome.startsWith("denied.") ? DENIED : NOTHING;
        }
    }

    /** Percent of STS's packed size that a grant's sessions use: an alarm looks at it before STS refuses (S-4). */
    void packedPolicySize(GrantId grant, int percent) {
        var written = Json.object().with("grant", grant.text());
        Metric.on(written, clock.millis(), List.of(), "PackedPolicySize", "Percent")
                .with("PackedPolicySize", percent);
        write(written.build());
    }

    private void write(Json json) {
        out.accept(ascii(json.text()));
    }

    /** JSON escapes the controls below space; this does the rest, so that no terminal or parser sees more than ASCII. */
    private static String ascii(String text) {
        var line = new StringBuilder(text.length());
        text.chars().forEach(c -> {
            if (c < 0x7f) {
                line.append((char) c);
            } else {
                line.append(String.format("\\u%04x", c));
            }
        });
        return line.toString();
    }
}
