package dev.valet.http;

import dev.valet.Json;
import java.util.Optional;

/**
 * All that is read of a token's header (J-4). {@code jku}, {@code jwk}, {@code x5u} and {@code x5c} are not even looked at: a
 * token does not get to say what verifies it.
 */
record TokenHeader(String algorithm, String keyId, Optional<String> type) {
    private static final int MOST_CHARACTERS = 256;

    static TokenHeader of(Json.Obj header) {
        var members = header.members();
        boolean extended = members.containsKey("crit") || members.containsKey("b64");
        NotBelieved.unless(!extended, TokenFault.UNACCEPTED_HEADER);
        return new TokenHeader(
                text(header, "alg"),
                text(header, "kid"),
                members.containsKey("typ") ? Optional.of(text(header, "typ")) : Optional.empty());
    }

    private static String text(Json.Obj header, String name) {
        if (header.members().get(name) instanceof Json.Str(String text)
                && !text.isEmpty()
                && text.length() <= MOST_CHARACTERS) {
            return text;
        }
        throw new NotBelieved(TokenFault.UNACCEPTED_HEADER);
    }
}
