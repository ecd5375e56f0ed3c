package dev.valet.config;

import com.google.re2j.Pattern;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.resource.SchemaLoader;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Pointer;
import dev.valet.action.InputSchemas;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * JSON Schema 2020-12 by the library, closed: it reads no other dialect, loads nothing but the meta-schemas that it brings, and
 * matches patterns with RE2. What is checked against a schema is checked against one without faults only.
 */
public final class JsonSchemas implements InputSchemas {
    static final String TOO_LONG = "has 16384 characters at most, as JSON";
    static final String WHOLE = "is a whole number of 64 bits, written without a fraction and without an exponent";
    static final String UNSOUND = "cannot be checked, because its schema is not sound";

    private static final int LONGEST_INPUT = 16 * 1024;
    private static final int MOST_KEPT = 200;
    private static final String DRAFT = "https://json-schema.org/draft/2020-12/";

    private final ConcurrentHashMap<String, Sound> kept = new ConcurrentHashMap<>();

    /** A schema that has no faults, or none to check against. */
    private sealed interface Sound {
        record Yes(Schema schema) implements Sound {}

        record No() implements Sound {}
    }

    /** Made at first use: where no action is, the library is not even loaded. */
    private static final class Library {
        static final SchemaRegistry REGISTRY = SchemaRegistry.withDialect(
                Dialects.getDraft202012(),
                builder -> builder.schemaLoader(SchemaLoader.builder()
                                .fetchRemoteResources(false)
                                .allow(iri -> iri.toString().startsWith(DRAFT))
                                .build())
                        .schemaCacheEnabled(false)
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .regularExpressionFactory(Library::pattern)
                                .build()));

        static final Schema META_SCHEMA = REGISTRY.getSchema(SchemaLocation.of(DRAFT + "schema"));

        private static RegularExpression pattern(String text) {
            var compiled = Pattern.compile(text);
            return value -> compiled.matcher(value).find();
        }
    }

    @Override
    public List<Malformed.Problem> faults(Json.Obj schema) {
        var shape = SchemaWords.problems(Library.META_SCHEMA.validate(JacksonTree.of(schema)));
        return shape.isEmpty() ? SchemaRules.broken(schema) : shape;
    }

    @Override
    public List<Malformed.Problem> check(Json.Obj schema, Json.Obj input) {
        if (input.canonical().length() > LONGEST_INPUT) {
            return List.of(new Malformed.Problem("", TOO_LONG));
        }
        var fractions = new ArrayList<Malformed.Problem>();
        fractions(input, "", fractions);
        if (!fractions.isEmpty()) {
            return List.copyOf(fractions); // 1.0 is an integer to JSON Schema, and none to Valet (INV-21)
        }
        return switch (sound(schema)) {
            case Sound.No() -> List.of(new Malformed.Problem("", UNSOUND));
            case Sound.Yes(Schema compiled) -> SchemaWords.problems(compiled.validate(JacksonTree.of(input)));
        };
    }

    private static void fractions(Json json, String place, List<Malformed.Problem> found) {
        switch (json) {
            case Json.Fraction _ -> found.add(new Malformed.Problem(place, WHOLE));
            case Json.Obj(var members) ->
                members.forEach((name, value) -> fractions(value, Pointer.member(place, name), found));
            case Json.Arr(var items) -> {
                for (int i = 0; i < items.size(); i++) {
                    fractions(items.get(i), Pointer.item(place, i), found);
                }
            }
            case Json.Str _, Json.Int _, Json.Bool _, Json.Null _ -> {}
        }
    }

    private Sound sound(Json.Obj schema) {
        if (kept.size() >= MOST_KEPT) {
            kept.clear(); // rare: there are as many as actions
        }
        return kept.computeIfAbsent(schema.canonical(), _ -> compiled(schema));
    }

    private Sound compiled(Json.Obj schema) {
        return faults(schema).isEmpty()
                ? new Sound.Yes(Library.REGISTRY.getSchema(JacksonTree.of(schema)))
                : new Sound.No();
    }
}
