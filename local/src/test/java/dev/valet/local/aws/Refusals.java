package dev.valet.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What a real client makes of an error. */
final class Refusals {
    private Refusals() {}

    /** Returns the message that came with the code. */
    static String refused(String code, ThrowingCallable call) {
        var refusal = catchThrowableOfType(AwsServiceException.class, call);
        assertThat(refusal).as("the call went through").isNotNull();
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
        return refusal.awsErrorDetails().errorMessage();
    }
}
