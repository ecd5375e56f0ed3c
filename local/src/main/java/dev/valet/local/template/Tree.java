package dev.valet.local.template;

import dev.valet.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Walks JSON by names; what is absent is empty, what has the wrong type is a fault of the template. */
public final class Tree {
    private Tree() {}

    public static Optional<Json> at(Json json, String... names) {
        Json here = json;
        for (var name : names) {
            if (!(here instanceof Json.Obj(var members)) || !members.containsKey(name)) {
                return Optional.empty();
            }
            here = members.get(name);
        }
        return Optional.of(here);
    }

    public static Optional<String> text(Json json, String... names) {
        return at(json, names).map(Tree::text);
    }

    public static String required(Json json, String... names) {
        return text(json, names)
                .orElseThrow(() -> new TemplateException("the template lacks " + String.join(".", names)));
    }

    /** Text as CloudFormation takes it: a number or a truth value is written out. */
    public static String text(Json json) {
        return switch (json) {
            case Json.Str(String text) -> text;
            case Json.Int(long value) -> Long.toString(value);
            case Json.Fraction(var value) -> value.toPlainString();
            case Json.Bool(boolean value) -> Boolean.toString(value);
            case Json.Null _ -> "";
            case Json.Obj _, Json.Arr _ -> throw new TemplateException("the template has an object where text belongs");
        };
    }

    public static Map<String, Json> members(Json json, String... names) {
        return at(json, names)
                .map(found -> switch (found) {
                    case Json.Obj(var members) -> (Map<String, Json>) members;
                    case Json.Arr _, Json.Str _, Json.Int _, Json.Fraction _, Json.Bool _, Json.Null _ ->
                        throw new TemplateException("the template has no object at " + String.join(".", names));
                })
                .orElse(Map.of());
    }

    /** The items of a list; one thing alone counts as a list of it. */
    public static List<Json> items(Json json, String... names) {
        return at(json, names)
                .map(found -> found instanceof Json.Arr(var items) ? items : List.of(found))
                .orElse(List.of());
    }

    public static List<String> texts(Json json, String... names) {
        return items(json, names).stream().map(Tree::text).toList();
    }
}
