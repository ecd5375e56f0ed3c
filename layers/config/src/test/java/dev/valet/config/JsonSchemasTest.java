package dev.valet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.json.StrictJson;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemasTest {
    private static final JsonSchemas SCHEMAS = new JsonSchemas();

    /** A payment, as operators write it. */
    private static final Json.Obj PAYMENT = json("""
            {"$schema": "https://json-schema.org/draft/2020-12/schema",
             "type": "object",
             "description": "One invoice of one supplier",
             "properties": {
               "amount": {"type": "string", "pattern": "^[0-9]{1,9}\\\\.[0-9]{2}$", "maxLength": 12},
               "currency": {"enum": ["EUR", "USD"]},
               "payee": {"type": "string", "maxLength": 40},
               "copies": {"type": "integer", "minimum": 1, "maximum": 3},
               "express": {"type": "boolean"},
               "note": {"type": ["string", "null"], "maxLength": 20},
               "lines": {"type": "array", "maxItems": 2, "uniqueItems": true, "items": {"$ref": "#/$defs/line"}},
               "when": {"oneOf": [{"const": "now"}, {"type": "object", "properties": {"day": {"type": "integer"}},
                                                     "required": ["day"], "additionalProperties": false}]}
             },
             "required": ["amount", "currency", "payee"],
             "dependentRequired": {"express": ["copies"]},
             "additionalProperties": false,
             "$defs": {"line": {"type": "object", "properties": {"text": {"type": "string", "maxLength": 5}},
                                "required": ["text"], "additionalProperties": false}}}""");

    private static final String GOOD = "\"amount\": \"500.00\", \"currency\": \"EUR\", \"payee\": \"acct_1\"";

    private static Json.Obj json(String text) {
        return (Json.Obj) StrictJson.read(text);
    }

    /** An object with one member of this schema. */
    private static String member(String schema) {
        return "{\"type\": \"object\", \"properties\": {\"m\": " + schema + "}, \"additionalProperties\": false}";
    }

    private static List<String> texts(List<Malformed.Problem> problems) {
        return problems.stream()
                .map(problem -> problem.place() + " " + problem.rule())
                .toList();
    }

    @Test
    void aSchemaThatBoundsItsInputHasNoFaults() {
        assertThat(SCHEMAS.faults(PAYMENT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"const\": {\"a\": [1, true, null]}}",
                "{\"enum\": [\"a\", 1, null]}",
                "{\"type\": \"null\"}",
                "{\"type\": [\"integer\", \"boolean\"], \"minimum\": -5, \"multipleOf\": 5}",
                "{\"type\": \"string\", \"maxLength\": 16384, \"examples\": [\"x\"], \"title\": \"t\", \"$comment\": \"c\"}",
                "{\"type\": \"array\", \"maxItems\": 1000, \"items\": {\"type\": \"integer\"}, \"contains\": {\"minimum\": 3}}",
                "{\"type\": \"array\", \"maxItems\": 2, \"prefixItems\": [{\"const\": 1}, {\"const\": 2}], \"items\": false}",
                "{\"type\": \"object\", \"properties\": {\"kind\": {\"enum\": [\"a\", \"b\"]}}, \"unevaluatedProperties\": false,"
                        + " \"if\": {\"properties\": {\"kind\": {\"const\": \"a\"}}}, \"then\": {\"properties\": {\"x\": {\"type\":"
                        + " \"integer\"}}, \"required\": [\"x\"]}, \"else\": {\"not\": {\"required\": [\"kind\"]}}}",
                "{\"anyOf\": [{\"type\": \"integer\"}, {\"type\": \"string\", \"maxLength\": 3}]}",
                "{\"type\": \"string\", \"maxLength\": 9, \"anyOf\": [{\"minLength\": 2}, {\"pattern\": \"^a$\"}]}",
                "{\"type\": \"object\", \"additionalProperties\": false}",
            })
    void everyFormOfABoundIsTaken(String schema) {
        assertThat(SCHEMAS.faults(json(member(schema)))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void whatBoundsNothingIsRefused(String schema, String place, String rule) {
        assertThat(texts(SCHEMAS.faults(json(member(schema))))).contains("/properties/m" + place + " " + rule);
    }

    static Stream<Arguments> whatBoundsNothingIsRefused() {
        return Stream.of(
                arguments("true", "", SchemaRules.VALUE),
                arguments("{}", "", SchemaRules.VALUE),
                arguments("{\"description\": \"anything\"}", "", SchemaRules.VALUE),
                arguments("{\"maxLength\": 5}", "", SchemaRules.VALUE), // a number has no length
                arguments("{\"type\": \"string\"}", "", SchemaRules.TEXT),
                arguments("{\"type\": \"string\", \"maxLength\": 16385}", "", SchemaRules.TEXT),
                arguments("{\"type\": \"string\", \"pattern\": \"^[a-z]{1,9}$\"}", "", SchemaRules.TEXT),
                arguments("{\"type\": [\"string\", \"null\"]}", "", SchemaRules.TEXT),
                arguments("{\"type\": \"array\", \"maxItems\": 3}", "", SchemaRules.ARRAY),
                arguments("{\"type\": \"array\", \"items\": {\"const\": 1}}", "", SchemaRules.ARRAY),
                arguments(
                        "{\"type\": \"array\", \"items\": {\"const\": 1}, \"maxItems\": 1001}", "", SchemaRules.ARRAY),
                arguments("{\"type\": \"array\", \"items\": true, \"maxItems\": 1}", "/items", SchemaRules.VALUE),
                arguments("{\"type\": \"array\", \"items\": {}, \"maxItems\": 1}", "/items", SchemaRules.VALUE),
                arguments("{\"type\": \"object\"}", "", SchemaRules.OBJECT),
                arguments(
                        "{\"type\": \"object\", \"additionalProperties\": true}",
                        "/additionalProperties",
                        SchemaRules.FALSE),
                arguments(
                        "{\"type\": \"object\", \"unevaluatedProperties\": {\"const\": 1}}",
                        "/unevaluatedProperties",
                        SchemaRules.FALSE),
                arguments(
                        "{\"type\": \"object\", \"unevaluatedProperties\": false, \"allOf\": [{\"properties\": {\"x\": {}}}]}",
                        "/allOf/0/properties/x",
                        SchemaRules.VALUE),
                arguments(
                        "{\"type\": \"object\", \"unevaluatedProperties\": false, \"then\": {\"additionalProperties\": true}}",
                        "/then/additionalProperties",
                        SchemaRules.FALSE),
                arguments("{\"anyOf\": [{\"type\": \"integer\"}, {}]}", "/anyOf/1", SchemaRules.VALUE),
                arguments("{\"oneOf\": [{\"type\": \"string\"}]}", "/oneOf/0", SchemaRules.TEXT),
                arguments("{\"allOf\": [{\"type\": \"integer\"}]}", "", SchemaRules.VALUE),
                arguments("{\"not\": {\"type\": \"string\"}}", "", SchemaRules.VALUE),
                arguments("{\"type\": \"number\"}", "/type", SchemaRules.WHOLE),
                arguments("{\"type\": [\"integer\", \"number\"]}", "/type", SchemaRules.WHOLE),
                arguments(
                        "{\"type\": \"integer\", \"anyOf\": [{\"type\": \"number\"}]}",
                        "/anyOf/0/type",
                        SchemaRules.WHOLE),
                arguments("{\"type\": \"integer\", \"minimum\": 0.5}", "/minimum", SchemaRules.WHOLE),
                arguments("{\"enum\": [1, 2.5]}", "/enum/1", SchemaRules.WHOLE),
                arguments("{\"const\": {\"a\": 1e3}}", "/const/a", SchemaRules.WHOLE),
                arguments("{\"const\": 99999999999999999999}", "/const", SchemaRules.WHOLE));
    }

    @ParameterizedTest
    @MethodSource
    void whatCannotBeCheckedAlikeEverywhereIsRefused(String schema, String place, String rule) {
        assertThat(texts(SCHEMAS.faults(json(member(schema))))).contains("/properties/m" + place + " " + rule);
    }

    static Stream<Arguments> whatCannotBeCheckedAlikeEverywhereIsRefused() {
        return Stream.of(
                arguments(
                        "{\"type\": \"string\", \"maxLength\": 9, \"format\": \"email\"}",
                        "/format",
                        SchemaRules.FORMAT),
                arguments(
                        "{\"type\": \"string\", \"maxLength\": 9, \"maxLenght\": 5}",
                        "/maxLenght",
                        SchemaRules.KEYWORD),
                arguments(
                        "{\"type\": \"string\", \"maxLength\": 9, \"default\": \"a\"}",
                        "/default",
                        SchemaRules.KEYWORD),
                arguments(
                        "{\"type\": \"string\", \"maxLength\": 9, \"contentEncoding\": \"base64\"}",
                        "/contentEncoding",
                        SchemaRules.KEYWORD),
                arguments(
                        "{\"type\": \"object\", \"patternProperties\": {\"^a$\": {\"const\": 1}}, \"additionalProperties\": false}",
                        "/patternProperties",
                        SchemaRules.KEYWORD),
                arguments(
                        "{\"type\": \"object\", \"propertyNames\": {\"maxLength\": 3}, \"additionalProperties\": false}",
                        "/propertyNames",
                        SchemaRules.KEYWORD),
                arguments("{\"$id\": \"https://acme.example/x\", \"type\": \"null\"}", "/$id", SchemaRules.KEYWORD),
                arguments("{\"$anchor\": \"x\", \"type\": \"null\"}", "/$anchor", SchemaRules.KEYWORD),
                arguments("{\"$dynamicRef\": \"#x\", \"type\": \"null\"}", "/$dynamicRef", SchemaRules.KEYWORD),
                arguments(
                        "{\"type\": \"null\", \"$defs\": {\"x\": {\"type\": \"null\"}}}",
                        "/$defs",
                        SchemaRules.ROOT_ONLY),
                arguments(
                        "{\"type\": \"null\", \"$schema\": \"https://json-schema.org/draft/2020-12/schema\"}",
                        "/$schema",
                        SchemaRules.ROOT_ONLY),
                arguments("{\"$ref\": \"https://acme.example/schema\"}", "/$ref", SchemaRules.REF),
                arguments("{\"$ref\": \"classpath:draft/2020-12/schema\"}", "/$ref", SchemaRules.REF),
                arguments("{\"$ref\": \"https://json-schema.org/draft/2020-12/schema\"}", "/$ref", SchemaRules.REF),
                arguments("{\"$ref\": \"#\"}", "/$ref", SchemaRules.REF),
                arguments("{\"$ref\": \"#/$defs/missing\"}", "/$ref", SchemaRules.REF),
                arguments("{\"$ref\": \"#/properties/m\"}", "/$ref", SchemaRules.REF),
                arguments(
                        "{\"type\": \"string\", \"maxLength\": 9, \"pattern\": \"(a+)+\"}",
                        "/pattern",
                        LinearPattern.ANCHORED),
                arguments(
                        "{\"type\": \"object\", \"properties\": {\"a b\": {\"const\": 1}}, \"additionalProperties\": false}",
                        "/properties",
                        SchemaRules.MEMBER),
                arguments(
                        "{\"type\": \"object\", \"properties\": {\"\u0131d\": {\"const\": 1}}, \"additionalProperties\": false}",
                        "/properties",
                        SchemaRules.MEMBER),
                arguments(
                        "{\"type\": \"object\", \"properties\": {\"id\": {\"const\": 1}, \"ID\": {\"const\": 1}},"
                                + " \"additionalProperties\": false}",
                        "/properties",
                        SchemaRules.CASE),
                arguments(
                        "{\"type\": \"object\", \"properties\": {\"a\": {\"const\": 1}}, \"required\": [\"aa\"],"
                                + " \"additionalProperties\": false}",
                        "/required",
                        SchemaRules.REQUIRED));
    }

    @ParameterizedTest
    @MethodSource
    void aSchemaAsAWholeHasBoundsToo(String schema, String fault) {
        assertThat(texts(SCHEMAS.faults(json(schema)))).contains(fault);
    }

    static Stream<Arguments> aSchemaAsAWholeHasBoundsToo() {
        var closed = "\"additionalProperties\": false";
        return Stream.of(
                arguments("{\"type\": \"string\", \"maxLength\": 3}", " " + SchemaRules.ROOT),
                arguments("{\"type\": [\"object\"], " + closed + "}", " " + SchemaRules.ROOT),
                arguments("{\"type\": \"object\", \"properties\": {}}", " " + SchemaRules.OBJECT),
                arguments(
                        "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"type\": \"object\", " + closed
                                + "}",
                        "/$schema " + SchemaRules.DIALECT),
                arguments(member("{\"type\": \"strin\"}"), "/properties/m/type is of type array" + SchemaWords.OR),
                arguments(member("{\"type\": \"string\", \"maxLength\": -1}"), "/properties/m/maxLength is 0 at least"),
                arguments(
                        member("{\"type\": \"string\", \"maxLength\": \"9\"}"),
                        "/properties/m/maxLength is of type integer"),
                arguments(member("7"), "/properties/m is of type object, boolean"),
                arguments(
                        "{\"type\": \"object\", \"required\": [\"a\", \"a\"], " + closed + "}",
                        "/required has no item twice"),
                arguments(
                        "{\"type\": \"object\", \"description\": \"" + "x".repeat(16_400) + "\", " + closed + "}",
                        " " + SchemaRules.TOO_LONG),
                arguments(nested(9), " " + SchemaRules.TOO_DEEP),
                arguments(
                        "{\"type\": \"object\", \"properties\": {\"a\": {\"$ref\": \"#/$defs/a\"}}, " + closed
                                + ", \"$defs\": {\"a\": {\"anyOf\": [{\"const\": 1}, {\"type\": \"array\", \"maxItems\": 2,"
                                + " \"items\": {\"$ref\": \"#/$defs/a\"}}]}}}",
                        "/$defs " + SchemaRules.RECURSIVE),
                arguments(
                        "{\"type\": \"object\", " + closed
                                + ", \"$defs\": {\"a\": {\"$ref\": \"#/$defs/b\"}, \"b\": {\"$ref\":"
                                + " \"#/$defs/a\"}}}",
                        "/$defs " + SchemaRules.RECURSIVE),
                arguments(doubling(30), " " + SchemaRules.TOO_MANY));
    }

    private static String nested(int levels) {
        var schema = "{\"const\": 1}";
        for (int i = 1; i < levels; i++) {
            schema = member(schema);
        }
        return schema;
    }

    /** Two references to each definition, each of which has two to the next: a billion checks of one value. */
    private static String doubling(int definitions) {
        var defs = new StringBuilder("\"d0\": {\"type\": \"null\"}");
        for (int i = 1; i < definitions; i++) {
            defs.append(
                    ", \"d%d\": {\"type\": \"null\", \"allOf\": [{\"$ref\": \"#/$defs/d%d\"}, {\"$ref\": \"#/$defs/d%d\"}]}"
                            .formatted(i, i - 1, i - 1));
        }
        return "{\"type\": \"object\", \"properties\": {\"m\": {\"$ref\": \"#/$defs/d" + (definitions - 1)
                + "\"}}, \"additionalProperties\": false, \"$defs\": {" + defs + "}}";
    }

    @Test
    void eightLevelsAreTaken() {
        assertThat(SCHEMAS.faults(json(nested(8)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ", \"copies\": 3, \"express\": true",
                ", \"note\": null, \"lines\": [{\"text\": \"a\"}, {\"text\": \"b\"}]",
                ", \"note\": \"\uD83D\uDCB6\uD83D\uDCB6\uD83D\uDCB6\uD83D\uDCB6\uD83D\uDCB6\uD83D\uDCB6\uD83D\uDCB6\uD83D\uDCB6\uD83D\uDCB6\uD83D\uDCB6\uD83D\uDCB6\"", // 11 characters, 22 chars
                ", \"when\": \"now\"",
                ", \"when\": {\"day\": 9007199254740993}",
            })
    void aFittingInputPasses(String more) {
        assertThat(SCHEMAS.check(PAYMENT, json("{" + GOOD + more + "}"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void aBrokenInputIsToldWhereAndWhat(String input, String fault) {
        assertThat(texts(SCHEMAS.check(PAYMENT, json(input)))).contains(fault);
    }

    static Stream<Arguments> aBrokenInputIsToldWhereAndWhat() {
        return Stream.of(
                arguments("{\"amount\": \"1.00\", \"currency\": \"EUR\"}", "/payee is required"),
                arguments("{" + GOOD + ", \"to\": 1}", "/to is not a known member"),
                arguments("{" + GOOD + ", \"Amount\": \"1.00\"}", "/Amount is not a known member"),
                arguments("{" + GOOD + ", \"a/b~\": 1}", "/a~1b~0 is not a known member"),
                arguments(GOOD.replace("\"500.00\"", "500").transform(s -> "{" + s + "}"), "/amount is of type string"),
                arguments(
                        GOOD.replace("500.00", "500.00\\n").transform(s -> "{" + s + "}"),
                        "/amount matches ^[0-9]{1,9}\\.[0-9]{2}$"),
                arguments(GOOD.replace("EUR", "eur").transform(s -> "{" + s + "}"), "/currency is one of EUR, USD"),
                arguments(
                        GOOD.replace("acct_1", "x".repeat(41)).transform(s -> "{" + s + "}"),
                        "/payee has 40 characters at most"),
                arguments("{" + GOOD + ", \"copies\": 0}", "/copies is 1 at least"),
                arguments("{" + GOOD + ", \"copies\": 4}", "/copies is 3 at most"),
                arguments("{" + GOOD + ", \"copies\": \"1\"}", "/copies is of type integer"),
                arguments("{" + GOOD + ", \"copies\": 1.0}", "/copies " + JsonSchemas.WHOLE),
                arguments("{" + GOOD + ", \"copies\": 1e0}", "/copies " + JsonSchemas.WHOLE),
                arguments("{" + GOOD + ", \"when\": {\"day\": 9223372036854775808}}", "/when/day " + JsonSchemas.WHOLE),
                arguments("{" + GOOD + ", \"express\": true}", " has the members that another one of it asks for"),
                arguments("{" + GOOD + ", \"express\": \"true\"}", "/express is of type boolean"),
                arguments("{" + GOOD + ", \"note\": 1}", "/note is of type string, null"),
                arguments(
                        "{" + GOOD + ", \"lines\": [{\"text\": \"abcdef\"}]}",
                        "/lines/0/text has 5 characters at most"),
                arguments("{" + GOOD + ", \"lines\": [{}]}", "/lines/0/text is required"),
                arguments(
                        "{" + GOOD + ", \"lines\": [{\"text\": \"a\"}, {\"text\": \"a\"}]}",
                        "/lines has no item twice"),
                arguments(
                        "{" + GOOD + ", \"lines\": [{\"text\": \"a\"}, {\"text\": \"b\"}, {\"text\": \"c\"}]}",
                        "/lines has 2 items at most"),
                arguments("{" + GOOD + ", \"when\": \"later\"}", "/when fits exactly one of its alternatives"),
                arguments(
                        "{" + GOOD + ", \"when\": {\"day\": 1, \"hour\": 2}}",
                        "/when/hour is not a known member" + SchemaWords.OR),
                arguments(
                        GOOD.replace("acct_1", "x".repeat(17_000)).transform(s -> "{" + s + "}"),
                        " " + JsonSchemas.TOO_LONG));
    }

    /** One row for each keyword that may stand in a schema and is not in the payment's. */
    @ParameterizedTest
    @MethodSource
    void everyKeywordIsHeldAgainstTheInput(String schema, String good, String bad, String fault) {
        var whole = json(member(schema));
        assertThat(SCHEMAS.faults(whole)).isEmpty();
        assertThat(SCHEMAS.check(whole, json("{\"m\": " + good + "}"))).isEmpty();
        assertThat(texts(SCHEMAS.check(whole, json("{\"m\": " + bad + "}")))).contains("/m" + fault);
    }

    static Stream<Arguments> everyKeywordIsHeldAgainstTheInput() {
        var list = "\"type\": \"array\", \"maxItems\": 9, ";
        var object = "\"type\": \"object\", \"unevaluatedProperties\": false, "
                + "\"properties\": {\"a\": {\"type\": \"integer\"}, \"b\": {\"type\": \"integer\"}}";
        return Stream.of(
                arguments("{\"const\": [1, {\"a\": null}]}", "[1, {\"a\": null}]", "[1]", " is [1,{\"a\":null}]"),
                arguments(
                        "{\"type\": \"string\", \"maxLength\": 9, \"minLength\": 2}",
                        "\"ab\"",
                        "\"a\"",
                        " has 2 characters at least"),
                arguments("{\"type\": \"integer\", \"exclusiveMinimum\": 2}", "3", "2", " is more than 2"),
                arguments("{\"type\": \"integer\", \"exclusiveMaximum\": 2}", "1", "2", " is less than 2"),
                arguments("{\"type\": \"integer\", \"multipleOf\": 5}", "-10", "6", " is a multiple of 5"),
                arguments(
                        "{" + list + "\"items\": {\"type\": \"integer\"}, \"minItems\": 1}",
                        "[1]",
                        "[]",
                        " has 1 items at least"),
                arguments(
                        "{" + list + "\"prefixItems\": [{\"const\": 1}], \"items\": false}",
                        "[1]",
                        "[1, 2]",
                        " fits the schema"),
                arguments(
                        "{" + list + "\"prefixItems\": [{\"const\": 1}], \"items\": {\"const\": 2}}",
                        "[1, 2]",
                        "[2, 2]",
                        "/0 is 1"),
                arguments(
                        "{" + list + "\"items\": {\"type\": \"integer\"}, \"contains\": {\"minimum\": 3}}",
                        "[1, 3]",
                        "[1, 2]",
                        " fits the schema"),
                arguments(
                        "{" + list
                                + "\"items\": {\"type\": \"integer\"}, \"contains\": {\"const\": 1}, \"minContains\": 2}",
                        "[1, 1]",
                        "[1, 2]",
                        " fits the schema"),
                arguments(
                        "{" + object + ", \"minProperties\": 2}",
                        "{\"a\": 1, \"b\": 1}",
                        "{\"a\": 1}",
                        " has 2 members at least"),
                arguments(
                        "{" + object + ", \"maxProperties\": 1}",
                        "{\"a\": 1}",
                        "{\"a\": 1, \"b\": 1}",
                        " has 1 members at most"),
                arguments(
                        "{" + object + ", \"dependentSchemas\": {\"a\": {\"required\": [\"b\"]}}}",
                        "{\"b\": 1}",
                        "{\"a\": 1}",
                        "/b is required"),
                arguments("{" + object + "}", "{\"a\": 1}", "{\"a\": 1, \"c\": 1}", "/c is not a known member"),
                arguments("{\"type\": \"integer\", \"not\": {\"const\": 5}}", "4", "5", " fits the schema"),
                arguments("{\"type\": \"integer\", \"allOf\": [{\"minimum\": 3}]}", "3", "2", " is 3 at least"),
                arguments("{\"anyOf\": [{\"const\": 1}, {\"const\": 2}]}", "2", "3", " is 2" + SchemaWords.OR),
                arguments(
                        "{\"type\": \"integer\", \"if\": {\"minimum\": 10}, \"then\": {\"multipleOf\": 10}, \"else\": {\"minimum\": 5}}",
                        "20",
                        "15",
                        " is a multiple of 10"));
    }

    @Test
    void noFaultRepeatsAValue() {
        var canary = "canary-5f0e";
        var input = json("""
                {"amount": "%1$s", "currency": "%1$s", "payee": {"x": "%1$s"}, "copies": "%1$s", "express": "%1$s",
                 "note": ["%1$s"], "lines": [{"text": "%1$s"}, "%1$s"], "when": "%1$s"}""".formatted(canary));
        assertThat(SCHEMAS.check(PAYMENT, input)).hasSizeGreaterThan(7);
        assertThat(SCHEMAS.check(PAYMENT, input).toString()).doesNotContain(canary);
    }

    /** Whatever was stored: what would not be taken today is not checked against, and no input fits. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\": \"object\"}",
                "{\"$ref\": \"https://acme.example/schema\"}",
                "{\"type\": \"object\", \"properties\": {\"m\": {\"type\": \"string\", \"maxLength\": 99, \"pattern\": \"(a+)+$\"}},"
                        + " \"additionalProperties\": false}",
            })
    void anUnsoundSchemaLetsNothingThrough(String schema) {
        assertThat(texts(SCHEMAS.check(json(schema), json("{}")))).containsExactly(" " + JsonSchemas.UNSOUND);
    }

    /** What makes a backtracking engine try every way to split the text. */
    @Test
    void noTextIsSlow() {
        var schema = json(
                member("{\"type\": \"string\", \"maxLength\": 16384, \"pattern\": \"^(([a-z])+.)+[A-Z]([a-z])+$\"}"));
        var input = Json.object().with("m", "a".repeat(16_000)).build();
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(SCHEMAS.check(schema, input)).hasSize(1));
    }
}
