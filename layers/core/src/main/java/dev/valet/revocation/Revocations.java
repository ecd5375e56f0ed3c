package dev.valet.revocation;

import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.identity.RoleArn;
import dev.valet.lease.Lease;
import dev.valet.lease.LeaseId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Revocations on record, and what they end. Every read is strongly consistent, of base tables, to the last page; whatever
 * cannot be read or written throws {@link dev.valet.Unavailable}.
 */
public interface Revocations {
    /**
     * In one transaction: what is named can give nothing any more, at a new version, and the revocation is on record and
     * among the pending. A credential handed over from now on was looked at before.
     */
    Begun begin(Revocation asked);

    sealed interface Begun {
        record Ours() implements Begun {}

        /** It was revoked before, and not lifted since. */
        record Before(Revocation earlier) implements Begun {}

        /** Nothing of this name is there. */
        record Nothing() implements Begun {}
    }

    Optional<Revocation> find(RevocationId id);

    /** Newest first. */
    List<Revocation> recent(int most);

    /** The one that keeps the agent from getting anything. */
    Optional<Revocation> ofAgent(AgentId agent);

    /** Those with something left to do, oldest first. */
    List<Revocation> pending();

    /**
     * Writes down how far it has come. It moves forward only, whoever else is at it: what is written stays, and what was
     * lifted stays lifted.
     *
     * @return as it is now
     */
    Revocation advance(Revocation further);

    /** Leaves the pending. */
    void done(RevocationId id);

    /**
     * In one transaction: what was revoked may give again, at a new version, and the revocation is lifted.
     *
     * @return false when it is not revoked, or something moved meanwhile
     */
    boolean lift(Revocation revoked);

    /** Those that were removed as well: a lease outlives its grant. */
    List<Granted> grantsOf(AgentId agent);

    /** @param role whose sessions its leases are now; empty where they are none */
    record Granted(GrantId grant, Optional<RoleArn> role) {}

    Optional<Granted> grant(AgentId agent, GrantId grant);

    Optional<Lease> lease(AgentId agent, GrantId grant, LeaseId lease);

    /** All leases of the grant that were issued at or after {@code since}. */
    List<Lease> leases(AgentId agent, GrantId grant, Instant since);

    /** Marks a lease as ended before its time, which changes nothing when it is marked. */
    void end(Lease lease, RevocationId because);

    /** Every role that a grant ever leased. */
    List<RoleArn> roles();
}
