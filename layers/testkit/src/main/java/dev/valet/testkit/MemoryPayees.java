package dev.valet.testkit;

import dev.valet.Unavailable;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.performance.Payees;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who was paid, while the story is told. */
public final class MemoryPayees implements Payees {
    private final Set<List<Object>> known = new HashSet<>();
    private boolean unreachable;

    /** As if the table were down, or back. */
    public synchronized void beUnreachable(boolean down) {
        unreachable = down;
    }

    @Override
    public synchronized boolean isKnown(AgentId agent, GrantId grant, String payee) {
        if (unreachable) {
            throw new Unavailable("dynamodb-timeout");
        }
        return known.contains(List.of(agent, grant, payee));
    }

    @Override
    public synchronized void know(AgentId agent, GrantId grant, String payee) {
        if (!unreachable) {
            known.add(List.of(agent, grant, payee));
        }
    }
}
