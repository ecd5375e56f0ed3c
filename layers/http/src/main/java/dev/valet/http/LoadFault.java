package dev.valet.http;

import java.util.Locale;

/** Why keys were not loaded; the ones loaded before stay in use until they are a day old. */
public enum LoadFault {
    /** The pinned URL is no https URL with a host. */
    NOT_HTTPS,
    /** No connection, no trust in the certificate, or the connection broke. */
    UNREACHABLE,
    TOO_SLOW,
    /** Anything but 200, redirects above all: who is sent elsewhere loads somebody else's keys (CVE-2026-49478). */
    UNEXPECTED_STATUS,
    TOO_LARGE,
    /** Not a JWK Set of sound keys that fit the registration. */
    UNSOUND_KEYS,
    /** The store of keys did not answer. */
    STORE_FAILED;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
