package dev.valet.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.valet.Json;

/** A JSON value as the validator's library has it. */
final class JacksonTree {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JacksonTree() {}

    static JsonNode of(Json json) {
        return switch (json) {
            case Json.Obj(var members) -> {
                var node = NODES.objectNode();
                members.forEach((name, value) -> node.set(name, of(value)));
                yield node;
            }
            case Json.Arr(var items) -> {
                var node = NODES.arrayNode();
                items.forEach(item -> node.add(of(item)));
                yield node;
            }
            case Json.Str(String text) -> NODES.textNode(text);
            case Json.Int(long value) -> NODES.numberNode(value);
            case Json.Fraction(var value) -> NODES.numberNode(value);
            case Json.Bool(boolean value) -> NODES.booleanNode(value);
            case Json.Null _ -> NODES.nullNode();
        };
    }
}
