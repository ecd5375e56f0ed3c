package dev.valet.performance;

import dev.valet.Unavailable;
import dev.valet.identity.PresentedToken;

/** Which bearer tokens have asked for an action: each may once, whoever has a copy of it (J-10). */
@FunctionalInterface
public interface UsedTokens {
    /** Stands wherever nothing was wired: no token can be used. */
    UsedTokens REFUSING = _ -> {
        throw new Unavailable("used-tokens-not-wired");
    };

    /**
     * Uses the token up, for as long as anybody believes it.
     *
     * @return false when it was used before
     * @throws Unavailable when that is not certain
     */
    boolean use(PresentedToken token);
}
