package dev.valet.audit;

import dev.valet.Unavailable;
import java.time.Clock;

/** Reads the audit, which is itself recorded before anything of it is told. */
public final class ReadAudit {
    private final AuditTrail trail;
    private final AuditLog audit;
    private final Clock clock;

    public ReadAudit(AuditTrail trail, AuditLog audit, Clock clock) {
        this.trail = trail;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param principal the reader's, as {@link dev.valet.identity.Principal#key()}
     * @param person who that is
     * @throws Unavailable when the records cannot be read, or the reading cannot be recorded
     */
    public AuditPage read(AuditQuestion question, String principal, String person) {
        var page = trail.find(question);
        if (!audit.append(entry(question, principal, page.records().size()).with("person", person))) {
            throw new Unavailable("audit-not-recorded");
        }
        return page;
    }

    /** Under the name that was asked for: whoever looks at an agent's records sees who else looked. */
    private AuditEntry entry(AuditQuestion question, String principal, int found) {
        var entry = AuditEntry.of(Phase.READ, clock.instant(), principal)
                .with("from", question.from().toString())
                .with("to", question.to().toString())
                .with("after", question.after().map(Place::text).orElse(""))
                .with("records", Integer.toString(found));
        return switch (question.about()) {
            case AGENT -> entry.agent(question.name());
            case GRANT -> entry.grant(question.name());
            case LEASE -> entry.lease(question.name());
        };
    }
}
