package dev.valet.aws;

import dev.valet.Unavailable;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Turns what the SDK throws into closed codes. Its messages and objects end here: they may carry secrets. */
final class AwsFailure {
    private AwsFailure() {}

    /** @throws Unavailable instead of whatever the SDK throws */
    static <T> T guard(String service, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException failure) {
            throw new Unavailable(code(service, failure));
        }
    }

    /** @return {@code <service>-<what happened>} */
    static String code(String service, SdkException failure) {
        return service + "-"
                + switch (failure) {
                    case ApiCallTimeoutException _, ApiCallAttemptTimeoutException _ -> "timeout";
                    case AwsServiceException answered -> word(answered);
                    default -> "unreachable";
                };
    }

    private static String word(AwsServiceException answered) {
        if (answered.isThrottlingException()) {
            return "throttled";
        }
        var details = answered.awsErrorDetails();
        var error = details == null || details.errorCode() == null ? "" : details.errorCode();
        return switch (error) {
            case "AccessDenied", "AccessDeniedException" -> "access-denied";
            case "ExpiredToken", "ExpiredTokenException" -> "expired-token";
            case "MalformedPolicyDocument", "MalformedPolicyDocumentException" -> "malformed-policy";
            case "PackedPolicyTooLarge", "PackedPolicyTooLargeException" -> "packed-policy-too-large";
            case "RegionDisabledException" -> "region-disabled";
            case "ResourceNotFoundException" -> "not-found";
            default -> answered.statusCode() >= 500 ? "failed" : "refused";
        };
    }
}
