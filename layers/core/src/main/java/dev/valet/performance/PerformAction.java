package dev.valet.performance;

import dev.valet.Nonce;
import dev.valet.Reason;
import dev.valet.Unavailable;
import dev.valet.action.Action;
import dev.valet.action.Errand;
import dev.valet.action.PerformanceId;
import dev.valet.action.Performer;
import dev.valet.action.Performing;
import dev.valet.approval.Approval;
import dev.valet.approval.AskForApproval;
import dev.valet.audit.AuditLog;
import dev.valet.identity.PresentedToken;
import dev.valet.identity.Principal;
import dev.valet.lease.Refusal;
import dev.valet.performance.Performance.State;
import dev.valet.performance.Performances.Reservation;
import dev.valet.registry.Registry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Performs one action or says why not: decide, ask, reserve, look, send, settle. What was sent cannot be dropped, so it is marked
 * as sent before it is, by a write that a revocation or a sweep can win instead; and what cannot be known is never sent again
 * (INV-20). Nothing leaves before its outcome is in the audit (INV-8).
 */
public final class PerformAction {
    /** Sending begins this soon or not at all (T-31): the upstream has twenty seconds, and the gateway waits 29. */
    public static final Duration TIME_TO_SEND = Duration.ofSeconds(6);

    private final DecideAction decide;
    private final Registry registry;
    private final Performances performances;
    private final UsedTokens usedTokens;
    private final Performer performer;
    private final Receipts receipts;
    private final AskForApproval approvals;
    private final ActionJournal journal;
    private final Endings endings;
    private final Clock clock;

    public PerformAction(
            DecideAction decide,
            Registry registry,
            Performances performances,
            UsedTokens usedTokens,
            Payees payees,
            Performer performer,
            Receipts receipts,
            AskForApproval approvals,
            AuditLog audit,
            Clock clock) {
        this.decide = decide;
        this.registry = registry;
        this.performances = performances;
        this.usedTokens = usedTokens;
        this.performer = performer;
        this.receipts = receipts;
        this.approvals = approvals;
        this.journal = new ActionJournal(audit, clock);
        this.endings = new Endings(performances, payees, journal, clock);
        this.clock = clock;
    }

    private record Asked(Principal principal, ActionRequest request, PerformanceId id, Instant sendBy) {
        boolean isFor(Performance earlier) {
            return earlier.action().equals(request.action())
                    && earlier.inputHash().equals(request.inputHash());
        }
    }

    public ActionOutcome perform(Principal principal, ActionRequest request) {
        var asked = new Asked(
                principal,
                request,
                PerformanceId.of(principal.key(), request.idempotencyKey()),
                clock.instant().plus(TIME_TO_SEND));
        var finding = async(() -> performances.find(asked.id()));
        var verdict = decide(asked);
        try {
            if (!mayUse(asked.request().token())) {
                return deny(asked, verdict, Refusal.of(Reason.TOKEN_USED, "token.used"));
            }
            var earlier = answer(finding).filter(_ -> mayAskAgain(verdict));
            return earlier.isPresent() ? again(asked, earlier.get(), verdict) : first(asked, verdict);
        } catch (Unavailable unavailable) {
            return deny(asked, verdict, Refusal.of(Reason.UPSTREAM_BUSY, unavailable.code()));
        }
    }

    /** Before anything else, and whatever comes of it: a copy of the token finds it used (J-10). */
    private boolean mayUse(Optional<PresentedToken> token) {
        return token.isEmpty() || usedTokens.use(token.get());
    }

    /** A key leads to one performance, so it is decided on fresh reads: a stale yes would use the key up. */
    private ActionVerdict decide(Asked asked) {
        return decide.decide(registry.fresh(), asked.principal(), asked.request());
    }

    private static boolean mayAskAgain(ActionVerdict verdict) {
        return switch (verdict) {
            case ActionVerdict.Allowed _ -> true;
            case ActionVerdict.Refused refused -> refused.mayAskAgain();
        };
    }

    /** What became of it, whatever has been forbidden since: not to tell would invite another try under another key. */
    private ActionOutcome again(Asked asked, Performance earlier, ActionVerdict verdict) {
        if (!asked.isFor(earlier)) {
            return deny(asked, verdict, Refusal.of(Reason.KEY_REUSED, "idempotency-key"));
        }
        return switch (earlier.state()) {
            case State.Reserved(), State.Sent _ -> new ActionOutcome.Running(earlier.id());
            case State.Unknown _ -> new ActionOutcome.Unknown(earlier.id());
            case State.Released _ -> new ActionOutcome.NotDone(endings.recorded(earlier), true);
            case State.Settled _ -> handOverAgain(endings.recorded(earlier));
        };
    }

    private ActionOutcome handOverAgain(Performance settled) {
        return settled.isOver() && journal.reused(settled)
                ? new ActionOutcome.Done(settled, receipt(settled), true)
                : new ActionOutcome.Unknown(settled.id());
    }

    /** Once more, when the configuration moved between the decision and the write, so that nothing was written. */
    private ActionOutcome first(Asked asked, ActionVerdict verdict) {
        return attempt(asked, verdict)
                .or(() -> attempt(asked, decide(asked)))
                .orElseGet(() -> deny(asked, verdict, Refusal.of(Reason.UPSTREAM_BUSY, "decision-overtaken")));
    }

    private Optional<ActionOutcome> attempt(Asked asked, ActionVerdict verdict) {
        return switch (verdict) {
            case ActionVerdict.Refused refused -> Optional.of(deny(asked, verdict, refused.refusal()));
            case ActionVerdict.Allowed allowed
            when allowed.approval().isNone() -> reserve(asked, allowed, Optional.empty());
            case ActionVerdict.Allowed allowed -> approved(asked, allowed);
        };
    }

    private Optional<ActionOutcome> approved(Asked asked, ActionVerdict.Allowed allowed) {
        var asking = ActionText.asking(asked.principal(), asked.request(), allowed);
        return switch (approvals.answer(asking, asked.request().approval(), true)) {
            case AskForApproval.Answer.Yes(Approval yes) -> reserve(asked, allowed, Optional.of(yes));
            case AskForApproval.Answer.Asked(Approval pending) -> Optional.of(new ActionOutcome.Pending(pending));
            case AskForApproval.Answer.No(Reason reason, String rule) ->
                Optional.of(deny(asked, allowed, Refusal.of(reason, rule)));
        };
    }

    /** @return empty when the decision was overtaken, and nothing was written */
    private Optional<ActionOutcome> reserve(Asked asked, ActionVerdict.Allowed allowed, Optional<Approval> approved) {
        var performance = performance(asked, allowed, approved);
        var intent = async(() -> journal.intend(performance, asked.request().reason()));
        Reservation reservation;
        try {
            reservation = performances.reserve(performance, allowed.limitsOfGrant(), allowed.limitsOfAgent(), approved);
        } catch (Unavailable unavailable) {
            // Written or not, it is never sent: at worst it stays reserved until it is swept.
            answer(intent);
            return Optional.of(release(performance, Reason.UPSTREAM_BUSY, unavailable.code()));
        }
        boolean intended = answer(intent);
        return switch (reservation) {
            case Reservation.Reserved() when intended -> Optional.of(look(performance, allowed));
            case Reservation.Reserved() -> Optional.of(release(performance, Reason.UPSTREAM_BUSY, "audit-not-written"));
            case Reservation.Repeat(Performance earlier) -> {
                journal.withheld(performance, Reason.KEY_REUSED, "idempotency-key");
                yield Optional.of(again(asked, earlier, allowed));
            }
            case Reservation.Overtaken() -> {
                journal.withheld(performance, Reason.UPSTREAM_BUSY, "decision-overtaken");
                yield Optional.empty();
            }
            case Reservation.Refused(Reason reason, String rule, Instant retryAt) -> {
                journal.withheld(performance, reason, rule);
                yield Optional.of(new ActionOutcome.Denied(new Refusal(reason, rule, List.of(), until(retryAt))));
            }
        };
    }

    private ActionOutcome look(Performance reserved, ActionVerdict.Allowed allowed) {
        return switch (performances.look(reserved)) {
            case LIVE -> send(reserved, allowed);
            case MOVED -> release(reserved, Reason.UPSTREAM_BUSY, "decision-overtaken");
            case OVER -> release(reserved, Reason.NO_LIVE_GRANT, "look.over");
            case UNREAD -> release(reserved, Reason.UPSTREAM_BUSY, "look.unread");
        };
    }

    private ActionOutcome send(Performance reserved, ActionVerdict.Allowed allowed) {
        if (isLate(reserved)) {
            return release(reserved, Reason.UPSTREAM_BUSY, "too-late-to-send");
        }
        var marked = reserved.sent(clock.instant());
        Performance now;
        try {
            now = performances.move(reserved, marked);
        } catch (Unavailable unavailable) {
            return release(reserved, Reason.UPSTREAM_BUSY, unavailable.code()); // marked or not, nothing was sent
        }
        if (!now.nonce().equals(marked.nonce()) || !now.state().equals(marked.state())) {
            return ended(endings.recorded(now)); // revoked, or swept away, at the last moment
        }
        return isLate(marked)
                ? release(marked, Reason.UPSTREAM_BUSY, "too-late-to-send")
                : perform(marked, allowed.grant().action().value());
    }

    private ActionOutcome perform(Performance sent, Action action) {
        boolean concluded = false;
        try {
            var errand = Errand.of(sent.id(), action, sent.input().orElseThrow());
            var outcome = conclude(sent, action, performer.perform(errand));
            concluded = true;
            return outcome;
        } finally {
            // A bug or a lost thread: the exception goes on, and the record says that nobody knows.
            if (!concluded) {
                endings.unknown(sent, "unexpected");
            }
        }
    }

    private ActionOutcome conclude(Performance sent, Action action, Performing performing) {
        return switch (performing) {
            case Performing.Done(var result, String reference) ->
                settle(sent, Settling.done(sent, action, result, reference, clock.instant()));
            case Performing.Withheld(String cause) -> settle(sent, Settling.withheld(sent, cause, clock.instant()));
            case Performing.NotDone(String cause) -> release(sent, Reason.NOT_PERFORMED, cause);
            case Performing.Unknown(String cause) -> {
                endings.unknown(sent, cause);
                yield new ActionOutcome.Unknown(sent.id());
            }
        };
    }

    /** It was done. If the record does not say so, a repeat could not be told, and so neither is this caller. */
    private ActionOutcome settle(Performance sent, State.Settled as) {
        try {
            var now = endings.settle(sent, as);
            return now.isOver() && now.state() instanceof State.Settled
                    ? new ActionOutcome.Done(now, receipt(now), false)
                    : new ActionOutcome.Unknown(sent.id());
        } catch (Unavailable unavailable) {
            return new ActionOutcome.Unknown(sent.id());
        }
    }

    private ActionOutcome release(Performance from, Reason reason, String cause) {
        return ended(endings.release(from, reason, cause));
    }

    /** It was to be released; only somebody else can have made something else of it. */
    private static ActionOutcome ended(Performance performance) {
        return performance.state() instanceof State.Released
                ? new ActionOutcome.NotDone(performance, false)
                : new ActionOutcome.Unknown(performance.id());
    }

    private Optional<String> receipt(Performance settled) {
        try {
            return Optional.of(receipts.receipt(settled));
        } catch (Unavailable unavailable) {
            return Optional.empty();
        }
    }

    private Performance performance(Asked asked, ActionVerdict.Allowed allowed, Optional<Approval> approved) {
        var grant = allowed.grant().grant().value();
        return new Performance(
                asked.id(),
                grant.agent(),
                grant.id(),
                asked.request().action(),
                grant.environment(),
                asked.principal().key(),
                Optional.of(asked.request().input()),
                asked.request().inputHash(),
                allowed.charge(),
                approved.map(Approval::id),
                clock.instant(),
                asked.sendBy(),
                allowed.basis(),
                Nonce.next(),
                new State.Reserved(),
                false);
    }

    private boolean isLate(Performance performance) {
        return clock.instant().isAfter(performance.sendBy());
    }

    private Optional<Duration> until(Instant retryAt) {
        var now = clock.instant();
        return retryAt.isAfter(now) ? Optional.of(Duration.between(now, retryAt)) : Optional.empty();
    }

    private ActionOutcome deny(Asked asked, ActionVerdict verdict, Refusal refusal) {
        return journal.deny(asked.principal(), asked.request(), refusal, verdict.agentName());
    }

    private static <T> CompletableFuture<T> async(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task));
    }

    private static <T> T answer(CompletableFuture<T> asked) {
        try {
            return asked.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof Unavailable unavailable) {
                throw unavailable;
            }
            throw failed;
        }
    }
}
