package dev.valet.local.door;

import dev.valet.Json;
import dev.valet.ObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes the event of a REST API's Lambda proxy integration, payload version 1.0. */
final class ProxyEvent {
    private static final DateTimeFormatter REQUEST_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ProxyEvent() {}

    /** What the gateway knows of the caller: an identity it verified, or an authorizer's context, never both (INV-3). */
    sealed interface Caller {
        record Signed(Identity identity) implements Caller {}

        record Authorized(Json context) implements Caller {}

        /** Where nobody is asked, whatever was sent to show who is calling. */
        record Anybody() implements Caller {}
    }

    static Json of(Routes.Match match, Arrived request, Caller caller, String requestId, Instant now) {
        var route = match.route();
        var query = request.parameters();
        return Json.object()
                .with("resource", route.resource())
                .with("path", Arrived.decode(request.path()))
                .with("httpMethod", request.method())
                .with("headers", single(request.headers()))
                .with("multiValueHeaders", multiple(request.headers()))
                .with("queryStringParameters", single(query))
                .with("multiValueQueryStringParameters", multiple(query))
                .with("pathParameters", texts(match.pathParameters()))
                .with("stageVariables", Json.Null.NULL)
                .with("requestContext", context(route, request, caller, requestId, now))
                .with("body", body(request.body()))
                .with("isBase64Encoded", false)
                .build();
    }

    private static Json context(Route route, Arrived request, Caller caller, String requestId, Instant now) {
        var context = Json.object()
                .with("accountId", route.api().account())
                .with("apiId", route.api().id())
                .with("stage", route.api().stage())
                .with("resourcePath", route.resource())
                .with("httpMethod", request.method())
                .with("path", "/" + route.api().stage() + Arrived.decode(request.path()))
                .with("requestId", requestId)
                .with("extendedRequestId", requestId)
                .with("protocol", "HTTP/1.1")
                .with("requestTime", REQUEST_TIME.format(now))
                .with("requestTimeEpoch", now.toEpochMilli())
                .with("domainName", request.header("Host").orElse("127.0.0.1"));
        return switch (caller) {
            case Caller.Signed(Identity identity) ->
                context.with("identity", identity(request, Optional.of(identity)))
                        .build();
            case Caller.Anybody _ ->
                context.with("identity", identity(request, Optional.empty())).build();
            case Caller.Authorized(Json authorizer) ->
                context.with("identity", identity(request, Optional.empty()))
                        .with("authorizer", authorizer)
                        .build();
        };
    }

    private static Json identity(Arrived request, Optional<Identity> known) {
        return new Nullable()
                .with("accessKey", known.map(Identity::accessKey))
                .with("accountId", known.map(Identity::account))
                .with("caller", known.map(Identity::caller))
                .with("user", known.map(Identity::caller))
                .with("userArn", known.map(Identity::userArn))
                .with("principalOrgId", known.flatMap(Identity::principalOrgId))
                .with("sourceIp", Optional.of(request.sourceIp()))
                .with("userAgent", request.header("User-Agent"))
                .with("cognitoIdentityId", Optional.empty())
                .with("cognitoIdentityPoolId", Optional.empty())
                .with("cognitoAuthenticationType", Optional.empty())
                .with("cognitoAuthenticationProvider", Optional.empty())
                .with("apiKey", Optional.empty())
                .with("vpcId", Optional.empty())
                .with("vpceId", Optional.empty())
                .build();
    }

    /** An object whose absent members are null, as API Gateway writes them. */
    private static final class Nullable {
        private final ObjectBuilder object = Json.object();

        Nullable with(String name, Optional<String> text) {
            object.with(name, text.map(Json::of).orElse(Json.Null.NULL));
            return this;
        }

        Json build() {
            return object.build();
        }
    }

    private static Json single(Map<String, List<String>> values) {
        var last = Json.object();
        values.forEach((name, all) -> last.with(name, all.getLast()));
        return values.isEmpty() ? Json.Null.NULL : last.build();
    }

    private static Json multiple(Map<String, List<String>> values) {
        var all = Json.object();
        values.forEach(all::with);
        return values.isEmpty() ? Json.Null.NULL : all.build();
    }

    private static Json texts(Map<String, String> values) {
        return values.isEmpty() ? Json.Null.NULL : Json.strings(values);
    }

    /** An API without binary media types hands on text, whatever came. */
    private static Json body(Arrived.Body body) {
        byte[] bytes = body.bytes();
        return bytes.length == 0 ? Json.Null.NULL : Json.of(new String(bytes, StandardCharsets.UTF_8));
    }
}
