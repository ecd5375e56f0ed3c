package dev.valet.local.door;

/** The failures that API Gateway answers by itself, with the status and the message it has for each. */
public enum Gateway {
    MISSING_AUTHENTICATION_TOKEN(403, "Missing Authentication Token"),
    INVALID_SIGNATURE(403, "The request signature we calculated does not match the signature you provided."),
    EXPIRED_TOKEN(403, "The security token included in the request is expired"),
    ACCESS_DENIED(403, "User is not authorized to access this resource"),
    UNAUTHORIZED(401, "Unauthorized"),
    AUTHORIZER_FAILURE(500, "Internal server error"),
    AUTHORIZER_CONFIGURATION_ERROR(500, "Internal server error"),
    BAD_REQUEST_PARAMETERS(400, "Bad request"),
    REQUEST_TOO_LARGE(413, "Request Too Long"),
    INTEGRATION_TIMEOUT(504, "Endpoint request timed out"),
    /** A handler that failed or whose answer has another shape than a proxy's; API Gateway has no type of its own for it. */
    MALFORMED_ANSWER(502, "Internal server error");

    private final int status;
    private final String message;

    Gateway(int status, String message) {
        this.status = status;
        this.message = message;
    }

    int status() {
        return status;
    }

    String message() {
        return message;
    }
}
