package dev.valet.authorize;

import dev.valet.Json;
import dev.valet.identity.PresentedToken;
import dev.valet.identity.Principal;
import java.util.List;

/** The answer that lets one call through. */
final class AllowPolicy {
    private AllowPolicy() {}

    /**
     * Allows exactly the method that was called, so that even a cached answer would open nothing else (T-20). The context
     * holds the subject and no secret; {@code edge} reads it back into the same principal.
     */
    static Json write(Answer.Allowed allowed) {
        var caller = allowed.caller();
        return Json.object()
                .with("principalId", caller.issuer().text())
                .with("policyDocument", policy(allowed.method()))
                .with("context", context(caller.subject(), caller.token()))
                .build();
    }

    private static Json policy(MethodArn method) {
        var statement = Json.object()
                .with("Action", "execute-api:Invoke")
                .with("Effect", "Allow")
                .with("Resource", method.text())
                .build();
        return Json.object()
                .with("Version", "2012-10-17")
                .with("Statement", new Json.Arr(List.of(statement)))
                .build();
    }

    private static Json context(Principal.Subject subject, PresentedToken token) {
        return Json.object()
                .with("issuer", subject.issuer())
                .with("claims", Json.strings(subject.claims()).canonical())
                .with("token", token.hash())
                .with("expires", Long.toString(token.expiresAt().getEpochSecond()))
                .build();
    }
}
