package dev.valet.action;

import dev.valet.Malformed;

/** The methods a template may use; never TRACE, CONNECT or OPTIONS (B-3). */
public enum HttpMethod {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE;

    /** @throws Malformed unless the text is one of the names, in capitals */
    public static HttpMethod parse(String text) {
        for (var method : values()) {
            if (method.name().equals(text)) {
                return method;
            }
        }
        throw new Malformed("is GET, POST, PUT, PATCH or DELETE");
    }

    /** GET only reads; everything else may have happened once it was sent (B-12). */
    public boolean hasEffects() {
        return this != GET;
    }

    public boolean hasBody() {
        return this == POST || this == PUT || this == PATCH;
    }
}
