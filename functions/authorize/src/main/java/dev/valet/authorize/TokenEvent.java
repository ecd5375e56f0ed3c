package dev.valet.authorize;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.json.StrictJson;
import java.util.Optional;

/** What API Gateway asks a TOKEN authorizer. No record: records print their fields, and the header holds a token. */
final class TokenEvent {
    private static final String SCHEME = "Bearer ";

    private final String authorization;
    private final MethodArn method;

    private TokenEvent(String authorization, MethodArn method) {
        this.authorization = authorization;
        this.method = method;
    }

    /** @throws Malformed for whatever is not exactly such an event, for a bearer route; members AWS may add are left alone */
    static TokenEvent read(byte[] utf8) {
        if (StrictJson.read(utf8) instanceof Json.Obj event) {
            Malformed.unless(text(event, "type").equals("TOKEN"), "is an event of a TOKEN authorizer");
            return new TokenEvent(text(event, "authorizationToken"), MethodArn.parse(text(event, "methodArn")));
        }
        throw new Malformed("is a JSON object");
    }

    private static String text(Json.Obj event, String name) {
        if (event.members().get(name) instanceof Json.Str(String text)) {
            return text;
        }
        throw new Malformed("/" + name, "is a string");
    }

    MethodArn method() {
        return method;
    }

    /**
     * The token behind the scheme, whose name has no case (RFC 9110, section 11.1). For a credentials document alone the
     * scheme may be missing: an AWS SDK sends the content of its token file verbatim.
     */
    Optional<String> token() {
        if (authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.of(authorization.substring(SCHEME.length()));
        }
        return method.isCredentialsDocument() ? Optional.of(authorization) : Optional.empty();
    }
}
