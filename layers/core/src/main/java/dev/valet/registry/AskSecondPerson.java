package dev.valet.registry;

import dev.valet.Json;
import dev.valet.Reason;
import dev.valet.Unavailable;
import dev.valet.approval.Approval;
import dev.valet.approval.ApprovalId;
import dev.valet.approval.Approvals;
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
 * What reaches production is changed by two people: the one who wants it, and another who approves just these changes
 * (T-25). One of the two may be away when it burns; breaking the glass is possible, and loud.
 */
public final class AskSecondPerson {
    private static final String ACT = "apply";

    /** What a person is asked to read, and a row of DynamoDB can hold, at most. */
    static final int MOST_CHARACTERS = 200_000;

    private final Approvals approvals;
    private final AuditLog audit;
    private final Clock clock;

    public AskSecondPerson(Approvals approvals, AuditLog audit, Clock clock) {
        this.approvals = approvals;
        this.audit = audit;
        this.clock = clock;
    }

    public sealed interface Answer {
        record May(Authority authority) implements Answer {}

        /** Somebody else was asked, and nothing is changed until then. */
        record Asked(Approval approval) implements Answer {}

        /** More than a person can be asked to read. */
        record TooMuch() implements Answer {}

        /** {@code NO_LIVE_APPROVAL} or {@code NOT_RECORDED}. */
        record No(Reason reason) implements Answer {}
    }

    /** @throws Unavailable when the approvals cannot be read or written */
    public Answer ask(Plan plan, Operator operator, Optional<ApprovalId> named, Optional<String> breakGlass) {
        if (!plan.reachesProduction()) {
            return new Answer.May(new Authority.Alone());
        }
        if (breakGlass.isPresent()) {
            return new Answer.May(new Authority.BreakGlass(breakGlass.get()));
        }
        return named.map(id -> named(plan, id)).orElseGet(() -> unnamed(plan, operator));
    }

    /** Used up before anything is written: what stops half-way is planned, and approved, again. */
    private Answer named(Plan plan, ApprovalId id) {
        var now = clock.instant();
        var found = approvals.find(id).filter(approval -> isOf(plan, approval));
        // Each apply is a use of its own: the very same change, made again after somebody undid it, is asked for again.
        boolean used = found.isPresent()
                && approvals.use(found.get(), ApprovalId.next(now).text(), now);
        return used ? new Answer.May(new Authority.SecondPerson(id)) : new Answer.No(Reason.NO_LIVE_APPROVAL);
    }

    private static boolean isOf(Plan plan, Approval approval) {
        var asked = approval.asked();
        return approval.agent().isEmpty()
                && asked.canonical()
                        .equals(text(plan, asked.textAt("person"), approval.id(), approval.expires())
                                .canonical());
    }

    private Answer unnamed(Plan plan, Operator operator) {
        var now = clock.instant();
        var id = ApprovalId.next(now);
        var expires = now.plus(ApprovalRule.LONGEST).truncatedTo(ChronoUnit.SECONDS);
        var text = text(plan, operator.person(), id, expires);
        if (text.canonical().length() > MOST_CHARACTERS) {
            return new Answer.TooMuch();
        }
        var asked = new Approval(
                id,
                Optional.empty(),
                Optional.empty(),
                text,
                Approval.excluded(Set.of(operator.person())),
                1,
                1,
                Set.of(),
                List.of(),
                now.truncatedTo(ChronoUnit.MILLIS),
                expires);
        if (!audit.append(entry(asked, operator, now))) {
            return new Answer.No(Reason.NOT_RECORDED);
        }
        approvals.add(asked);
        return new Answer.Asked(asked);
    }

    private static Json.Obj text(Plan plan, String person, ApprovalId id, Instant expires) {
        return Json.object()
                .with("act", ACT)
                .with("person", person)
                .with(
                        "changes",
                        new Json.Arr(plan.changes().stream()
                                .map(AskSecondPerson::text)
                                .toList()))
                .with("approval", id.text())
                .with("expires", expires)
                .build();
    }

    private static Json text(Change change) {
        return Json.object()
                .with("op", change.op().word())
                .with("kind", change.document().kind().word())
                .with("id", change.document().id())
                .with("replaces", change.expected())
                .with("diff", change.diff().stream().map(Difference::text).toList())
                .build();
    }

    private static AuditEntry entry(Approval asked, Operator operator, Instant now) {
        return AuditEntry.of(Phase.ASK, now, operator.role().key())
                .with("person", operator.person())
                .with("approval", asked.id().text())
                .with("act", ACT)
                .with("rule", "production.second-person")
                .with("approvers", "1")
                .with("hash", asked.hash())
                .with("expires", asked.expires().toString());
    }
}
