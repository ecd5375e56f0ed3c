package dev.valet.http;

import dev.valet.identity.IssuerId;
import dev.valet.identity.PresentedToken;
import dev.valet.identity.Principal;
import java.util.Optional;

/** What became of one bearer token. */
public sealed interface Verdict {
    record Believed(IssuerId issuer, Principal.Subject subject, PresentedToken token) implements Verdict {}

    /** @param claimed the registered issuer that the token names, which is no proof that it came from there */
    record Refused(TokenFault fault, Optional<IssuerId> claimed) implements Verdict {}
}
