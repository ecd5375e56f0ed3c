package dev.valet.action;

import dev.valet.Malformed;
import dev.valet.action.HttpCredential.Place;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A request that its operator wrote and an agent only fills in: {@code https}, port 443, one host (B-1).
 *
 * @param host lower-case ASCII name, never an address
 * @param ipv6 whether it may be reached over IPv6 too (B-4)
 * @param lookup how to find out what became of it; empty where nothing can tell
 */
public record HttpTemplate(
        String host,
        boolean ipv6,
        HttpCredential credential,
        HttpCall call,
        HttpAnswer answer,
        Optional<HttpLookup> lookup) {
    static final String HOST = "is a host name with at least two labels, in lower case, without a port, and no address";

    /** The last label begins with a letter, so no spelling of an IP address fits: 127.1, 0x7f.1, 2130706433 (B-5). */
    private static final Pattern NAME =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.){1,10}[a-z](?:[a-z0-9-]{0,61}[a-z0-9])");

    public HttpTemplate {
        unless(isHost(host), "/host", HOST);
        unless(fits(credential.place(), call), "/credential", "has a place that is free in headers and body");
        unless(
                lookup.isEmpty() || fits(credential.place(), lookup.get().call()),
                "/credential",
                "is in a header that is free, so that a lookup can carry it too");
        unless(
                lookup.isEmpty()
                        || lookup.get()
                                .result()
                                .fields()
                                .keySet()
                                .equals(answer.result().fields().keySet()),
                "/lookup/result",
                "has the same fields as the result of the answer");
        unless(
                lookup.isEmpty() || call.method().hasEffects(),
                "/lookup",
                "is for methods with effects; a GET is simply asked again");
    }

    /** @throws Malformed unless it is a name that can be a host's */
    public static String checkHost(String text) {
        Malformed.unless(isHost(text), HOST);
        return text;
    }

    private static boolean isHost(String text) {
        return text.length() <= 253 && NAME.matcher(text).matches();
    }

    private static boolean fits(Place place, HttpCall call) {
        return switch (place) {
            case Place.Bearer _, Place.Basic _ -> true;
            case Place.Header(String name) -> !call.headers().has(name);
            case Place.Field(String name) ->
                !(call.body() instanceof HttpBody.None) && !call.body().has(name);
        };
    }

    /** Where in the input its values come from, those of the lookup included. */
    public Set<MemberPath> inputs() {
        var paths = new TreeSet<>(call.inputs());
        lookup.ifPresent(look -> paths.addAll(look.call().inputs()));
        return paths;
    }

    private static void unless(boolean holds, String place, String rule) {
        if (!holds) {
            throw new Malformed(place, rule);
        }
    }
}
