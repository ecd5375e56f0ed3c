package dev.valet.lease;

import dev.valet.Hash;
import dev.valet.Json;
import dev.valet.approval.Approval;
import dev.valet.audit.AuditEntry;
import dev.valet.audit.AuditLog;
import dev.valet.audit.Phase;
import dev.valet.identity.Principal;
import java.time.Clock;
import java.util.Optional;

/** What issuing writes into the audit: closed names, ids and hashes. */
final class Journal {
    private final AuditLog audit;
    private final Clock clock;

    Journal(AuditLog audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /** Before minting. @return false when it is not certain to be durable */
    boolean intend(Lease lease, Optional<Approval> approved) {
        var entry = of(Phase.INTENT, lease)
                .with("kind", lease.kind().word())
                .with("endedBy", lease.endedBy().word())
                .with("rotateOnEnd", Boolean.toString(lease.rotateOnEnd()))
                .with("environment", lease.environment().word())
                .with("parameters", lease.parameters().canonical())
                .with("reason", lease.reason())
                .with("expiresAt", lease.expiresAt().toString())
                .with("agentVersion", Long.toString(lease.basis().agentVersion()))
                .with("grantVersion", Long.toString(lease.basis().grantVersion()))
                .with("revision", Long.toString(lease.basis().revision()));
        return audit.append(
                approved.map(yes -> entry.with("approval", yes.id().text())).orElse(entry));
    }

    /** An INTENT that ended without a hand-over. If this cannot be written the INTENT stands, and counts as issued. */
    void withheld(Lease lease, Refusal refusal) {
        audit.append(of(Phase.OUTCOME, lease)
                .with("outcome", "withheld")
                .with("reason", refusal.reason().word())
                .with("rule", refusal.rule()));
    }

    /** @return false when it is not certain to be durable, and nothing may be handed over */
    boolean reused(Lease lease) {
        return audit.append(of(Phase.REUSE, lease));
    }

    /** The denial stands whether or not it could be recorded. */
    Outcome deny(Principal principal, LeaseRequest request, Verdict.Refused refused) {
        audit.append(AuditEntry.of(Phase.DENY, clock.instant(), principal.key())
                .agent(refused.agent())
                .grant(refused.agent().isEmpty() ? "" : request.grant().text())
                .with("reason", refused.refusal().reason().word())
                .with("rule", refused.refusal().rule())
                .with("requestHash", hash(request)));
        return new Outcome.Denied(refused.refusal());
    }

    /** Two requests have one hash only if they ask for the same thing. */
    static String hash(LeaseRequest request) {
        var asked = Json.object()
                .with("grant", request.grant().text())
                .with("parameters", Json.strings(request.parameters()))
                .with("reason", request.reason());
        request.ttlSeconds().ifPresent(seconds -> asked.with("ttlSeconds", seconds));
        request.approval().ifPresent(approval -> asked.with("approval", approval.text()));
        return Hash.sha256(asked.build().canonical());
    }

    private AuditEntry of(Phase phase, Lease lease) {
        return AuditEntry.of(phase, clock.instant(), lease.principal())
                .agent(lease.agent().text())
                .grant(lease.grant().text())
                .lease(lease.id().text());
    }
}
