package dev.valet.local.aws;

import dev.valet.local.aws.signature.Verification.Refusal;
import dev.valet.local.aws.signature.Verification.Refused;
import dev.valet.local.aws.wire.Answer;
import dev.valet.local.aws.wire.Blob;
import dev.valet.local.aws.wire.Received;
import dev.valet.local.aws.wire.Xml;
import java.util.List;
import java.util.Map;

/** How a service words an error. The codes are AWS's own, because SDKs act on them. */
enum Dialect {
    /** STS and IAM. */
    QUERY,
    /** Secrets Manager, KMS and EventBridge. */
    JSON,
    S3;

    /** For a request that names no service we know: by its looks. */
    static Dialect of(Received request) {
        if (request.headers().containsKey("x-amz-target")) {
            return JSON;
        }
        boolean form = request.headers().getOrDefault("content-type", List.of()).stream()
                .anyMatch(type -> type.startsWith("application/x-www-form-urlencoded"));
        return form || request.query().contains("Action=") ? QUERY : S3;
    }

    Answer answer(AwsError error, Received request, String requestId) {
        return switch (this) {
            case QUERY ->
                Answer.xml(
                        error.status,
                        Xml.node(
                                "ErrorResponse",
                                Xml.node(
                                        "Error",
                                        Xml.leaf("Type", "Sender"),
                                        Xml.leaf("Code", error.code),
                                        Xml.leaf("Message", error.text())),
                                Xml.leaf("RequestId", requestId)));
            case JSON -> {
                String code = error.code.equals("AccessDenied") ? "AccessDeniedException" : error.code;
                yield Answer.json(
                        error.status == 403 ? 400 : error.status, Map.of("__type", code, "message", error.text()));
            }
            case S3 -> {
                boolean bodiless = request.method().equals("HEAD") || error.status == 304;
                Xml xml = Xml.node(
                        "Error",
                        Xml.leaf("Code", error.code),
                        Xml.leaf("Message", error.text()),
                        Xml.leaf("Resource", request.path()),
                        Xml.leaf("RequestId", requestId));
                Answer answer = Answer.xml(error.status, xml);
                yield bodiless ? new Answer(answer.status(), answer.headers(), Blob.EMPTY) : answer;
            }
        };
    }

    AwsError error(Refused refused) {
        String text = refused.detail();
        Refusal refusal = refused.refusal();
        return switch (this) {
            case QUERY -> query(refusal, text);
            case JSON -> json(refusal, text);
            case S3 -> s3(refusal, text);
        };
    }

    private static AwsError query(Refusal refusal, String text) {
        return switch (refusal) {
            case MISSING -> new AwsError(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
            case MALFORMED -> new AwsError(400, "IncompleteSignature", text);
            case UNKNOWN_KEY, WRONG_TOKEN ->
                new AwsError(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
            case EXPIRED_KEY -> new AwsError(403, "ExpiredToken", EXPIRED);
            case SKEWED, EXPIRED_REQUEST, WRONG_SCOPE, WRONG_SIGNATURE, WRONG_BODY ->
                new AwsError(403, "SignatureDoesNotMatch", text);
            case NOT_IMPLEMENTED -> new AwsError(501, "NotImplemented", text);
        };
    }

    private static AwsError json(Refusal refusal, String text) {
        return switch (refusal) {
            case MISSING ->
                new AwsError(400, "MissingAuthenticationTokenException", "Request is missing Authentication Token");
            case MALFORMED -> new AwsError(400, "IncompleteSignatureException", text);
            case UNKNOWN_KEY, WRONG_TOKEN ->
                new AwsError(
                        400, "UnrecognizedClientException", "The security token included in the request is invalid.");
            case EXPIRED_KEY -> new AwsError(400, "ExpiredTokenException", EXPIRED);
            case SKEWED, EXPIRED_REQUEST, WRONG_SCOPE, WRONG_SIGNATURE, WRONG_BODY ->
                new AwsError(400, "InvalidSignatureException", text);
            case NOT_IMPLEMENTED -> new AwsError(501, "NotImplemented", text);
        };
    }

    private static AwsError s3(Refusal refusal, String text) {
        return switch (refusal) {
            case MISSING -> AwsError.denied("Access Denied");
            case MALFORMED, WRONG_SCOPE -> new AwsError(400, "AuthorizationHeaderMalformed", text);
            case UNKNOWN_KEY ->
                new AwsError(
                        403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
            case WRONG_TOKEN ->
                new AwsError(400, "InvalidToken", "The provided token is malformed or otherwise invalid.");
            case EXPIRED_KEY -> new AwsError(400, "ExpiredToken", "The provided token has expired.");
            case SKEWED -> new AwsError(403, "RequestTimeTooSkewed", text);
            case EXPIRED_REQUEST -> AwsError.denied(text);
            case WRONG_SIGNATURE -> new AwsError(403, "SignatureDoesNotMatch", text);
            case WRONG_BODY -> new AwsError(400, "XAmzContentSHA256Mismatch", text);
            case NOT_IMPLEMENTED -> new AwsError(501, "NotImplemented", text);
        };
    }

    private static final String EXPIRED = "The security token included in the request is expired";
}
