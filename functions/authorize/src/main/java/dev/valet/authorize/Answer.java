package dev.valet.authorize;

import dev.valet.http.Verdict;

/** What the authorizer says to one event. */
sealed interface Answer {
    record Allowed(MethodArn method, Verdict.Believed caller) implements Answer {}

    /**
     * @param route empty when the event did not even name one of ours
     * @param cause a closed word for the log; the caller never hears it
     * @param issuer the registered issuer that the token names, unproven; empty for none
     */
    record Refused(String route, String cause, String issuer) implements Answer {}
}
