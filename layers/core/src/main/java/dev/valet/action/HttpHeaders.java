package dev.valet.action;

import dev.valet.Malformed;
import dev.valet.Pointer;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The headers that a template adds. Their values are the operator's, or Valet's own key: nothing of the input reaches a header,
 * so none can be injected (B-8, B-9).
 */
public record HttpHeaders(SortedMap<String, HttpText> values) {
    public static final HttpHeaders NONE = new HttpHeaders(new TreeMap<>());
    static final String NAME = "is the name of a header, made of letters, digits and -";
    static final String OURS = "is none of the headers that Valet sets itself, or never sends";
    static final String VALUE = "is one line of printable ASCII, with no place but ${key}";

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");
    private static final Pattern LINE = Pattern.compile("[ -~]*");

    /** B-8: what frames the message, what routes it, what names somebody else, and what asks for half an answer. */
    private static final Set<String> NEVER = Set.of(
            "accept-encoding",
            "authorization",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "cookie",
            "cookie2",
            "expect",
            "forwarded",
            "host",
            "http2-settings",
            "if-range",
            "keep-alive",
            "range",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via",
            "x-http-method",
            "x-http-method-override",
            "x-method-override",
            "x-original-url",
            "x-rewrite-url");

    public HttpHeaders {
        var lower = new TreeMap<String, HttpText>();
        values.forEach((name, value) -> {
            check(name);
            var place = Pointer.member("", name);
            boolean line = value.literals(LINE)
                    && !value.text().isBlank()
                    && value.text().strip().equals(value.text());
            unless(line && value.takesNoInput(), place, VALUE);
            unless(lower.put(name.toLowerCase(Locale.ROOT), value) == null, place, "is named once, in any case");
        });
        Malformed.unless(values.size() <= 20, "are 20 at most");
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** @throws Malformed unless a template, or the credential of one, may set a header of this name */
    static void check(String name) {
        var place = Pointer.member("", name);
        unless(TOKEN.matcher(name).matches(), place, NAME);
        var lower = name.toLowerCase(Locale.ROOT);
        boolean ours = NEVER.contains(lower) || lower.startsWith("proxy-") || lower.startsWith("x-forwarded-");
        unless(!ours, place, OURS);
    }

    boolean has(String name) {
        return values.keySet().stream().anyMatch(name::equalsIgnoreCase);
    }

    private static void unless(boolean holds, String place, String rule) {
        if (!holds) {
            throw new Malformed(place, rule);
        }
    }
}
