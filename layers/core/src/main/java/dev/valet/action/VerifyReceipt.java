package dev.valet.action;

import dev.valet.Es256Key;
import dev.valet.Json;
import dev.valet.Malformed;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Checks a receipt with nothing but a JWK Set: pure, so it needs no trust in whoever showed it and no network. The header
 * chooses a key by its id and nothing else; any other spelling of the same receipt is refused.
 */
public final class VerifyReceipt {
    static final String FORM = "is a receipt: three parts in base64url";
    static final String HEADER = "has the header of a receipt: ES256, the id of a key and the type valet-receipt+jwt";
    static final String KEY = "names a key of the set";
    static final String SIGNATURE = "is signed by the key that it names";
    static final String PAYLOAD = "says what receipts say, in canonical JSON";
    static final String SET = "is a JWK Set with a key for ES256";

    private static final int MOST_CHARACTERS = 8 * 1024;
    private static final int MOST_KEYS = 100;

    private final Map<String, Es256Key> keys;
    private final Function<String, Json> json;

    /**
     * @param keys as {@code GET /.well-known/jwks.json} answers them; keys of other sorts are passed over
     * @param json reads JSON strictly, and throws {@link Malformed}
     * @throws Malformed unless the set has a key
     */
    public VerifyReceipt(Json keys, Function<String, Json> json) {
        this.keys = read(keys);
        this.json = json;
    }

    private static Map<String, Es256Key> read(Json set) {
        var items = set.at("keys") instanceof Json.Arr(var found) ? found : List.<Json>of();
        Malformed.unless(items.size() <= MOST_KEYS, SET);
        var read = items.stream()
                .flatMap(jwk -> Es256Key.read(jwk).stream())
                .collect(Collectors.toMap(Es256Key::id, Function.identity(), (one, _) -> one));
        Malformed.unless(!read.isEmpty(), SET);
        return read;
    }

    /** @throws Malformed naming the rule that does not hold */
    public Receipt verify(String receipt) {
        var parts = receipt.split("\\.", -1);
        Malformed.unless(receipt.length() <= MOST_CHARACTERS && parts.length == 3, FORM);
        var key = key(text(parts[0]));
        var signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        Malformed.unless(key.verifies(signed, decoded(parts[2])), SIGNATURE);
        return payload(text(parts[1]));
    }

    private Es256Key key(String header) {
        var id = read(header, HEADER).textAt("kid");
        var exact = Json.object()
                .with("alg", "ES256")
                .with("kid", id)
                .with("typ", SignReceipt.TYPE)
                .build();
        Malformed.unless(exact.canonical().equals(header), HEADER);
        var key = keys.get(id);
        if (key == null) {
            throw new Malformed(KEY);
        }
        return key;
    }

    private Receipt payload(String text) {
        try {
            var read = Receipt.read(json.apply(text));
            Malformed.unless(read.json().canonical().equals(text), PAYLOAD);
            return read;
        } catch (Malformed other) {
            throw new Malformed(PAYLOAD);
        }
    }

    private Json read(String text, String rule) {
        try {
            return json.apply(text);
        } catch (Malformed notJson) {
            throw new Malformed(rule);
        }
    }

    private static String text(String part) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded(part)))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new Malformed(FORM);
        }
    }

    private static byte[] decoded(String part) {
        try {
            var bytes = Base64.getUrlDecoder().decode(part);
            // The JDK takes padding, and set bits behind the last byte: two spellings of one value.
            Malformed.unless(
                    Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(bytes)
                            .equals(part),
                    FORM);
            return bytes;
        } catch (IllegalArgumentException notBase64) {
            throw new Malformed(FORM);
        }
    }
}
