package dev.valet.action;

import dev.valet.Json;
import dev.valet.Malformed;
import java.util.Locale;
import java.util.Optional;

/**
 * What fills the places of a template.
 *
 * @param input checked against the action's schema
 * @param key the provider's idempotency key
 */
record HttpInput(Json.Obj input, String key, MinorUnits minorUnits) {
    /** Empty when the input does not have the member. */
    Optional<Json> value(HttpText.Part part) {
        return switch (part) {
            case HttpText.Part.Literal(String text) -> Optional.of(Json.of(text));
            case HttpText.Part.Key() -> Optional.of(Json.of(key));
            case HttpText.Part.Input(var at) -> at.in(input);
            case HttpText.Part.Lower(var at) -> text(at).map(text -> Json.of(text.toLowerCase(Locale.ROOT)));
            case HttpText.Part.Minor(var at, var currency) -> minor(at, currency);
        };
    }

    /** The value as text; empty when the input does not have the member. */
    Optional<String> text(HttpText.Part part) {
        return value(part).map(HttpInput::text);
    }

    private Optional<Json> minor(MemberPath at, MemberPath currency) {
        return text(at).map(decimal -> {
            var code = text(currency).orElseThrow(() -> new Malformed(currency.text(), "is required"));
            return Json.of(minorUnits.of(decimal, code));
        });
    }

    private Optional<String> text(MemberPath at) {
        return at.in(input).map(found -> {
            if (found instanceof Json.Str(String text)) {
                return text;
            }
            throw new Malformed(at.text(), "is a string");
        });
    }

    private static String text(Json value) {
        return switch (value) {
            case Json.Str(String text) -> text;
            case Json.Int(long number) -> Long.toString(number);
            case Json.Bool(boolean flag) -> Boolean.toString(flag);
            case Json.Obj _, Json.Arr _, Json.Fraction _, Json.Null _ ->
                throw new Malformed("fills in a string, a whole number, or true or false");
        };
    }
}
