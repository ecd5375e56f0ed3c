package dev.valet.testkit;

import dev.valet.Hash;
import dev.valet.Json;
import dev.valet.identity.Principal;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * An event of a REST API's Lambda proxy integration, as API Gateway would send it, until a story changes something. Places
 * are written with dots: {@code requestContext.identity.userArn}.
 */
public final class RestEvent {
    public static final String API = "a1b2c3d4e5";
    public static final String STAGE = "live";
    public static final String SESSION = "run-42";

    private final SequencedMap<String, Json> members = new LinkedHashMap<>();

    private RestEvent(String method, String resource) {
        set("resource", resource);
        set("path", resource);
        set("httpMethod", method);
        set("headers", Json.object().with("Content-Type", "application/json").build());
        set("multiValueHeaders", Json.object().build());
        set("queryStringParameters", Json.Null.NULL);
        set("multiValueQueryStringParameters", Json.Null.NULL);
        set("pathParameters", Json.Null.NULL);
        set("stageVariables", Json.Null.NULL);
        set("requestContext.accountId", Sample.VALET_ACCOUNT);
        set("requestContext.apiId", API);
        set("requestContext.stage", STAGE);
        set("requestContext.resourcePath", resource);
        set("requestContext.httpMethod", method);
        set("requestContext.requestId", "6c1f0e2a-0000-4000-8000-000000000001");
        set("requestContext.requestTimeEpoch", Json.of(1772442000000L));
        set("requestContext.identity.sourceIp", "203.0.113.7");
        for (var name : List.of("accessKey", "accountId", "caller", "user", "userArn", "principalOrgId")) {
            set("requestContext.identity." + name, Json.Null.NULL);
        }
        for (var name : List.of("IdentityId", "IdentityPoolId", "AuthenticationType", "AuthenticationProvider")) {
            set("requestContext.identity.cognito" + name, Json.Null.NULL);
        }
        set("body", Json.Null.NULL);
        set("isBase64Encoded", Json.of(false));
    }

    /** From whom API Gateway would know such a principal: a signature's role, or the authorizer's subject. */
    public static RestEvent from(Principal principal, String method, String resource) {
        var event = new RestEvent(method, resource);
        return switch (principal) {
            case Principal.AwsRole role -> event.signed(role, SESSION);
            case Principal.Subject subject -> event.authorized(subject);
        };
    }

    /** From nobody: neither signed nor authorized. */
    public static RestEvent fromNobody(String method, String resource) {
        return new RestEvent(method, resource);
    }

    public RestEvent signed(Principal.AwsRole role, String session) {
        var caller = role.uniqueId() + ":" + session;
        var arn = "arn:" + role.partition() + ":sts::" + role.account() + ":assumed-role/" + role.roleName() + "/"
                + session;
        return set("requestContext.identity.accessKey", "ASIAEXAMPLEKEY")
                .set("requestContext.identity.accountId", role.account())
                .set("requestContext.identity.caller", caller)
                .set("requestContext.identity.user", caller)
                .set("requestContext.identity.userArn", arn)
                .set("requestContext.identity.principalOrgId", "o-example12345");
    }

    public RestEvent authorized(Principal.Subject subject) {
        return set("requestContext.authorizer.principalId", "issuer")
                .set("requestContext.authorizer.issuer", subject.issuer())
                .set(
                        "requestContext.authorizer.claims",
                        Json.strings(subject.claims()).canonical())
                .set("requestContext.authorizer.token", Hash.sha256(subject.key()))
                .set("requestContext.authorizer.expires", "1772445600")
                .set("requestContext.authorizer.integrationLatency", Json.of(12));
    }

    public RestEvent body(Json body) {
        return body(body.text());
    }

    public RestEvent body(String body) {
        return set("body", body);
    }

    public RestEvent path(String name, String value) {
        return set("pathParameters", Json.object().with(name, value).build());
    }

    public RestEvent query(Map<String, String> query) {
        var lists = Json.object();
        query.forEach((name, value) -> lists.with(name, List.of(value)));
        return set("queryStringParameters", Json.strings(query)).set("multiValueQueryStringParameters", lists.build());
    }

    public RestEvent header(String name, String value) {
        return set("headers", Json.object().with(name, value).build())
                .set(
                        "multiValueHeaders",
                        Json.object().with(name, List.of(value)).build());
    }

    public RestEvent set(String place, String text) {
        return set(place, Json.of(text));
    }

    public RestEvent set(String place, Json value) {
        put(members, place, value);
        return this;
    }

    private static void put(SequencedMap<String, Json> object, String place, Json value) {
        int dot = place.indexOf('.');
        if (dot < 0) {
            object.put(place, value);
            return;
        }
        var inner = new LinkedHashMap<String, Json>();
        if (object.get(place.substring(0, dot)) instanceof Json.Obj(var there)) {
            inner.putAll(there);
        }
        put(inner, place.substring(dot + 1), value);
        object.put(place.substring(0, dot), new Json.Obj(inner));
    }

    public String text() {
        return new Json.Obj(members).text();
    }

    public InputStream bytes() {
        return new ByteArrayInputStream(text().getBytes(StandardCharsets.UTF_8));
    }
}
