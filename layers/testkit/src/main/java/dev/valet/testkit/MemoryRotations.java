package dev.valet.testkit;

import dev.valet.Unavailable;
import dev.valet.grant.GrantId;
import dev.valet.grant.SecretArn;
import dev.valet.identity.AgentId;
import dev.valet.lease.LeaseId;
import dev.valet.revocation.Due;
import dev.valet.revocation.Handed;
import dev.valet.revocation.Rotation;
import dev.valet.revocation.Rotations;
import dev.valet.revocation.SecretVersion;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What ending leases of values takes, beside the leases. There is one shard. */
public final class MemoryRotations implements Rotations {
    private final MemoryLeases leases;
    private final Map<SecretVersion, Rotation> listed = new LinkedHashMap<>();
    private volatile Runnable afterHanded = () -> {};
    private boolean down;

    public MemoryRotations(MemoryLeases leases) {
        this.leases = leases;
    }

    /** As if the table were down. */
    public synchronized void fail(boolean failing) {
        down = failing;
    }

    @Override
    public synchronized List<Due> due(Instant time, int most) {
        expectUp();
        return leases.due(time).stream()
                .limit(most)
                .map(lease -> new Due(
                        lease.agent(),
                        lease.grant(),
                        lease.id(),
                        SecretArn.parse(lease.target()),
                        lease.expiresAt(),
                        leases.handed(lease.id())))
                .toList();
    }

    @Override
    public synchronized void strike(Due due) {
        expectUp();
        leases.strike(due.lease());
    }

    /** Happens once, right after somebody next asks what a lease handed over. */
    public void afterNextHanded(Runnable event) {
        afterHanded = event;
    }

    @Override
    public synchronized Handed handed(AgentId agent, GrantId grant, LeaseId lease) {
        expectUp();
        var handed = leases.handed(lease);
        var event = afterHanded;
        afterHanded = () -> {};
        event.run();
        return handed;
    }

    @Override
    public synchronized void add(Rotation rotation) {
        expectUp();
        listed.putIfAbsent(rotation.value(), rotation);
    }

    @Override
    public synchronized Optional<Rotation> find(SecretVersion value) {
        expectUp();
        return Optional.ofNullable(listed.get(value));
    }

    @Override
    public synchronized List<Rotation> all() {
        expectUp();
        return List.copyOf(listed.values());
    }

    @Override
    public synchronized void advance(Rotation further) {
        expectUp();
        listed.computeIfPresent(further.value(), (_, _) -> further);
    }

    @Override
    public synchronized void drop(SecretVersion value) {
        expectUp();
        listed.remove(value);
    }

    private void expectUp() {
        if (down) {
            throw new Unavailable("dynamodb-unreachable");
        }
    }
}
