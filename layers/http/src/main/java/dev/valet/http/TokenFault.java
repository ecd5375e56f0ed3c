package dev.valet.http;

import java.util.Locale;

/** Why a token was not believed: for logs and metrics. A caller only ever hears Unauthorized. */
public enum TokenFault {
    /** Not a compact JWS in canonical base64url, too long, too deep, or with a member named twice (J-4, J-5). */
    MALFORMED_TOKEN,
    /** Nobody registered this {@code iss}, character by character (J-1). */
    UNKNOWN_ISSUER,
    /** The header's algorithm, key id or type is not what the registration allows, or it demands an extension (J-3, J-4). */
    UNACCEPTED_HEADER,
    /** No sound key set of this issuer is at hand, or it is older than a day. */
    NO_KEYS,
    /** The issuer has no such key, now. */
    UNKNOWN_KEY,
    BAD_SIGNATURE,
    /** Not exactly one audience, or not this one (J-7). */
    WRONG_AUDIENCE,
    EXPIRED,
    NOT_YET_VALID,
    /** Lives longer than tokens of this type of issuer may. */
    TOO_LONG_LIVED,
    /** A claim that makes or guards the subject is missing, empty, of the wrong type, or disagrees (J-8). */
    UNACCEPTED_CLAIMS;

    /** The word that metrics count under; changing one breaks alarms. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
