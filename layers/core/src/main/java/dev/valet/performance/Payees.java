package dev.valet.performance;

import dev.valet.Unavailable;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;

/** Who was paid before: by one agent through one grant, for as long as there is a record of it. */
public interface Payees {
    /**
     * A strongly consistent read.
     *
     * @return false for a payee whom nothing was ever paid, as far as anybody knows
     * @throws Unavailable when that cannot be read
     */
    boolean isKnown(AgentId agent, GrantId grant, String payee);

    /** Something was paid to him. If that cannot be kept he stays new, and people are asked once more. */
    void know(AgentId agent, GrantId grant, String payee);
}
