package dev.valet.testkit;

import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.identity.RoleArn;
import dev.valet.lease.Lease;
import dev.valet.lease.LeaseId;
import dev.valet.revocation.Revocation;
import dev.valet.revocation.Revocation.State;
import dev.valet.revocation.RevocationId;
import dev.valet.revocation.Revocations;
import dev.valet.revocation.Scope;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Revocations on record, beside the registry and the leases they end. */
public final class MemoryRevocations implements Revocations {
    private final MemoryRegistry registry;
    private final MemoryLeases leases;
    private final Map<RevocationId, Revocation> kept = new TreeMap<>();
    private final Set<RevocationId> pending = new TreeSet<>();
    private final Map<String, RevocationId> subjects = new HashMap<>();

    public MemoryRevocations(MemoryRegistry registry, MemoryLeases leases) {
        this.registry = registry;
        this.leases = leases;
        leases.listDisownedWith(this::list);
    }

    private synchronized void list(Revocation revocation) {
        kept.put(revocation.id(), revocation);
        pending.add(revocation.id());
    }

    @Override
    public synchronized Begun begin(Revocation asked) {
        var subject = asked.scope().json().canonical();
        var before = Optional.ofNullable(subjects.get(subject)).flatMap(this::find);
        if (before.isPresent()) {
            return new Begun.Before(before.get());
        }
        boolean there = switch (asked.scope()) {
            case Scope.OfLease one -> leases.revoke(one.lease());
            case Scope.OfGrant one -> registry.revoke(one.grant());
            case Scope.OfAgent one -> registry.suspend(one.agent());
            case Scope.Everything() -> registry.revokeEverything();
        };
        if (!there) {
            return new Begun.Nothing();
        }
        subjects.put(subject, asked.id());
        list(asked);
        return new Begun.Ours();
    }

    @Override
    public synchronized Optional<Revocation> find(RevocationId id) {
        return Optional.ofNullable(kept.get(id));
    }

    @Override
    public synchronized List<Revocation> recent(int most) {
        return kept.values().stream()
                .sorted(Comparator.comparing(Revocation::id).reversed())
                .limit(most)
                .toList();
    }

    @Override
    public synchronized Optional<Revocation> ofAgent(AgentId agent) {
        var subject = new Scope.OfAgent(agent).json().canonical();
        return Optional.ofNullable(subjects.get(subject)).flatMap(this::find);
    }

    @Override
    public synchronized List<Revocation> pending() {
        return pending.stream().flatMap(id -> find(id).stream()).toList();
    }

    @Override
    public synchronized Revocation advance(Revocation further) {
        return kept.merge(
                further.id(),
                further,
                (was, now) -> new Revocation(
                        was.id(),
                        was.scope(),
                        was.by(),
                        was.reason(),
                        was.at(),
                        was.state() == State.REVOKING ? now.state() : was.state(),
                        was.revokedAt().or(now::revokedAt),
                        was.confirmedAt().or(now::confirmedAt),
                        now.roles(),
                        now.values(),
                        was.leavesValues() || now.leavesValues(),
                        was.recorded() || now.recorded()));
    }

    @Override
    public synchronized void done(RevocationId id) {
        pending.remove(id);
    }

    @Override
    public synchronized boolean lift(Revocation revoked) {
        var held = kept.get(revoked.id());
        if (held == null || held.state() != State.REVOKED) {
            return false;
        }
        switch (revoked.scope()) {
            case Scope.OfLease _ -> throw new IllegalArgumentException("a lease stays ended");
            case Scope.OfGrant one -> registry.revive(one.grant());
            case Scope.OfAgent one -> registry.resume(one.agent());
            case Scope.Everything() -> registry.reopen();
        }
        kept.put(held.id(), held.lifted());
        subjects.remove(held.scope().json().canonical());
        return true;
    }

    @Override
    public List<Granted> grantsOf(AgentId agent) {
        return registry.grantsOf(agent).stream()
                .map(grant ->
                        new Granted(grant.value().id(), grant.value().terms().sessionsOf()))
                .toList();
    }

    @Override
    public Optional<Granted> grant(AgentId agent, GrantId grant) {
        return grantsOf(agent).stream()
                .filter(granted -> granted.grant().equals(grant))
                .findFirst();
    }

    @Override
    public Optional<Lease> lease(AgentId agent, GrantId grant, LeaseId lease) {
        return leases.find(agent, List.of(grant), lease);
    }

    @Override
    public List<Lease> leases(AgentId agent, GrantId grant, Instant since) {
        return leases.since(agent, List.of(grant), since, Integer.MAX_VALUE);
    }

    @Override
    public void end(Lease lease, RevocationId because) {
        leases.revoke(lease.id());
    }

    @Override
    public List<RoleArn> roles() {
        return registry.allGrants().stream()
                .flatMap(grant -> grant.terms().sessionsOf().stream())
                .distinct()
                .toList();
    }
}
