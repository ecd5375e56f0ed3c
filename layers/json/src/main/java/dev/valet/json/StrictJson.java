package dev.valet.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.valet.Json;
import dev.valet.Malformed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/**
 * JSON text to a {@link Json} value, as RFC 8259 says and no laxer: no duplicate members, no trailing bytes, no comments, no
 * NaN, UTF-8 only, and a bound on everything (INV-25).
 */
public final class StrictJson {
    static final String NOT_JSON = "is JSON (RFC 8259)";
    static final String DUPLICATE = "names no member twice";
    static final String TRAILING = "ends after one JSON value";
    static final String TOO_DEEP =
            "is nested 32 levels deep at most, with strings of 64 K, names of 256 characters and numbers of 20 digits";
    static final String NOT_UTF8 = "is UTF-8";

    private static final JsonFactory FACTORY = factory(64 * 1024);
    /** In an event a whole request body is one string; whoever reads it holds the body to its own bound. */
    private static final JsonFactory EVENTS = factory(2 * 1024 * 1024);
    /** AWS's own logs have what AWS's own services wrote: deep parameters, long fractions. */
    private static final JsonFactory LOGS = factory(4 * 1024 * 1024, 200, 200);

    private StrictJson() {}

    private static JsonFactory factory(int longestString) {
        return factory(longestString, 32, 20);
    }

    private static JsonFactory factory(int longestString, int depth, int longestNumber) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(depth)
                        .maxStringLength(longestString)
                        .maxNumberLength(longestNumber)
                        .maxNameLength(256)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .build();
    }

    /** @throws Malformed naming the rule, and the place as an RFC 6901 pointer where one is known */
    public static Json read(byte[] utf8) {
        return read(utf8, FACTORY);
    }

    /**
     * An event of the platform's, which carries a request body as one of its strings.
     *
     * @throws Malformed as {@link #read(byte[])}
     */
    public static Json event(byte[] utf8) {
        return read(utf8, EVENTS);
    }

    /**
     * A file of AWS's logs, which an operator gave to a tool of ours; never what a stranger sent.
     *
     * @throws Malformed as {@link #read(byte[])}
     */
    public static Json log(byte[] utf8) {
        return read(utf8, LOGS);
    }

    private static Json read(byte[] utf8, JsonFactory factory) {
        try {
            // Decoded first: Jackson would guess UTF-16 or UTF-32 from the first bytes and take overlong forms.
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(utf8))
                    .toString();
            return read(text, factory);
        } catch (CharacterCodingException notUtf8) {
            throw new Malformed(NOT_UTF8);
        }
    }

    /** @throws Malformed as {@link #read(byte[])} */
    public static Json read(String text) {
        return read(text, FACTORY);
    }

    private static Json read(String text, JsonFactory factory) {
        try (var parser = factory.createParser(text)) {
            try {
                return whole(parser);
            } catch (StreamConstraintsException tooMuch) {
                throw new Malformed(place(parser), TOO_DEEP);
            } catch (JsonProcessingException bad) {
                var message = bad.getOriginalMessage();
                boolean duplicate = message != null && message.startsWith("Duplicate field");
                throw new Malformed(place(parser), duplicate ? DUPLICATE : NOT_JSON);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // the text is in memory
        }
    }

    private static Json whole(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            throw new Malformed(NOT_JSON);
        }
        var value = value(parser);
        if (parser.nextToken() != null) {
            throw new Malformed(TRAILING);
        }
        return value;
    }

    private static Json value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> Json.of(text(parser));
            case VALUE_NUMBER_INT -> whole64(parser);
            case VALUE_NUMBER_FLOAT -> new Json.Fraction(parser.getDecimalValue());
            case VALUE_TRUE -> Json.of(true);
            case VALUE_FALSE -> Json.of(false);
            case VALUE_NULL -> Json.Null.NULL;
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("no value starts here");
        };
    }

    private static Json object(JsonParser parser) throws IOException {
        var members = new LinkedHashMap<String, Json>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = wellFormed(parser, parser.currentName());
            parser.nextToken();
            members.put(name, value(parser));
        }
        return new Json.Obj(members);
    }

    private static Json array(JsonParser parser) throws IOException {
        var items = new ArrayList<Json>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return new Json.Arr(items);
    }

    private static Json whole64(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT, LONG -> Json.of(parser.getLongValue());
            case BIG_INTEGER, BIG_DECIMAL, DOUBLE, FLOAT -> new Json.Fraction(parser.getDecimalValue());
        };
    }

    private static String text(JsonParser parser) throws IOException {
        return wellFormed(parser, parser.getText());
    }

    /** An escaped half of a surrogate pair is no character: two systems would read two different texts. */
    private static String wellFormed(JsonParser parser, String text) {
        boolean torn = text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        if (torn) {
            throw new Malformed(place(parser), NOT_UTF8);
        }
        return text;
    }

    private static String place(JsonParser parser) {
        return parser.getParsingContext().pathAsPointer().toString();
    }
}
