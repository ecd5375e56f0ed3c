package dev.valet.edge;

import dev.valet.Json;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What goes back through API Gateway.
 *
 * @param noted what the request log may know of it
 */
public record HttpReply(int status, SortedMap<String, String> headers, String body, Noted noted) {
    public HttpReply {
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    }

    /** Not to be kept by anybody on the way (RFC 9111, section 5.2.2.5). */
    public static HttpReply json(int status, Json body, Noted noted) {
        return of(status, "application/json", body, noted);
    }

    /** For anybody, and to be kept for a while on the way: nothing in it is anyone's own. */
    public static HttpReply shared(Json body, Duration age, Noted noted) {
        return json(200, body, noted).with("Cache-Control", "public, max-age=" + age.toSeconds());
    }

    static HttpReply problem(int status, Json body, Noted noted) {
        return of(status, "application/problem+json", body, noted);
    }

    private static HttpReply of(int status, String type, Json body, Noted noted) {
        return new HttpReply(
                status,
                new TreeMap<>(
                        Map.of("Cache-Control", "no-store", "Content-Type", type, "X-Content-Type-Options", "nosniff")),
                body.text(),
                noted);
    }

    public HttpReply with(String header, String value) {
        var more = new TreeMap<>(headers);
        more.put(header, value);
        return new HttpReply(status, more, body, noted);
    }

    /** With more for the request log. */
    public HttpReply noting(UnaryOperator<Noted> more) {
        return new HttpReply(status, headers, body, more.apply(noted));
    }

    /** As the proxy integration wants it; any other shape becomes a 502. */
    String proxied() {
        return Json.object()
                .with("statusCode", status)
                .with("headers", Json.strings(headers))
                .with("body", body)
                .with("isBase64Encoded", false)
                .build()
                .text();
    }

    /** The body may hold a credential (INV-15). */
    @Override
    public String toString() {
        return "HttpReply[" + status + ", " + noted + "]";
    }
}
