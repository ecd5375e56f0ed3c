package dev.valet.performance;

import dev.valet.budget.Charge;
import dev.valet.grant.ApprovalRule;
import dev.valet.identity.Agent;
import dev.valet.lease.Refusal;
import dev.valet.limit.Limits;
import dev.valet.registry.Control;
import dev.valet.registry.Registered;
import java.util.Optional;

/** What was decided about one request, before anything is written. */
public sealed interface ActionVerdict {
    /** The caller's agent by name; empty when it is unknown: for the audit. */
    String agentName();

    /**
     * Allowed, and on what the yes stands.
     *
     * @param charge what it is counted as; empty when the action spends nothing
     * @param approval who must approve it as well
     * @param because the rule that wants that, by name; empty when none does
     */
    record Allowed(
            Registered<Agent> agent,
            ActionGrant grant,
            Control control,
            Optional<Charge> charge,
            ApprovalRule approval,
            String because)
            implements ActionVerdict {
        @Override
        public String agentName() {
            return agent.value().id().text();
        }

        Limits limitsOfAgent() {
            return agent.value().limits();
        }

        Limits limitsOfGrant() {
            return grant.grant().value().limits();
        }

        public Performance.Basis basis() {
            return new Performance.Basis(
                    agent.version(),
                    grant.grant().version(),
                    grant.action().version(),
                    control.killEpoch(),
                    control.revision());
        }
    }

    /** @param agent the caller's agent; empty when it is unknown, or not to be found out */
    record Refused(Refusal refusal, Optional<Registered<Agent>> agent) implements ActionVerdict {
        @Override
        public String agentName() {
            return agent.map(known -> known.value().id().text()).orElse("");
        }

        /** A live agent may always ask what became of what it had done, though it may not do it again. */
        boolean mayAskAgain() {
            return agent.filter(Registered::live).isPresent();
        }
    }
}
