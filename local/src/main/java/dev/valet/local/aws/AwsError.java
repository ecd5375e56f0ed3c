package dev.valet.local.aws;

/** A refusal in the words of AWS: an HTTP status, a code that SDKs turn into an exception type, and a message. */
final class AwsError extends RuntimeException {
    private static final long serialVersionUID = 1;

    final int status;
    final String code;

    AwsError(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static AwsError denied(String message) {
        return new AwsError(403, "AccessDenied", message);
    }

    /** In the query protocol's wording for a parameter out of bounds. */
    static AwsError invalid(String parameter, String constraint) {
        return new AwsError(
                400,
                "ValidationError",
                "1 validation error detected: Value at '" + parameter + "' failed to satisfy constraint: "
                        + constraint);
    }

    /** What this endpoint leaves out is said by name, so that nobody takes silence for success. */
    static AwsError absent(String what) {
        return new AwsError(501, "NotImplemented", "the local endpoint has no " + what);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
