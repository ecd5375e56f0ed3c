package dev.valet.http;

import java.util.Locale;

/** Why there was no request, or no answer to read. Codes of ours, and nothing an upstream wrote. */
public enum HttpFault {
    /** The address rule was tried at start, and let through what it must refuse (B-6). */
    GUARD_NOT_IN_FORCE,
    /** A value does not fit its place in the template. */
    INPUT_UNFIT,
    SECRET_UNAVAILABLE,
    /** The secret is no visible ASCII of 12 to 4,096 characters, so it can be neither sent nor looked for (B-9). */
    SECRET_UNUSABLE,
    NAME_UNRESOLVED,
    /** The name has an address that is not public (B-4), or is one of the function's own (B-10). */
    ADDRESS_REFUSED,
    UNREACHABLE,
    /** No TLS, or not with the host that was meant. */
    TLS_REFUSED,
    TOO_SLOW,
    /** The connection broke before the answer was whole. */
    BROKEN_OFF,
    TOO_LARGE,
    /** The answer is not HTTP/1.1 as Valet reads it. */
    UNSOUND_ANSWER,
    UNKNOWN_ENCODING;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
