package dev.valet.lease;

import dev.valet.Reason;
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
    private final Journal journal;
    private final Clock clock;

    public IssueLease(Decide decide, Registry registry, Leases leases, Minter minter, AuditLog audit, Clock clock) {
        this.decide = decide;
        this.registry = registry;
        this.leases = leases;
        this.minter = minter;
        this.journal = new Journal(audit, clock);
        this.clock = clock;
    }

    public Outcome issue(Principal principal, LeaseRequest request) {
        // With a key there is one lease only, so it is decided on fresh reads; without, a stale decision is made again.
        boolean once = request.idempotencyKey().isPresent();
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
            case Verdict.Allowed allowed -> claim(principal, request, allowed, latest);
        };
    }

    /** A denial that a cache alone caused is decided again on a fresh read. */
    private Verdict decided(Registry asked, Principal principal, LeaseRequest request) {
        return switch (decide.decide(asked, principal, request)) {
            case Verdict.Allowed allowed -> allowed;
            case Verdict.Refused _ -> decide.decide(registry.fresh(), principal, request);
        };
    }

    private Attempt claim(Principal principal, LeaseRequest request, Verdict.Allowed allowed, Instant latest) {
        var lease = newLease(principal, request, allowed);
        if (request.idempotencyKey().isEmpty()) {
            return writeDown(lease, allowed, latest);
        }
        var once = new Leases.Once(lease.principal(), request.idempotencyKey().get(), Journal.hash(request), lease);
        return switch (leases.claim(once)) {
            case Leases.Claim.Ours() -> writeDown(lease, allowed, latest);
            case Leases.Claim.Repeat(Lease earlier) -> new Attempt.Ended(new Outcome.Repeated(earlier));
            case Leases.Claim.Refused(Reason reason) ->
                new Attempt.Ended(
                        journal.deny(principal, request, refused(Refusal.of(reason, "idempotency-key"), allowed)));
        };
    }

    private Attempt writeDown(Lease lease, Verdict.Allowed allowed, Instant latest) {
        var grant = allowed.grant().value();
        var intent = async(() -> journal.intend(lease));
        var opening = leases.open(lease, grant.limits(), allowed.agent().value().limits());
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
            var ending = handOver(lease, minting, look.join());
            settled = true;
            return ending;
        } finally {
            // A bug or a lost thread: the exception goes on, and the record says that nothing was handed over.
            if (!settled) {
                disown(lease, Refusal.of(Reason.INTERNAL, "unexpected"));
            }
        }
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
                };
        };
    }

    private Outcome disown(Lease lease, Refusal refusal) {
        leases.disown(lease, clock.instant());
        journal.withheld(lease, refusal);
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
