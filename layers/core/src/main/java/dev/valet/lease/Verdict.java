package dev.valet.lease;

import dev.valet.grant.ApprovalRule;
import dev.valet.grant.Grant;
import dev.valet.grant.Parameters;
import dev.valet.identity.Agent;
import dev.valet.registry.Control;
import dev.valet.registry.Registered;

/** What was decided about one request, before anything is written. */
public sealed interface Verdict {
    /**
     * Allowed, and on what the yes stands.
     *
     * @param approval who must approve it as well
     * @param because the rule that wants that, by name; empty when none does
     */
    record Allowed(
            Registered<Agent> agent,
            Registered<Grant> grant,
            Control control,
            Parameters parameters,
            int ttlSeconds,
            ApprovalRule approval,
            String because)
            implements Verdict {
        Lease.Basis basis() {
            return new Lease.Basis(agent.version(), grant.version(), control.killEpoch(), control.revision());
        }
    }

    /** @param agent the caller's agent, empty when it is unknown: for the audit */
    record Refused(Refusal refusal, String agent) implements Verdict {}
}
