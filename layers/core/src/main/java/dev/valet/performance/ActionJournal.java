package dev.valet.performance;

import dev.valet.Hash;
import dev.valet.Reason;
import dev.valet.audit.AuditEntry;
import dev.valet.audit.AuditLog;
import dev.valet.audit.Phase;
import dev.valet.budget.Amount;
import dev.valet.identity.Principal;
import dev.valet.lease.Refusal;
import dev.valet.performance.Performance.State;
import java.time.Clock;

/** What performing writes into the audit: closed names, ids, hashes and amounts; no input and no result. */
final class ActionJournal {
    private final AuditLog audit;
    private final Clock clock;

    ActionJournal(AuditLog audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /** Before anything is sent. @return false when it is not certain to be durable */
    boolean intend(Performance performance, String reason) {
        var basis = performance.basis();
        var entry = of(Phase.INTENT, performance)
                .with("environment", performance.environment().word())
                .with("inputHash", performance.inputHash())
                .with("reason", reason)
                .with("sendBy", performance.sendBy().toString())
                .with("agentVersion", Long.toString(basis.agentVersion()))
                .with("grantVersion", Long.toString(basis.grantVersion()))
                .with("actionVersion", Long.toString(basis.actionVersion()))
                .with("revision", Long.toString(basis.revision()));
        var counted = performance
                .charge()
                .map(charge -> entry.with("amount", charge.amount().toString())
                        .with("payee", charge.payee().orElse("")))
                .orElse(entry);
        return audit.append(performance
                .approval()
                .map(approval -> counted.with("approval", approval.text()))
                .orElse(counted));
    }

    /**
     * How it stands: an OUTCOME for everything that is neither reserved nor on its way.
     *
     * @return false when it is not certain to be durable
     */
    boolean outcome(Performance performance) {
        return switch (performance.state()) {
            case State.Settled settled -> audit.append(settled(performance, settled));
            case State.Released(var _, Reason reason, String cause) -> withheld(performance, reason, cause);
            case State.Unknown(var _, String cause) ->
                audit.append(of(Phase.OUTCOME, performance)
                        .with("outcome", "unknown")
                        .with("rule", cause));
            case State.Reserved(), State.Sent _ -> throw new IllegalStateException("it has no outcome yet");
        };
    }

    private AuditEntry settled(Performance performance, State.Settled settled) {
        var entry = of(Phase.OUTCOME, performance)
                .with("outcome", "done")
                .with("rule", settled.cause())
                .with(
                        "resultHash",
                        settled.result()
                                .map(result -> Hash.sha256(result.canonical()))
                                .orElse(""));
        return performance
                .charge()
                .map(charge -> new Amount(charge.amount().unit(), settled.spent()))
                .map(spent -> entry.with("spent", spent.toString()))
                .orElse(entry);
    }

    /** An INTENT of which nothing came, whatever else became of the performance. */
    boolean withheld(Performance performance, Reason reason, String cause) {
        return audit.append(of(Phase.OUTCOME, performance)
                .with("outcome", "withheld")
                .with("reason", reason.word())
                .with("rule", cause));
    }

    /** Before a result is handed out again. @return false when it is not certain to be durable */
    boolean reused(Performance performance) {
        return audit.append(of(Phase.REUSE, performance));
    }

    /** The denial stands whether or not it could be recorded. */
    ActionOutcome deny(Principal principal, ActionRequest request, Refusal refusal, String agent) {
        audit.append(AuditEntry.of(Phase.DENY, clock.instant(), principal.key())
                .agent(agent)
                .with("action", agent.isEmpty() ? "" : request.action().text())
                .with("reason", refusal.reason().word())
                .with("rule", refusal.rule())
                .with("inputHash", request.inputHash()));
        return new ActionOutcome.Denied(refusal);
    }

    private AuditEntry of(Phase phase, Performance performance) {
        return AuditEntry.of(phase, clock.instant(), performance.principal())
                .agent(performance.agent().text())
                .grant(performance.grant().text())
                .lease(performance.id().text())
                .with("action", performance.action().text())
                .with("attempt", performance.nonce());
    }
}
