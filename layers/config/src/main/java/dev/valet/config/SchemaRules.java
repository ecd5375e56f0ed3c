package dev.valet.config;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Pointer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Valet asks of an input schema beyond JSON Schema: each value that it takes is bounded, and said where it stands. An
 * object takes no member that it does not name, a text and an array have a longest, a number is whole (INV-21, INV-25).
 */
final class SchemaRules {
    static final int MOST_CHARACTERS = 16 * 1024;
    static final int LONGEST_TEXT = 16 * 1024;
    static final int MOST_ITEMS = 1000;
    static final int MOST_LEVELS = 8;
    static final int MOST_SCHEMAS = 1000;

    static final String TOO_LONG = "has " + MOST_CHARACTERS + " characters at most, as JSON";
    static final String ROOT = "is of type object";
    static final String KEYWORD = "is no keyword that an action's input has";
    static final String FORMAT = "is said by a pattern: validators disagree about formats";
    static final String WHOLE = "has whole numbers only; money is a text, in decimal";
    static final String VALUE = "is a schema that says its type, const, enum or $ref, or is anyOf or oneOf of such";
    static final String SCHEMA = "is a JSON object";
    static final String TEXT = "has maxLength, " + LONGEST_TEXT + " at most, because its type is string";
    static final String ARRAY = "has items, and maxItems of " + MOST_ITEMS + " at most, because its type is array";
    static final String OBJECT =
            "has additionalProperties: false or unevaluatedProperties: false, because its type is object";
    static final String FALSE = "is false";
    static final String MEMBER = "names members of letters, digits, _ and -, a letter first, 64 characters at most";
    static final String CASE = "names no two members that differ only in the case of their letters";
    static final String REQUIRED = "names members of properties";
    static final String REF = "is #/$defs/ and a name that is there";
    static final String ROOT_ONLY = "stands at the top of the schema only";
    static final String DIALECT = "is https://json-schema.org/draft/2020-12/schema, or left out";
    static final String RECURSIVE = "does not lead back to itself";
    static final String TOO_DEEP = "takes values nested " + MOST_LEVELS + " levels deep at most";
    static final String TOO_MANY = "has " + MOST_SCHEMAS + " schemas at most, with every $ref written out";

    private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
    private static final String DEFS = "#/$defs/";
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

    /** Each holds one schema of the value itself, or of a part of it that is bounded elsewhere. */
    private static final Set<String> SAME = Set.of("not", "if", "then", "else", "contains");

    private static final Set<String> SAME_LISTS = Set.of("allOf", "anyOf", "oneOf");
    private static final Set<String> PLAIN = Set.of(
            "title",
            "description",
            "$comment",
            "examples",
            "type",
            "const",
            "enum",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minContains",
            "maxContains",
            "minProperties",
            "maxProperties",
            "required",
            "dependentRequired");

    private final Json.Obj root;
    private final List<Malformed.Problem> found = new ArrayList<>();

    private SchemaRules(Json.Obj root) {
        this.root = root;
    }

    /** @param schema that the meta-schema finds nothing wrong with */
    static List<Malformed.Problem> broken(Json.Obj schema) {
        if (schema.canonical().length() > MOST_CHARACTERS) {
            return List.of(new Malformed.Problem("", TOO_LONG));
        }
        var rules = new SchemaRules(schema);
        rules.whole();
        return List.copyOf(rules.found);
    }

    private void whole() {
        unless(root.at("type").equals(Json.of("object")), "", ROOT);
        unless(!root.members().containsKey("$schema") || root.textAt("$schema").equals(DRAFT), "/$schema", DIALECT);
        numbers(root, "");
        value(root, "");
        each(root.at("$defs"), "/$defs", (schema, place) -> value(schema, place));
        if (found.isEmpty()) {
            new Extent().measure();
        }
    }

    /** Also in const, enum and examples. */
    private void numbers(Json json, String place) {
        switch (json) {
            case Json.Fraction _ -> unless(false, place, WHOLE);
            case Json.Obj _ -> each(json, place, this::numbers);
            case Json.Arr(var items) -> {
                for (int i = 0; i < items.size(); i++) {
                    numbers(items.get(i), Pointer.item(place, i));
                }
            }
            case Json.Str _, Json.Int _, Json.Bool _, Json.Null _ -> {}
        }
    }

    /** A schema that alone bounds all of a value. */
    private void value(Json json, String place) {
        if (!(json instanceof Json.Obj(var keywords))) {
            unless(false, place, VALUE);
            return;
        }
        boolean bounded = Stream.of("type", "const", "enum", "$ref").anyMatch(keywords::containsKey);
        boolean choice = keywords.containsKey("anyOf") || keywords.containsKey("oneOf");
        unless(bounded || choice, place, VALUE);
        keywords(json, place, !bounded);
        if (!keywords.containsKey("const") && !keywords.containsKey("enum") && !keywords.containsKey("$ref")) {
            types(json.at("type")).forEach(type -> bounds(type, keywords, place));
        }
    }

    private static Stream<String> types(Json type) {
        return switch (type) {
            case Json.Str(String one) -> Stream.of(one);
            case Json.Arr(var several) -> several.stream().map(one -> one instanceof Json.Str(String text) ? text : "");
            case Json.Obj _, Json.Int _, Json.Fraction _, Json.Bool _, Json.Null _ -> Stream.of();
        };
    }

    private void bounds(String type, Map<String, Json> keywords, String place) {
        switch (type) {
            case "string" -> unless(isAtMost(keywords.get("maxLength"), LONGEST_TEXT), place, TEXT);
            case "array" ->
                unless(keywords.containsKey("items") && isAtMost(keywords.get("maxItems"), MOST_ITEMS), place, ARRAY);
            case "object" -> {
                boolean closed = keywords.containsKey("additionalProperties");
                unless(closed || keywords.containsKey("unevaluatedProperties"), place, OBJECT);
                if (closed && keywords.get("required") instanceof Json.Arr(var names)) {
                    var members = keywords.getOrDefault("properties", Json.Null.NULL);
                    boolean there = names.stream()
                            .allMatch(name -> members instanceof Json.Obj(var named)
                                    && name instanceof Json.Str(String text)
                                    && named.containsKey(text));
                    unless(there, place + "/required", REQUIRED);
                }
            }
            default -> {} // integer, boolean, null; and number, which is refused everywhere
        }
    }

    private static boolean isAtMost(@org.jspecify.annotations.Nullable Json bound, int most) {
        return bound instanceof Json.Int(long value) && value <= most;
    }

    /** @param choice whether the value is bounded by its anyOf and oneOf alone */
    private void keywords(Json schema, String place, boolean choice) {
        each(schema, place, (json, at) -> keyword(at.substring(place.length() + 1), json, at, choice));
    }

    private void keyword(String word, Json json, String at, boolean choice) {
        boolean top = at.equals("/" + word);
        switch (word) {
            case "type" -> unless(types(json).noneMatch("number"::equals), at, WHOLE);
            case "pattern" -> pattern(json, at);
            case "properties" -> properties(json, at);
            case "items" -> {
                if (!json.equals(Json.of(false))) {
                    value(json, at);
                }
            }
            case "prefixItems" -> list(json, at, this::value);
            case "additionalProperties", "unevaluatedProperties" -> unless(json.equals(Json.of(false)), at, FALSE);
            case "dependentSchemas" -> each(json, at, this::same);
            case "$ref" -> unless(target(json) instanceof Json.Obj, at, REF);
            case "$defs", "$schema" -> unless(top, at, ROOT_ONLY);
            case "format" -> unless(false, at, FORMAT);
            default -> other(word, json, at, choice);
        }
    }

    private void other(String word, Json json, String at, boolean choice) {
        if (SAME.contains(word)) {
            same(json, at);
        } else if (SAME_LISTS.contains(word)) {
            list(json, at, choice && !word.equals("allOf") ? this::value : this::same);
        } else {
            unless(PLAIN.contains(word), at, KEYWORD);
        }
    }

    /** A schema that narrows a value which another one bounds; the parts that it describes it bounds too. */
    private void same(Json json, String place) {
        unless(json instanceof Json.Obj, place, SCHEMA);
        keywords(json, place, false);
    }

    private void pattern(Json json, String at) {
        try {
            LinearPattern.check(json instanceof Json.Str(String text) ? text : "");
        } catch (Malformed malformed) {
            unless(false, at, malformed.problems().getFirst().rule());
        }
    }

    private void properties(Json json, String at) {
        var folded = new HashSet<String>();
        each(json, at, (schema, place) -> {
            var name = place.substring(at.length() + 1);
            unless(NAME.matcher(name).matches(), at, MEMBER);
            unless(folded.add(name.toLowerCase(Locale.ROOT)), at, CASE);
            value(schema, place);
        });
    }

    private Json target(Json ref) {
        return ref instanceof Json.Str(String text) && text.startsWith(DEFS)
                ? root.at("$defs", text.substring(DEFS.length()))
                : Json.Null.NULL;
    }

    private static void each(Json json, String place, BiConsumer<Json, String> visit) {
        if (json instanceof Json.Obj(var members)) {
            members.forEach((name, value) -> visit.accept(value, Pointer.member(place, name)));
        }
    }

    private static void list(Json json, String place, BiConsumer<Json, String> visit) {
        if (json instanceof Json.Arr(var items)) {
            for (int i = 0; i < items.size(); i++) {
                visit.accept(items.get(i), Pointer.item(place, i));
            }
        }
    }

    private void unless(boolean holds, String place, String rule) {
        if (!holds) {
            found.add(new Malformed.Problem(place, rule));
        }
    }

    /** How much there is with every {@code $ref} written out: what bounds the work and the depth of one check. */
    private final class Extent {
        private final Map<String, Size> defs = new HashMap<>();
        private final Set<String> open = new HashSet<>();
        private boolean recursive;

        private record Size(long schemas, int levels) {
            Size and(Size other) {
                return new Size(Math.min(schemas + other.schemas, Integer.MAX_VALUE), Math.max(levels, other.levels));
            }

            Size below() {
                return new Size(schemas, levels + 1);
            }
        }

        void measure() {
            var size = of(root);
            each(root.at("$defs"), "/$defs", (schema, _) -> of(schema));
            unless(!recursive, "/$defs", RECURSIVE);
            unless(size.levels <= MOST_LEVELS, "", TOO_DEEP);
            unless(size.schemas <= MOST_SCHEMAS, "", TOO_MANY);
        }

        private Size of(Json schema) {
            if (!(schema instanceof Json.Obj(var keywords))) {
                return new Size(0, 0);
            }
            var size = new Size(1, 1);
            for (var keyword : keywords.entrySet()) {
                size = size.and(of(keyword.getKey(), keyword.getValue()));
            }
            return size;
        }

        private Size of(String word, Json json) {
            return switch (word) {
                case "$ref" -> definition(json);
                case "properties" -> all(members(json)).below();
                case "dependentSchemas" -> all(members(json));
                case "items", "contains" -> of(json).below();
                case "prefixItems" -> all(items(json)).below();
                case "allOf", "anyOf", "oneOf" -> all(items(json));
                case "not", "if", "then", "else" -> of(json);
                default -> new Size(0, 0);
            };
        }

        private Size all(Stream<Json> schemas) {
            return schemas.map(this::of).reduce(new Size(0, 0), Size::and);
        }

        private Stream<Json> members(Json json) {
            return json instanceof Json.Obj(var members) ? members.values().stream() : Stream.of();
        }

        private Stream<Json> items(Json json) {
            return json instanceof Json.Arr(var items) ? items.stream() : Stream.of();
        }

        private Size definition(Json ref) {
            var name = ref.canonical();
            var known = defs.get(name);
            if (known != null) {
                return known;
            }
            if (!open.add(name)) {
                recursive = true;
                return new Size(0, 0);
            }
            var size = of(target(ref));
            open.remove(name);
            defs.put(name, size);
            return size;
        }
    }
}
