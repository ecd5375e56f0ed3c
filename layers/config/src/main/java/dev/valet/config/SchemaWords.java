package dev.valet.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import dev.valet.Malformed;
import dev.valet.Pointer;
import java.util.ArrayList;
import java.util.List;

/** What a validator found, in words of ours: the place, and what the schema says of it. A value is never among them. */
final class SchemaWords {
    private SchemaWords() {}

    static Malformed.Problem problem(Error error) {
        return new Malformed.Problem(place(error), rule(error));
    }

    /** A member that is missing, or should be, has a place of its own. */
    private static String place(Error error) {
        var at = error.getInstanceLocation().toString();
        return switch (error.getKeyword()) {
            case "required", "additionalProperties", "unevaluatedProperties" ->
                error.getProperty() == null ? at : Pointer.member(at, error.getProperty());
            default -> at;
        };
    }

    private static String rule(Error error) {
        var said = error.getSchemaNode();
        return switch (error.getKeyword()) {
            case "type" -> "is of type " + list(said);
            case "enum" -> "is one of " + list(said);
            case "const" -> "is " + said;
            case "pattern" -> "matches " + said.asText();
            case "minLength" -> "has " + said + " characters at least";
            case "maxLength" -> "has " + said + " characters at most";
            case "minimum" -> "is " + said + " at least";
            case "maximum" -> "is " + said + " at most";
            case "exclusiveMinimum" -> "is more than " + said;
            case "exclusiveMaximum" -> "is less than " + said;
            case "multipleOf" -> "is a multiple of " + said;
            case "minItems" -> "has " + said + " items at least";
            case "maxItems" -> "has " + said + " items at most";
            case "uniqueItems" -> "has no item twice";
            case "minProperties" -> "has " + said + " members at least";
            case "maxProperties" -> "has " + said + " members at most";
            case "required" -> "is required";
            case "dependentRequired" -> "has the members that another one of it asks for";
            case "additionalProperties", "unevaluatedProperties" -> "is not a known member";
            case "anyOf" -> "fits one of its alternatives";
            case "oneOf" -> "fits exactly one of its alternatives";
            default -> "fits the schema";
        };
    }

    private static String list(JsonNode said) {
        if (!said.isArray()) {
            return said.isTextual() ? said.asText() : said.toString();
        }
        var words = new ArrayList<String>();
        said.forEach(one -> words.add(one.isTextual() ? one.asText() : one.toString()));
        return String.join(", ", words);
    }

    static List<Malformed.Problem> problems(List<Error> errors) {
        return errors.stream().map(SchemaWords::problem).distinct().toList();
    }
}
