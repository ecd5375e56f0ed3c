package dev.valet.testkit;

import dev.valet.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The published description of the APIs, and as much of JSON Schema as it is written in: handlers are held against it. */
public final class OpenApi {
    private static final Set<String> WORDS = Set.of(
            "type",
            "const",
            "enum",
            "oneOf",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "pattern",
            "minimum",
            "maximum",
            "maxLength",
            "format",
            "description",
            "default",
            "$ref");

    private final Map<String, ?> document;

    public OpenApi() {
        try {
            var text = Files.readString(Path.of("../../docs/openapi.yaml"));
            this.document = map(new Load(LoadSettings.builder().build()).loadFromString(text));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** As routes are named, {@code GET /v1/leases/{id}}. */
    public Set<String> routes() {
        var routes = new TreeSet<String>();
        map(document.get("paths"))
                .forEach((path, item) -> map(item).keySet().stream()
                        .map(method -> method.toUpperCase(Locale.ROOT) + " " + path)
                        .forEach(routes::add));
        return routes;
    }

    public Map<String, ?> operation(String route) {
        var parts = route.split(" ", 2);
        return map(map(map(document.get("paths")).get(parts[1])).get(parts[0].toLowerCase(Locale.ROOT)));
    }

    public Map<String, ?> schema(String name) {
        return map(at(Map.of("$ref", "#/components/schemas/" + name)));
    }

    /** What is wrong with a reply to a route, if anything. */
    public List<String> faults(String route, int status, String contentType, Json body) {
        var response = map(at(map(operation(route).get("responses")).get(String.valueOf(status))));
        var content = map(map(response.get("content")).get(contentType));
        var faults = new ArrayList<String>();
        check(body, content.get("schema"), "", faults);
        return faults;
    }

    /** What is wrong with the body of a request to a route, if anything. */
    public List<String> requestFaults(String route, Json body) {
        var request = map(at(operation(route).get("requestBody")));
        var faults = new ArrayList<String>();
        check(body, map(map(request.get("content")).get("application/json")).get("schema"), "", faults);
        return faults;
    }

    public List<String> faults(String schema, Json json) {
        var faults = new ArrayList<String>();
        check(json, schema(schema), "", faults);
        return faults;
    }

    private static long bound(Map<String, ?> schema, String word, long otherwise) {
        return schema.get(word) instanceof Number bound ? bound.longValue() : otherwise;
    }

    private void check(Json json, @Nullable Object found, String place, List<String> faults) {
        var schema = map(at(found));
        if (!WORDS.containsAll(schema.keySet())) {
            faults.add(place + " uses a word this test does not know: " + schema.keySet());
        }
        if (schema.get("oneOf") instanceof List<?> choices) {
            long fitting = choices.stream()
                    .filter(choice -> {
                        var inner = new ArrayList<String>();
                        check(json, choice, place, inner);
                        return inner.isEmpty();
                    })
                    .count();
            if (fitting != 1) {
                faults.add(place + " fits " + fitting + " of its choices");
            }
        }
        if (schema.containsKey("const") && !text(json).equals(String.valueOf(schema.get("const")))) {
            faults.add(place + " is not " + schema.get("const"));
        }
        if (schema.get("enum") instanceof List<?> values
                && values.stream().noneMatch(value -> text(json).equals(String.valueOf(value)))) {
            faults.add(place + " is none of " + values);
        }
        if (json instanceof Json.Int(long value)
                && (value < bound(schema, "minimum", Long.MIN_VALUE)
                        || value > bound(schema, "maximum", Long.MAX_VALUE))) {
            faults.add(place + " is out of its bounds");
        }
        if (schema.get("pattern") instanceof String pattern
                && !Pattern.compile(pattern).matcher(text(json)).find()) {
            faults.add(place + " does not match " + pattern);
        }
        if (schema.containsKey("type") && !types(schema.get("type")).contains(type(json))) {
            faults.add(place + " is not of type " + schema.get("type"));
        }
        switch (json) {
            case Json.Obj(var members) -> object(members, schema, place, faults);
            case Json.Arr(var items) -> {
                for (int i = 0; i < items.size() && schema.containsKey("items"); i++) {
                    check(items.get(i), schema.get("items"), place + "/" + i, faults);
                }
            }
            case Json.Str _, Json.Int _, Json.Fraction _, Json.Bool _, Json.Null _ -> {}
        }
    }

    private void object(Map<String, Json> members, Map<String, ?> schema, String place, List<String> faults) {
        if (schema.get("required") instanceof List<?> required
                && !members.keySet().containsAll(required)) {
            faults.add(place + " lacks one of " + required);
        }
        var properties = schema.containsKey("properties") ? map(schema.get("properties")) : Map.<String, Object>of();
        var others = schema.get("additionalProperties");
        members.forEach((name, value) -> {
            var at = place + "/" + name;
            if (properties.containsKey(name)) {
                check(value, properties.get(name), at, faults);
            } else if (Boolean.FALSE.equals(others)) {
                faults.add(at + " is not described");
            } else if (others instanceof Map<?, ?>) {
                check(value, others, at, faults);
            }
        });
    }

    private Object at(@Nullable Object found) {
        var here = map(found);
        if (!(here.get("$ref") instanceof String ref)) {
            return here;
        }
        Map<String, ?> there = document;
        for (var name : ref.substring(2).split("/", -1)) {
            there = map(there.get(name));
        }
        return there;
    }

    private static List<?> types(@Nullable Object type) {
        return type instanceof List<?> several ? several : List.of(String.valueOf(type));
    }

    private static String type(Json json) {
        return switch (json) {
            case Json.Obj _ -> "object";
            case Json.Arr _ -> "array";
            case Json.Str _ -> "string";
            case Json.Int _ -> "integer";
            case Json.Fraction _ -> "number";
            case Json.Bool _ -> "boolean";
            case Json.Null _ -> "null";
        };
    }

    private static String text(Json json) {
        return json instanceof Json.Str(String text) ? text : json.text();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> map(@Nullable Object yaml) {
        if (yaml instanceof Map<?, ?> map) {
            return (Map<String, ?>) map;
        }
        throw new AssertionError("not an object: " + yaml);
    }
}
