package dev.valet.local.provider;

import dev.valet.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What comes back from a provider. */
sealed interface Reply {
    /** @param headers beside those that every answer has */
    record Said(int status, Map<String, String> headers, Json body) implements Reply {
        byte[] bytes() {
            var content = body.text().getBytes(StandardCharsets.UTF_8);
            var all = new TreeMap<>(headers);
            all.put("Content-Type", "application/json");
            all.put("Content-Length", Integer.toString(content.length));
            all.put("Connection", "close");
            var head = new StringBuilder("HTTP/1.1 " + status + " \r\n");
            all.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            var first = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
            var bytes = new byte[first.length + content.length];
            System.arraycopy(first, 0, bytes, 0, first.length);
            System.arraycopy(content, 0, bytes, first.length, content.length);
            return bytes;
        }
    }

    /** The connection breaks before a word of it arrives, whatever was done. */
    record Lost() implements Reply {}

    static Reply ok(Json body) {
        return of(200, body);
    }

    static Reply of(int status, Json body) {
        return new Said(status, Map.of(), body);
    }
}
