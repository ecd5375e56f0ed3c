package dev.valet.revocation;

import dev.valet.Unavailable;
import dev.valet.audit.AuditEntry;
import dev.valet.audit.AuditLog;
import dev.valet.audit.Phase;
import java.time.Clock;
import java.time.Instant;

/**
 * Allows again what was revoked: a grant, an agent, everything. A lease that was ended stays ended. Unlike revoking, it is
 * recorded first and refused in doubt.
 */
public final class Lift {
    private final Revocations revocations;
    private final AuditLog audit;
    private final Clock clock;

    public Lift(Revocations revocations, AuditLog audit, Clock clock) {
        this.revocations = revocations;
        this.audit = audit;
        this.clock = clock;
    }

    public sealed interface Outcome {
        record Lifted(Revocation revocation) implements Outcome {}

        /** Sessions begun until then are denied by it, so nothing may be had before. */
        record NotBefore(Instant settled) implements Outcome {}

        /** It ends a lease, is not finished, was lifted before, or moved meanwhile. */
        record Refused() implements Outcome {}
    }

    /** @throws Unavailable when it is not certain to be on record, or to have been done */
    public Outcome lift(Revocation revocation, Asker by, String reason) {
        var now = clock.instant();
        if (revocation.scope() instanceof Scope.OfLease || revocation.state() != Revocation.State.REVOKED) {
            return new Outcome.Refused();
        }
        if (now.isBefore(revocation.settled())) {
            return new Outcome.NotBefore(revocation.settled());
        }
        var entry = AuditEntry.of(Phase.LIFT, now, by.principal())
                .with("person", by.person())
                .with("revocation", revocation.id().text())
                .with("reason", reason);
        if (!audit.append(revocation.scope().named(entry))) {
            throw new Unavailable("audit-not-written");
        }
        return revocations.lift(revocation) ? new Outcome.Lifted(revocation.lifted()) : new Outcome.Refused();
    }
}
