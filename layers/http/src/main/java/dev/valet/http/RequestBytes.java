package dev.valet.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.valet.Malformed;
import dev.valet.action.OutgoingRequest;
import dev.valet.action.OutgoingRequest.Content;
import dev.valet.action.PercentEncoding;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A request as HTTP/1.1 (RFC 9112): the headers are the template's, the credential's, and these few of Valet's own (B-8). */
final class RequestBytes {
    static final int MOST_BODY = 256 * 1024;

    private RequestBytes() {}

    /** @throws Malformed when it grew too large */
    static byte[] of(OutgoingRequest request, Map<String, String> credential, Content content) {
        var body = body(content);
        Malformed.unless(body.length <= MOST_BODY, "makes a body of 256 KiB at most");
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Accept", "application/json");
        headers.put("User-Agent", "valet");
        headers.putAll(request.headers());
        headers.putAll(credential);
        headers.put("Host", request.uri().getHost());
        headers.put("Connection", "close");
        headers.put("Accept-Encoding", "identity");
        framing(request, content, body.length, headers);
        var head = new StringBuilder()
                .append(request.method())
                .append(' ')
                .append(target(request))
                .append(" HTTP/1.1\r\n");
        headers.forEach((name, value) ->
                head.append(line(name)).append(": ").append(line(value)).append("\r\n"));
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(US_ASCII));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    private static String target(OutgoingRequest request) {
        var query = request.uri().getRawQuery();
        return line(request.uri().getRawPath() + (query == null ? "" : "?" + query));
    }

    /** Nothing that got so far may end a line: every part was checked where it came from, and here once more (T-16). */
    private static String line(String text) {
        if (!text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalStateException("a line of a request has a character that it must not have");
        }
        return text;
    }

    /** A POST of nothing says so (RFC 9110, section 8.6). */
    private static void framing(OutgoingRequest request, Content content, int length, Map<String, String> headers) {
        switch (content) {
            case Content.None() -> {}
            case Content.AsJson _ -> headers.put("Content-Type", "application/json");
            case Content.AsForm _ -> headers.put("Content-Type", "application/x-www-form-urlencoded");
        }
        if (request.method().hasBody()) {
            headers.put("Content-Length", Integer.toString(length));
        }
    }

    private static byte[] body(Content content) {
        return switch (content) {
            case Content.None() -> new byte[0];
            case Content.AsJson(var value) -> value.text().getBytes(UTF_8);
            case Content.AsForm(var fields) ->
                fields.entrySet().stream()
                        .map(field ->
                                PercentEncoding.encode(field.getKey()) + "=" + PercentEncoding.encode(field.getValue()))
                        .collect(Collectors.joining("&"))
                        .getBytes(US_ASCII);
        };
    }
}
