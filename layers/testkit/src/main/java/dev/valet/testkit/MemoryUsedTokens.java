package dev.valet.testkit;

import dev.valet.Unavailable;
import dev.valet.identity.PresentedToken;
import dev.valet.performance.UsedTokens;
import java.util.HashSet;
import java.util.Set;

/** Tokens that were used, while the story is told. */
public final class MemoryUsedTokens implements UsedTokens {
    private final Set<String> used = new HashSet<>();
    private boolean unreachable;

    /** As if the table were down, or back. */
    public synchronized void beUnreachable(boolean down) {
        unreachable = down;
    }

    @Override
    public synchronized boolean use(PresentedToken token) {
        if (unreachable) {
            throw new Unavailable("dynamodb-timeout");
        }
        return used.add(token.hash());
    }
}
