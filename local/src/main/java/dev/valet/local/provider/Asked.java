package dev.valet.local.provider;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.json.StrictJson;
import dev.valet.local.aws.wire.Blob;
import dev.valet.local.aws.wire.Parameters;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One request as it came over a connection (RFC 9112). What a server could read in two ways is not read: whoever sends that has
 * to hear of it here, and not from the real provider.
 *
 * @param path raw and still encoded
 * @param headers names in lower case
 */
record Asked(String method, String path, Parameters query, Map<String, String> headers, Blob body) {
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final Pattern REQUEST_LINE =
            Pattern.compile("(GET|POST|PUT|PATCH|DELETE) (/[!-~&&[^?#]]*)(?:\\?([!-~&&[^#]]*))? HTTP/1\\.1");
    private static final Pattern FIELD = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+): ([!-~](?:[ -~]*[!-~])?)");
    private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,8}");

    /** @throws Malformed naming what is not as it should be */
    static Asked read(String host, byte[] request) {
        var text = new String(request, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(END_OF_HEAD);
        Malformed.unless(end > 0, "has a head");
        var lines = List.of(text.substring(0, end).split("\r\n", -1));
        var line = REQUEST_LINE.matcher(lines.getFirst());
        Malformed.unless(line.matches(), "begins with a request line");
        var headers = headers(lines.subList(1, lines.size()));
        Malformed.unless(host.equals(headers.get("host")), "names this host");
        Malformed.unless(!headers.containsKey("transfer-encoding"), "says its length");
        var body = Blob.of(text.substring(end + END_OF_HEAD.length()).getBytes(StandardCharsets.ISO_8859_1));
        var asked = new Asked(line.group(1), line.group(2), parameters(line.group(3)), headers, body);
        Malformed.unless(asked.isWhole(), "has a body of the length that it says");
        return asked;
    }

    private static Map<String, String> headers(List<String> lines) {
        var headers = new TreeMap<String, String>();
        for (var line : lines) {
            var field = FIELD.matcher(line);
            Malformed.unless(field.matches(), "has headers of a name and a value");
            var before = headers.put(field.group(1).toLowerCase(Locale.ROOT), field.group(2));
            Malformed.unless(before == null, "has each header once");
        }
        return headers;
    }

    private boolean isWhole() {
        var length = headers.getOrDefault("content-length", method.equals("POST") ? "" : "0");
        return LENGTH.matcher(length).matches() && Integer.parseInt(length) == body.size();
    }

    private static Parameters parameters(@org.jspecify.annotations.Nullable String encoded) {
        try {
            return Parameters.parse(encoded == null ? "" : encoded);
        } catch (IllegalArgumentException broken) {
            throw new Malformed("is percent-encoded");
        }
    }

    boolean is(String wantedMethod, String wantedPath) {
        return method.equals(wantedMethod) && path.equals(wantedPath);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** What {@code Authorization: Bearer} shows. */
    Optional<String> bearer() {
        return header("authorization")
                .filter(value -> value.startsWith("Bearer "))
                .map(value -> value.substring("Bearer ".length()));
    }

    /** @throws Malformed unless it is a form, each of its fields given once */
    Map<String, String> form() {
        Malformed.unless(
                header("content-type").equals(Optional.of("application/x-www-form-urlencoded")), "is sent as a form");
        var fields = new TreeMap<String, String>();
        parameters(body.text())
                .entries()
                .forEach(entry -> Malformed.unless(
                        fields.put(entry.name(), entry.value()) == null, "has each field of its form once"));
        return fields;
    }

    /** @throws Malformed unless it is JSON */
    Json json() {
        Malformed.unless(header("content-type").equals(Optional.of("application/json")), "is sent as JSON");
        return StrictJson.read(body.text());
    }

    /** Its headers carry the secret. */
    @Override
    public String toString() {
        return "Asked[" + method + " " + path + "]";
    }
}
