package dev.valet.revocation;

import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.lease.LeaseId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Leases whose end takes an act, and the values that are to be replaced because one ended, both on record. Every read is
 * strongly consistent; whatever cannot be read or written throws {@link dev.valet.Unavailable}.
 */
public interface Rotations {
    /**
     * Leases that are over at {@code time}, the oldest first within a shard.
     *
     * @param most of one shard
     */
    List<Due> due(Instant time, int most);

    /** The lease needs nothing more. */
    void strike(Due due);

    /** What the lease handed over. Once it is marked as ended, this stays as it is. */
    Handed handed(AgentId agent, GrantId grant, LeaseId lease);

    /** Lists a value; one that is listed stays as it is. */
    void add(Rotation rotation);

    Optional<Rotation> find(SecretVersion value);

    List<Rotation> all();

    /** Writes down that it was asked for. It moves forward only. */
    void advance(Rotation further);

    /** The value is replaced. */
    void drop(SecretVersion value);
}
