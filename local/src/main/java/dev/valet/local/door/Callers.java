package dev.valet.local.door;

/** Verifies Signature Version 4 as it arrived, and asks whether the caller may call (T-03). */
@FunctionalInterface
public interface Callers {
    /** Stands wherever nothing was wired: nobody is known. */
    Callers NOBODY = (_, _) -> new Answer.Refused(Gateway.MISSING_AUTHENTICATION_TOKEN);

    /** @param methodArn {@code arn:aws:execute-api:…:<api>/<stage>/<METHOD>/<path>} */
    Answer verify(Arrived request, String methodArn);

    /** Whether the API's own policy lets in whoever comes, where nobody is asked who that is. */
    default boolean admitsAnybody(String methodArn) {
        return false;
    }

    /** Who called, or how the gateway refuses. */
    sealed interface Answer {
        record Known(Identity identity) implements Answer {}

        record Refused(Gateway why) implements Answer {}
    }
}
