package dev.valet.http;

import dev.valet.Hash;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.identity.PresentedToken;
import dev.valet.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;

/** A compact JWS taken apart, and not yet believed. No record: records print their fields, and a token is a secret. */
final class CompactToken {
    static final int MOST_CHARACTERS = 8 * 1024;
    static final int MOST_DEPTH = 8;

    private final Json.Obj header;
    private final Json.Obj claims;
    private final byte[] signed;
    private final byte[] signature;

    private CompactToken(Json.Obj header, Json.Obj claims, byte[] signed, byte[] signature) {
        this.header = header;
        this.claims = claims;
        this.signed = signed;
        this.signature = signature;
    }

    /** Three segments and no other form: five are a JWE, and JSON serialisations do not begin like this (J-4, J-5). */
    static CompactToken parse(String text) {
        NotBelieved.unless(text.length() <= MOST_CHARACTERS, TokenFault.MALFORMED_TOKEN);
        var segments = text.split("\\.", 4);
        NotBelieved.unless(segments.length == 3, TokenFault.MALFORMED_TOKEN);
        try {
            var signature = Base64Url.decode(segments[2]);
            NotBelieved.unless(signature.length > 0, TokenFault.MALFORMED_TOKEN);
            return new CompactToken(
                    object(segments[0]),
                    object(segments[1]),
                    text.substring(0, text.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII),
                    signature);
        } catch (Malformed malformed) {
            throw new NotBelieved(TokenFault.MALFORMED_TOKEN);
        }
    }

    private static Json.Obj object(String segment) {
        if (StrictJson.read(Base64Url.decode(segment)) instanceof Json.Obj object && depth(object) <= MOST_DEPTH) {
            return object;
        }
        throw new NotBelieved(TokenFault.MALFORMED_TOKEN);
    }

    private static int depth(Json json) {
        return switch (json) {
            case Json.Obj(var members) -> 1 + deepest(members.values());
            case Json.Arr(var items) -> 1 + deepest(items);
            case Json.Str _, Json.Int _, Json.Fraction _, Json.Bool _, Json.Null _ -> 0;
        };
    }

    private static int deepest(Collection<Json> items) {
        return items.stream().mapToInt(CompactToken::depth).max().orElse(0);
    }

    TokenHeader header() {
        return TokenHeader.of(header);
    }

    Claims claims() {
        return new Claims(claims);
    }

    /** What may be remembered of it. */
    PresentedToken presented() {
        return new PresentedToken(
                Hash.sha256(new String(signed, StandardCharsets.US_ASCII)),
                Instant.ofEpochSecond(claims().seconds("exp")));
    }

    boolean isSignedBy(VerificationKey key) {
        return key.verifies(signed, signature);
    }
}
