package dev.valet.approval;

import dev.valet.Json;
import dev.valet.Reason;
import dev.valet.Unavailable;
import dev.valet.approval.Vote.Choice;
import dev.valet.audit.AuditEntry;
import dev.valet.audit.AuditLog;
import dev.valet.audit.Phase;
import dev.valet.grant.ApprovalRule;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes people's answers. Each is on record before it counts, so none counts unseen; in doubt it does not. A no stands
 * without a quorum; a yes of the requester, or of the agent's owner, is none.
 */
public final class DecideApproval {
    private static final int ATTEMPTS = 5;

    private final Approvals approvals;
    private final AuditLog audit;
    private final Clock clock;

    public DecideApproval(Approvals approvals, AuditLog audit, Clock clock) {
        this.approvals = approvals;
        this.audit = audit;
        this.clock = clock;
    }

    public sealed interface Outcome {
        record Decided(Approval approval) implements Outcome {}

        /** {@code NOT_FOUND}, {@code NOT_OPEN}, {@code NOT_APPROVER} or {@code NOT_RECORDED}. */
        record Refused(Reason reason) implements Outcome {}
    }

    /** @throws Unavailable when it is not known whether the vote counts */
    public Outcome decide(ApprovalId id, Approver by, Choice choice, String reason) {
        for (int i = 0; i < ATTEMPTS; i++) {
            var found = approvals.find(id);
            if (found.isEmpty()) {
                return new Outcome.Refused(Reason.NOT_FOUND);
            }
            var refusal = refusal(found.get(), by, choice);
            if (refusal.isPresent()) {
                return new Outcome.Refused(refusal.get());
            }
            var vote = new Vote(
                    by.person(), by.role(), choice, reason, clock.instant().truncatedTo(ChronoUnit.MILLIS));
            if (!audit.append(entry(found.get(), vote))) {
                return new Outcome.Refused(Reason.NOT_RECORDED);
            }
            if (approvals.vote(found.get(), vote)) {
                return new Outcome.Decided(found.get().with(vote));
            }
        }
        throw new Unavailable("approval-contended");
    }

    private Optional<Reason> refusal(Approval found, Approver by, Choice choice) {
        boolean open = switch (found.state(clock.instant())) {
            case OPEN -> true;
            case APPROVED -> choice == Choice.DENY; // taken back before it was used
            case DENIED, USED, EXPIRED -> false;
        };
        if (!open) {
            return Optional.of(Reason.NOT_OPEN);
        }
        if (choice == Choice.APPROVE && found.excludes(by.person())) {
            return Optional.of(Reason.NOT_APPROVER);
        }
        // The same person again adds nothing to a quorum; a no after one's own yes is a change of mind and counts.
        return choice == Choice.APPROVE && found.hasVoteOf(by.person())
                ? Optional.of(Reason.NOT_APPROVER)
                : Optional.empty();
    }

    /**
     * What somebody approves beforehand: any request of one grant, as it is now.
     *
     * @param act as {@link Asking#act}
     * @param basis as {@link Asking#basis}
     * @param uses how often, at least once
     * @param excluded who may not decide
     * @param approvers as many as the grant's rule wants, at least one
     */
    public record Beforehand(
            AgentId agent,
            GrantId grant,
            String act,
            Json.Obj basis,
            Set<String> excluded,
            int approvers,
            int uses,
            Duration validFor) {
        public Beforehand {
            excluded = Approval.excluded(excluded);
            if (uses < 1 || approvers < 1 || validFor.compareTo(ApprovalRule.LONGEST) > 0) {
                throw new IllegalArgumentException("bounds are checked where the request is read");
            }
        }
    }

    /** Who approves beforehand has given the first yes with it. */
    public Outcome approveBeforehand(Beforehand wanted, Approver by, String reason) {
        if (wanted.excluded().contains(Vote.same(by.person()))) {
            return new Outcome.Refused(Reason.NOT_APPROVER);
        }
        var now = clock.instant();
        var id = ApprovalId.next(now);
        var expires = now.plus(wanted.validFor()).truncatedTo(ChronoUnit.SECONDS);
        var vote = new Vote(by.person(), by.role(), Choice.APPROVE, reason, now.truncatedTo(ChronoUnit.MILLIS));
        var given = new Approval(
                id,
                Optional.of(wanted.agent()),
                Optional.of(wanted.grant()),
                Asking.beforehand(
                        wanted.agent(), wanted.grant(), wanted.act(), wanted.basis(), id, wanted.uses(), expires),
                wanted.excluded(),
                wanted.approvers(),
                wanted.uses(),
                Set.of(),
                List.of(vote),
                vote.at(),
                expires);
        if (!audit.append(entry(given, vote).with("uses", Integer.toString(wanted.uses())))) {
            return new Outcome.Refused(Reason.NOT_RECORDED);
        }
        approvals.add(given);
        return new Outcome.Decided(given);
    }

    private static AuditEntry entry(Approval approval, Vote vote) {
        var entry = AuditEntry.of(
                        switch (vote.choice()) {
                            case APPROVE -> Phase.APPROVE;
                            case DENY -> Phase.REJECT;
                        },
                        vote.at(),
                        vote.role())
                .agent(approval.agent().map(AgentId::text).orElse(""))
                .grant(approval.grant().map(GrantId::text).orElse(""))
                .with("person", vote.person())
                .with("approval", approval.id().text())
                .with("hash", approval.hash())
                .with("expires", approval.expires().toString());
        return vote.reason().isEmpty() ? entry : entry.with("reason", vote.reason());
    }
}
