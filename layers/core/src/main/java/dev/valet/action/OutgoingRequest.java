package dev.valet.action;

import dev.valet.Json;
import dev.valet.Malformed;
import java.net.URI;
import java.util.SortedMap;

/** A request with everything filled in but the secret. */
public record OutgoingRequest(HttpMethod method, URI uri, SortedMap<String, String> headers, Content content) {
    static final int LONGEST_URI = 8_000;

    /** What it carries, still in parts, so that the secret can become one of them. */
    public sealed interface Content {
        record None() implements Content {}

        record AsJson(Json.Obj value) implements Content {}

        record AsForm(SortedMap<String, String> fields) implements Content {}
    }

    /**
     * B-1, B-2: by {@link URI} alone, and looked at again once built. Whatever was filled in, it is the host and the path that
     * were meant.
     *
     * @throws Malformed otherwise
     */
    static URI uri(String host, String path, String query) {
        var text = "https://" + host + path + (query.isEmpty() ? "" : "?" + query);
        Malformed.unless(text.length() <= LONGEST_URI, "makes a URL of " + LONGEST_URI + " characters at most");
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException notAUri) {
            throw new Malformed("makes a URL");
        }
        boolean asMeant = "https".equals(uri.getScheme())
                && host.equals(uri.getHost())
                && host.equals(uri.getRawAuthority())
                && path.equals(uri.getRawPath())
                && uri.getRawUserInfo() == null
                && uri.getRawFragment() == null
                && (query.isEmpty() ? uri.getRawQuery() == null : query.equals(uri.getRawQuery()))
                && uri.equals(uri.normalize());
        Malformed.unless(asMeant, "makes a URL of the template's host and path");
        return uri;
    }
}
