package dev.valet.edge;

import dev.valet.Json;
import dev.valet.Malformed;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The event of a REST API's Lambda proxy integration, payload version 1.0. Members that AWS may add are left alone; those
 * that Valet reads have exactly one type each, and null stands for absent.
 */
record Event(Map<String, Json> members) {
    private static final String UNREADABLE = "is an event of API Gateway's";

    static Event of(Json json) {
        return new Event(object(json));
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> new Malformed(UNREADABLE));
    }

    Optional<String> optionalText(String name) {
        return switch (members.get(name)) {
            case null -> Optional.empty();
            case Json.Null _ -> Optional.empty();
            case Json.Str(String text) -> Optional.of(text);
            case Json _ -> throw new Malformed(UNREADABLE);
        };
    }

    /** Whether the member is there with anything but null. */
    boolean has(String name) {
        return members.containsKey(name) && members.get(name) != Json.Null.NULL;
    }

    /** Empty when absent. */
    Event part(String name) {
        var json = members.get(name);
        return json == null || json == Json.Null.NULL ? new Event(Map.of()) : of(json);
    }

    /** The values of an object of strings. */
    Map<String, String> texts(String name) {
        var texts = new HashMap<String, String>();
        part(name).members().forEach((key, value) -> texts.put(key, text(value)));
        return texts;
    }

    /** Each query parameter has one value: whoever takes the first and whoever takes the last must not differ. */
    Map<String, String> query() {
        part("multiValueQueryStringParameters").members().forEach((_, values) -> {
            Malformed.unless(items(values).size() == 1, "names no query parameter twice");
        });
        return texts("queryStringParameters");
    }

    /** A header's one value; names are compared without regard to case, as HTTP does. */
    Optional<String> header(String name) {
        var found = part("headers").members().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(header -> text(header.getValue()))
                .toList();
        long times = part("multiValueHeaders").members().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .mapToLong(header -> items(header.getValue()).size())
                .sum();
        Malformed.unless(found.size() <= 1 && times <= 1, "has one " + name + " header at most");
        return found.stream().findFirst();
    }

    /** @throws Malformed when it is longer than {@code most} bytes, or not text */
    String body(int most) {
        var rule = "has a body of " + most + " bytes at most";
        var text = optionalText("body").orElse("");
        if (!Json.of(true).equals(members.get("isBase64Encoded"))) {
            Malformed.unless(text.length() <= most && text.getBytes(StandardCharsets.UTF_8).length <= most, rule);
            return text;
        }
        Malformed.unless(text.length() <= most * 2, rule);
        try {
            var bytes = Base64.getDecoder().decode(text);
            Malformed.unless(bytes.length <= most, rule);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException notText) {
            throw new Malformed("has a body of UTF-8 text");
        }
    }

    private static String text(Json json) {
        Malformed.unless(json instanceof Json.Str, UNREADABLE);
        return ((Json.Str) json).text();
    }

    private static List<Json> items(Json json) {
        Malformed.unless(json instanceof Json.Arr, UNREADABLE);
        return ((Json.Arr) json).items();
    }

    private static Map<String, Json> object(Json json) {
        Malformed.unless(json instanceof Json.Obj, UNREADABLE);
        return ((Json.Obj) json).members();
    }
}
