package dev.valet.lease;

import dev.valet.Reason;
import dev.valet.approval.Approval;
import dev.valet.limit.Limits;
import java.time.Instant;
import java.util.Optional;

/** Leases on record. Every write is conditional, and every unknown result counts as a failure. */
public interface Leases {
    /** One idempotency key names one lease, whoever comes first (INV-13). */
    Claim claim(Once once);

    /** What a key led to that came before; empty for a new one. It claims nothing. */
    Optional<Claim> earlier(String principal, String key, String requestHash);

    /**
     * Writes a lease, lists it for its end where that takes an act, counts it against the limits of its grant and of its
     * agent, and uses up what approved it, in parallel; all must succeed.
     *
     * @param approved the yes it stands on, where one was needed
     */
    Opening open(Lease lease, Limits ofGrant, Limits ofAgent, Optional<Approval> approved);

    /** Of a lease that nobody had to approve. */
    default Opening open(Lease lease, Limits ofGrant, Limits ofAgent) {
        return open(lease, ofGrant, ofAgent, Optional.empty());
    }

    /** A strongly consistent read of the agent, the grant, the lease and the control row, held against its basis. */
    Look look(Lease lease);

    /**
     * Writes down which version of a secret is about to be handed over, so that it can be ended, on condition that the lease
     * was not: of this and a revocation one sees the other.
     *
     * @return false when that is not certain, and nothing may be handed over
     */
    boolean note(Lease lease, String version);

    /** Marks a lease that was not handed over, and for which nothing was minted. */
    void withhold(Lease lease);

    /**
     * Marks a lease that was not handed over though a session may have been minted for it, and lists it for denial (INV-14).
     *
     * @param at now
     * @return false when it is not certain that somebody ends what was minted
     */
    boolean disown(Lease lease, Instant at);

    /**
     * @param principal as {@link dev.valet.identity.Principal#key()}: another caller's key is another key
     * @param requestHash of the request without its key, to tell a repeat from another request
     */
    record Once(String principal, String key, String requestHash, Lease lease) {}

    sealed interface Claim {
        record Ours() implements Claim {}

        /** The key came before, with this very request, and led to this lease. */
        record Repeat(Lease lease) implements Claim {}

        record Refused(Reason reason) implements Claim {}
    }

    sealed interface Opening {
        record Opened() implements Opening {}

        /** @param retryAt when trying again may help; the far past where that is not known */
        record Refused(Reason reason, String rule, Instant retryAt) implements Opening {}
    }

    enum Look {
        /** All present, live, and at the versions decided on. */
        LIVE,
        /** All live, but something changed since the decision: worth one fresh decision. */
        MOVED,
        /** Gone, suspended, revoked, or a row that is not as Valet writes it: over. */
        OVER,
        /** Nobody knows: it could not be read, and what is not read is not live. */
        UNREAD
    }
}
