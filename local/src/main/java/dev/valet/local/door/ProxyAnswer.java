package dev.valet.local.door;

import dev.valet.local.aws.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what a handler answered: exactly the proxy's shape, or nothing. */
final class ProxyAnswer {
    private static final Set<String> MEMBERS =
            Set.of("statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded");

    private ProxyAnswer() {}

    /** Empty when the answer has another shape: API Gateway makes that a 502. */
    static Optional<Reply> read(Arrived.Body answer) {
        try {
            var object = Json.read(new String(answer.bytes(), StandardCharsets.UTF_8));
            boolean shaped = MEMBERS.containsAll(object.keySet()) && object.get("statusCode") instanceof Number;
            return shaped ? Optional.of(reply(object)) : Optional.empty();
        } catch (IllegalArgumentException notOfThatShape) {
            return Optional.empty();
        }
    }

    private static Reply reply(Map<String, Object> object) {
        int status = object.get("statusCode") instanceof Number number ? number.intValue() : 0;
        if (status < 100 || status > 599) {
            throw new IllegalArgumentException("no HTTP status");
        }
        var headers = new LinkedHashMap<String, List<String>>();
        members(object, "headers").forEach((name, value) -> headers.put(renamed(name), List.of(value.toString())));
        members(object, "multiValueHeaders")
                .forEach((name, values) -> headers.put(renamed(name), Json.texts(values, name)));
        headers.putIfAbsent("Content-Type", List.of("application/json"));
        return new Reply(status, headers, body(object));
    }

    private static Map<String, Object> members(Map<String, Object> object, String name) {
        var value = object.get(name);
        return value == null ? Map.of() : Json.object(value, name);
    }

    /** API Gateway renames these on the way out; callers of a deployed Valet never see them either. */
    private static String renamed(String header) {
        return header.equalsIgnoreCase("WWW-Authenticate") ? "x-amzn-remapped-www-authenticate" : header;
    }

    private static Arrived.Body body(Map<String, Object> object) {
        var body = object.get("body");
        var text = body == null ? "" : Json.text(body, "body");
        boolean encoded = Boolean.TRUE.equals(object.get("isBase64Encoded"));
        return Arrived.Body.of(encoded ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8));
    }
}
