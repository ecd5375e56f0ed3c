package dev.valet.guardrail;

import dev.valet.Json;
import dev.valet.action.Action;
import dev.valet.budget.Amount;
import dev.valet.grant.Grant;
import dev.valet.grant.Parameters;
import dev.valet.identity.Agent;
import dev.valet.identity.Principal;
import java.time.Instant;
import java.util.Optional;

/** What a guardrail is asked: verified facts only, beside what the agent asks with (J-8, INV-2). */
public sealed interface Question {
    Principal principal();

    /** Whether the caller's identity is one for development. */
    boolean development();

    Agent agent();

    Grant grant();

    Instant now();

    /**
     * May this be leased?
     *
     * @param ttlSeconds the life asked for
     */
    record OfLease(
            Principal principal,
            boolean development,
            Agent agent,
            Grant grant,
            Parameters parameters,
            int ttlSeconds,
            Instant now)
            implements Question {}

    /**
     * May this be performed?
     *
     * @param grant of this action
     * @param input as the action's schema allows it
     * @param spent what it would use up, when the action spends
     */
    record OfPerformance(
            Principal principal,
            boolean development,
            Agent agent,
            Grant grant,
            Action action,
            Json.Obj input,
            Optional<Spent> spent,
            Instant now)
            implements Question {}

    /**
     * @param payee who is paid; empty where nobody is
     * @param newPayee whether this grant never paid him before
     */
    record Spent(Amount amount, Optional<String> payee, boolean newPayee) {}
}
