package dev.valet.bench;

import dev.valet.Json;
import java.util.Map;

/** What API Gateway sends for signed requests. */
final class Events {
    static final String API = "bench1api0";
    static final String STAGE = "live";
    static final String REQUEST = "0a1b2c3d-0000-4000-8000-0123456789ab";
    private static final String SESSION = "i-0123456789abcdef0";

    private Events() {}

    /** One agent asks for one of its grants. */
    static String lease(int agent, int grant) {
        var body = Json.object()
                .with("grant", World.grant(agent, grant))
                .with("parameters", Json.strings(Map.of("team", "payments")))
                .with("reason", "nightly report")
                .build();
        return Json.object()
                .with("resource", "/v1/leases")
                .with("path", "/v1/leases")
                .with("httpMethod", "POST")
                .with("headers", headers())
                .with("multiValueHeaders", Json.Null.NULL)
                .with("queryStringParameters", Json.Null.NULL)
                .with("multiValueQueryStringParameters", Json.Null.NULL)
                .with("pathParameters", Json.Null.NULL)
                .with("stageVariables", Json.Null.NULL)
                .with("requestContext", context(agent))
                .with("body", body.text())
                .with("isBase64Encoded", false)
                .build()
                .text();
    }

    private static Json headers() {
        return Json.strings(Map.of(
                "Content-Type", "application/json",
                "Host", API + ".execute-api.eu-west-1.amazonaws.com",
                "X-Amz-Date", "20261101T000000Z",
                "X-Forwarded-For", "192.0.2.10",
                "X-Forwarded-Proto", "https"));
    }

    private static Json context(int agent) {
        return Json.object()
                .with("resourceId", "abc123")
                .with("resourcePath", "/v1/leases")
                .with("httpMethod", "POST")
                .with("accountId", World.ACCOUNT)
                .with("apiId", API)
                .with("stage", STAGE)
                .with("requestId", REQUEST)
                .with("identity", identity(agent))
                .build();
    }

    private static Json identity(int agent) {
        var role = World.principal(agent);
        return Json.object()
                .with("accountId", World.AGENTS_ACCOUNT)
                .with("caller", role.uniqueId() + ":" + SESSION)
                .with("user", role.uniqueId() + ":" + SESSION)
                .with(
                        "userArn",
                        "arn:aws:sts::" + World.AGENTS_ACCOUNT + ":assumed-role/" + role.roleName() + "/" + SESSION)
                .with("accessKey", "ASIABENCHBENCHBENCH1")
                .with("sourceIp", "192.0.2.10")
                .with("userAgent", "bench")
                .build();
    }
}
