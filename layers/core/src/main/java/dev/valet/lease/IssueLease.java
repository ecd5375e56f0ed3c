package dev.valet.lease;

import dev.valet.Reason;
import dev.valet.approval.Approval;
import dev.valet.approval.AskForApproval;
import dev.valet.audit.AuditLog;
import dev.valet.grant.Grant;
import dev.valet.identity.Principal;
import dev.valet.registry.Registry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Issues one lease or says why not: decide, write down, mint and look again, hand over. Issuing writes the
 * lease and then reads the grant; revoking writes the grant and then reads the leases: one sees the other, without a clock.
 */
public final class IssueLease {
    /** Minting begins this soon or not at all: a caller that has been given up on must not get a credential (T-31). */
    static final Duration TIME_TO_MINT = Duration.ofSeconds(12);

    private final Decide decide;
    private final Registry registry;
    private final Leases leases;
    private final Minter minter;
    private final AskForApproval approvals;
    private final Journal journal;
    private final Clock clock;

    public IssueLease(
            Decide decide,
            Registry registry,
            Leases leases,
            Minter minter,
            AskForApproval approvals,
            AuditLog audit,
            Clock clock) {
        this.decide = decide;
        this.registry = registry;
        this.leases = leases;
        this.minter = minter;
        this.approvals = approvals;
        this.journal = new Journal(audit, clock);
        this.clock = clock;
    }

    public Outcome issue(Principal principal, LeaseRequest request) {
        // With a key there is one lease only, and a yes is used once, so these are decided on fresh reads; without
        // either,
        // a stale decision is made again.
        boolean once =
                request.idempotencyKey().isPresent() || request.approval().isPresent();
        var latest = clock.instant().plus(TIME_TO_MINT);
        var first = attempt(once ? registry.fresh() : registry, principal, request, latest);
        return switch (first) {
            case Attempt.Ended(Outcome outcome) -> outcome;
            case Attempt.Stale() when once -> busy("decision-overtaken");
            case Attempt.Stale() ->
                switch (attempt(registry.fresh(), principal, request, latest)) {
                    case Attempt.Ended(Outcome outcome) -> outcome;
                    case Attempt.Stale() -> busy("decision-overtaken");
                };
        };
    }

    private sealed interface Attempt {
        record Ended(Outcome outcome) implements Attempt {}

        /** The configuration moved under the decision; nothing was handed over. */
        record Stale() implements Attempt {}
    }

    private Attempt attempt(Registry asked, Principal principal, LeaseRequest request, Instant latest) {
        return switch (decided(asked, principal, request)) {
            case Verdict.Refused refused -> new Attempt.Ended(journal.deny(principal, request, refused));
            case Verdict.Allowed allowed
            when allowed.approval().isNone() -> claim(principal, request, allowed, Optional.empty(), latest);
            case Verdict.Allowed allowed -> approved(principal, request, allowed, latest);
        };
    }

    /** A repeat of what was approved and done is answered before anybody is asked: its yes is used up. */
    private Attempt approved(Principal principal, LeaseRequest request, Verdict.Allowed allowed, Instant latest) {
        var earlier =
                request.idempotencyKey().flatMap(key -> leases.earlier(principal.key(), key, Journal.hash(request)));
        if (earlier.isPresent()) {
            return claimed(earlier.get(), principal, request, allowed);
        }
        var asking = LeaseText.asking(principal, request, allowed);
        return switch (approvals.answer(asking, request.approval(), !request.document())) {
            case AskForApproval.Answer.Yes(Approval yes) ->
                claim(principal, request, allowed, Optional.of(yes), latest);
            case AskForApproval.Answer.Asked(Approval asked) -> new Attempt.Ended(new Outcome.Pending(asked));
            case AskForApproval.Answer.No(Reason reason, String rule) ->
                new Attempt.Ended(journal.deny(principal, request, refused(Refusal.of(reason, rule), allowed)));
        };
    }

    /** A denial that a cache alone caused is decided again on a fresh read. */
    private Verdict decided(Registry asked, Principal principal, LeaseRequest request) {
        return switch (decide.decide(asked, principal, request)) {
            case Verdict.Allowed allowed -> allowed;
            case Verdict.Refused _ -> decide.decide(registry.fresh(), principal, request);
        };
    }

    private Attempt claim(
            Principal principal,
            LeaseRequest request,
            Verdict.Allowed allowed,
            Optional<Approval> approved,
            Instant latest) {
        var lease = newLease(principal, request, allowed);
        if (request.idempotencyKey().isEmpty()) {
            return writeDown(lease, allowed, approved, latest);
        }
        var once = new Leases.Once(lease.principal(), request.idempotencyKey().get(), Journal.hash(request), lease);
        var claim = leases.claim(once);
        return claim instanceof Leases.Claim.Ours
                ? writeDown(lease, allowed, approved, latest)
                : claimed(claim, principal, request, allowed);
    }

    private Attempt claimed(Leases.Claim claim, Principal principal, LeaseRequest request, Verdict.Allowed allowed) {
        return switch (claim) {
            case Leases.Claim.Ours() -> throw new IllegalStateException("a claim of ours goes on to be written down");
            case Leases.Claim.Repeat(Lease earlier) -> new Attempt.Ended(new Outcome.Repeated(earlier));
            case Leases.Claim.Refused(Reason reason) ->
                new Attempt.Ended(
                        journal.deny(principal, request, refused(Refusal.of(reason, "idempotency-key"), allowed)));
        };
    }

    private Attempt writeDown(Lease lease, Verdict.Allowed allowed, Optional<Approval> approved, Instant latest) {
        var grant = allowed.grant().value();
        var intent = async(() -> journal.intend(lease, approved));
        var opening = leases.open(lease, grant.limits(), allowed.agent().value().limits(), approved);
        boolean intended = intent.join();
        return switch (opening) {
            case Leases.Opening.Refused(Reason reason, String rule, Instant retryAt) ->
                new Attempt.Ended(withhold(lease, new Refusal(reason, rule, List.of(), until(retryAt))));
            case Leases.Opening.Opened()
            when !intended -> new Attempt.Ended(withhold(lease, Refusal.of(Reason.UPSTREAM_BUSY, "audit-not-written")));
            case Leases.Opening.Opened()
            when clock.instant().isAfter(latest) ->
                new Attempt.Ended(withhold(lease, Refusal.of(Reason.UPSTREAM_BUSY, "too-late-to-mint")));
            case Leases.Opening.Opened() -> mintAndLook(lease, grant);
        };
    }

    private Attempt mintAndLook(Lease lease, Grant grant) {
        boolean settled = false;
        try {
            var look = async(() -> leases.look(lease));
            var minting = minter.mint(lease, grant);
            boolean noted = isNoted(lease, minting);
            var seen = look.join();
            var ending = handOver(lease, minting, noted ? seen : Leases.Look.OVER);
            settled = true;
            return ending;
        } finally {
            // A bug or a lost thread: the exception goes on, and the record says that nothing was handed over.
            if (!settled) {
                disown(lease, Refusal.of(Reason.INTERNAL, "unexpected"));
            }
        }
    }

    /** What a value is ended by is on record before it is handed over. */
    private boolean isNoted(Lease lease, Minting minting) {
        return switch (minting) {
            case Minting.Minted(Credential.SecretValue value)
            when lease.rotateOnEnd() -> leases.note(lease, value.versionId());
            case Minting.Minted _, Minting.Failed _ -> true;
        };
    }

    private Attempt handOver(Lease lease, Minting minting, Leases.Look look) {
        return switch (minting) {
            case Minting.Failed(Reason reason, String cause) ->
                new Attempt.Ended(disown(lease, Refusal.of(reason, cause)));
            case Minting.Minted(Credential credential) ->
                switch (look) {
                    case LIVE -> new Attempt.Ended(new Outcome.Issued(lease, credential));
                    // Changed or revoked while we minted: the credential is dropped unseen (INV-9, INV-14).
                    case MOVED -> {
                        disown(lease, Refusal.of(Reason.UPSTREAM_BUSY, "decision-overtaken"));
                        yield new Attempt.Stale();
                    }
                    case OVER -> new Attempt.Ended(disown(lease, Refusal.of(Reason.NO_LIVE_GRANT, "look.over")));
                    case UNREAD -> new Attempt.Ended(disown(lease, Refusal.of(Reason.UPSTREAM_BUSY, "look.unread")));
                };
        };
    }

    /** What may have been minted and is not listed for denial is at large: its INTENT stands, and counts as issued. */
    private Outcome disown(Lease lease, Refusal refusal) {
        if (leases.disown(lease, clock.instant())) {
            journal.withheld(lease, refusal);
        }
        return new Outcome.Denied(refusal);
    }

    private Outcome withhold(Lease lease, Refusal refusal) {
        leases.withhold(lease);
        journal.withheld(lease, refusal);
        return new Outcome.Denied(refusal);
    }

    private Lease newLease(Principal principal, LeaseRequest request, Verdict.Allowed allowed) {
        var now = clock.instant();
        var grant = allowed.grant().value();
        return new Lease(
                LeaseId.next(now, new SecureRandom()),
                grant.agent(),
                grant.id(),
                grant.environment(),
                grant.kind().orElseThrow(),
                EndedBy.of(grant.terms()),
                grant.terms().rotateOnEnd(),
                grant.terms().target(),
                principal.key(),
                allowed.parameters(),
                request.reason(),
                now,
                now.plusSeconds(allowed.ttlSeconds()),
                allowed.basis(),
                Lease.State.LIVE);
    }

    private Optional<Duration> until(Instant retryAt) {
        var wait = Duration.between(clock.instant(), retryAt);
        return wait.isPositive() ? Optional.of(wait) : Optional.empty();
    }

    private static Verdict.Refused refused(Refusal refusal, Verdict.Allowed allowed) {
        return new Verdict.Refused(refusal, allowed.agent().value().id().text());
    }

    private static Outcome busy(String cause) {
        return new Outcome.Denied(Refusal.of(Reason.UPSTREAM_BUSY, cause));
    }

    private static <T> CompletableFuture<T> async(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task));
    }
}
