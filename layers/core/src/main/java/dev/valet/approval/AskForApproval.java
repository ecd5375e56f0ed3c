package dev.valet.approval;

import dev.valet.Reason;
import dev.valet.Unavailable;
import dev.valet.approval.Approval.State;
import dev.valet.audit.AuditEntry;
import dev.valet.audit.AuditLog;
import dev.valet.audit.Phase;
import dev.valet.grant.ApprovalRule;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the yes that a request needs: the one it names, one given beforehand for its grant, or else asks people for it. A
 * yes counts only for the very text that was read, decided on the very versions that hold now (INV-18, T-40).
 */
public final class AskForApproval {
    /** So many requests of one agent wait at a time: whoever is asked without end says yes without reading. */
    static final int MOST_OPEN = 20;

    /** The rules' names, as the audit and explain give them. */
    static final String NOT_LIVE = "approval.not-live";

    static final String TOO_MANY = "approval.too-many-open";

    private final Approvals approvals;
    private final AuditLog audit;
    private final Clock clock;

    public AskForApproval(Approvals approvals, AuditLog audit, Clock clock) {
        this.approvals = approvals;
        this.audit = audit;
        this.clock = clock;
    }

    public sealed interface Answer {
        /** To be used up where the request is written down, on condition that it still can be. */
        record Yes(Approval approval) implements Answer {}

        /** People were asked, now or when the same request came before. */
        record Asked(Approval approval) implements Answer {}

        record No(Reason reason, String rule) implements Answer {}
    }

    /** @param mayWait whether the caller can be told to wait; an SDK that wants a document cannot */
    public Answer answer(Asking asking, Optional<ApprovalId> named, boolean mayWait) {
        try {
            return named.map(id -> named(asking, id)).orElseGet(() -> unnamed(asking, mayWait));
        } catch (Unavailable unavailable) {
            return new Answer.No(Reason.UPSTREAM_BUSY, unavailable.code());
        }
    }

    /** Unknown, foreign, denied, used, late and changed ones sound alike; the agent may look at its own. */
    private Answer named(Asking asking, ApprovalId id) {
        return approvals
                .find(asking.agent(), id)
                .filter(found -> isGood(found, asking) && isOfThisRequest(found, asking))
                .<Answer>map(Answer.Yes::new)
                .orElseGet(() -> new Answer.No(Reason.NO_LIVE_APPROVAL, NOT_LIVE));
    }

    private Answer unnamed(Asking asking, boolean mayWait) {
        var now = clock.instant();
        var recent = approvals.of(asking.agent(), now.minus(ApprovalRule.LONGEST));
        var beforehand = recent.stream()
                .filter(found -> isGood(found, asking) && isBeforehand(found, asking))
                .findFirst();
        if (beforehand.isPresent()) {
            return new Answer.Yes(beforehand.get());
        }
        if (!mayWait) {
            return new Answer.No(Reason.APPROVAL_REQUIRED, asking.because());
        }
        return recent.stream()
                .filter(found -> isWaiting(found.state(now)) && isOfThisRequest(found, asking))
                .findFirst()
                .<Answer>map(Answer.Asked::new)
                .orElseGet(() -> ask(asking, recent, now));
    }

    private Answer ask(Asking asking, List<Approval> recent, Instant now) {
        long open =
                recent.stream().filter(found -> found.state(now) == State.OPEN).count();
        if (open >= MOST_OPEN) {
            return new Answer.No(Reason.LIMIT_REACHED, TOO_MANY);
        }
        var id = ApprovalId.next(now);
        var expires = now.plus(asking.rule().validFor()).truncatedTo(ChronoUnit.SECONDS);
        var asked = new Approval(
                id,
                Optional.of(asking.agent()),
                Optional.of(asking.grant()),
                asking.text(id, expires),
                asking.excluded(),
                asking.rule().approvers(),
                1,
                Set.of(),
                List.of(),
                now.truncatedTo(ChronoUnit.MILLIS),
                expires);
        if (!audit.append(entry(asking, asked, now))) {
            return new Answer.No(Reason.UPSTREAM_BUSY, "audit-not-written");
        }
        approvals.add(asked);
        return new Answer.Asked(asked);
    }

    /** Enough people said yes, none of whom may not, and it is neither over nor used up. */
    private boolean isGood(Approval found, Asking asking) {
        return found.state(clock.instant()) == State.APPROVED
                && found.yeses().size() >= asking.rule().approvers()
                && found.yeses().stream().noneMatch(asking.excluded()::contains);
    }

    private static boolean isOfThisRequest(Approval found, Asking asking) {
        return found.asked()
                .canonical()
                .equals(asking.text(found.id(), found.expires()).canonical());
    }

    private static boolean isBeforehand(Approval found, Asking asking) {
        return found.asked()
                .canonical()
                .equals(asking.textBeforehand(found.id(), found.uses(), found.expires())
                        .canonical());
    }

    private static boolean isWaiting(State state) {
        return switch (state) {
            case OPEN, APPROVED -> true;
            case DENIED, USED, EXPIRED -> false;
        };
    }

    private static AuditEntry entry(Asking asking, Approval asked, Instant now) {
        return AuditEntry.of(Phase.ASK, now, asking.principal())
                .agent(asking.agent().text())
                .grant(asking.grant().text())
                .with("approval", asked.id().text())
                .with("act", asking.act())
                .with("rule", asking.because())
                .with("approvers", Integer.toString(asked.approvers()))
                .with("hash", asked.hash())
                .with("expires", asked.expires().toString());
    }
}
