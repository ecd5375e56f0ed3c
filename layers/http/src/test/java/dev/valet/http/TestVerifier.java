package dev.valet.http;

import dev.valet.identity.Principal;
import dev.valet.testkit.MemoryIssuers;
import dev.valet.testkit.TurnableClock;
import java.util.Optional;

/** A verifier that knows one issuer of each type, and the questions tests ask of it. */
final class TestVerifier {
    final TurnableClock clock = new TurnableClock();
    final MemoryIssuers issuers = new MemoryIssuers(clock);
    final TokenVerifier verifier = new TokenVerifier(issuers, TestIssuer.AUDIENCE, clock);

    TestVerifier() {
        for (var issuer : TestIssuer.values()) {
            issuers.register(issuer.inline());
        }
    }

    Optional<Principal.Subject> subject(String token) {
        return switch (verifier.verify(token)) {
            case Verdict.Believed(var _, var subject, var _) -> Optional.of(subject);
            case Verdict.Refused _ -> Optional.empty();
        };
    }

    /** The word for why the token was refused, or {@code believed}. */
    String fault(String token) {
        return switch (verifier.verify(token)) {
            case Verdict.Believed _ -> "believed";
            case Verdict.Refused(var fault, var _) -> fault.word();
        };
    }
}
