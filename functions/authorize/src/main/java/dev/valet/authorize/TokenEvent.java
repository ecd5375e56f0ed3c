package dev.valet.authorize;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.SecretText;
import dev.valet.json.StrictJson;
import java.util.Optional;

/** What API Gateway asks a TOKEN authorizer. Members that AWS may add are left alone. */
record TokenEvent(SecretText authorization, MethodArn method) {
    private static final String SCHEME = "Bearer ";

    /** @throws Malformed for whatever is not exactly such an event, for a bearer route */
    static TokenEvent read(byte[] utf8) {
        var json = StrictJson.read(utf8);
        Malformed.unless(json instanceof Json.Obj, "is an event");
        var event = (Json.Obj) json;
        Malformed.unless(text(event, "type").equals("TOKEN"), "is an event of a TOKEN authorizer");
        return new TokenEvent(
                new SecretText(text(event, "authorizationToken")), MethodArn.parse(text(event, "methodArn")));
    }

    private static String text(Json.Obj event, String name) {
        var value = event.members().get(name);
        Malformed.unless(value instanceof Json.Str, "has a text for " + name);
        return value instanceof Json.Str(String text) ? text : "";
    }

    /**
     * The token behind the scheme, whose name has no case (RFC 9110, section 11.1). For a credentials document alone the
     * scheme may be missing: an AWS SDK sends the content of its token file verbatim.
     */
    Optional<String> token() {
        return authorization.use(header -> {
            if (header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
                return Optional.of(header.substring(SCHEME.length()));
            }
            return method.isCredentialsDocument() ? Optional.of(header) : Optional.empty();
        });
    }
}
