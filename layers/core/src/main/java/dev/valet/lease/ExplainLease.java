package dev.valet.lease;

import dev.valet.identity.Principal;
import dev.valet.registry.Registry;

/** Says what issuing would decide and by which rule, on fresh reads, without doing it. Limits are not touched. */
public final class ExplainLease {
    private final Decide decide;
    private final Registry registry;

    public ExplainLease(Decide decide, Registry registry) {
        this.decide = decide;
        this.registry = registry;
    }

    public Verdict explain(Principal principal, LeaseRequest request) {
        return decide.decide(registry.fresh(), principal, request);
    }
}
