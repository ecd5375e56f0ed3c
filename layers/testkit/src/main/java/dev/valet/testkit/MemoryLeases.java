package dev.valet.testkit;

import dev.valet.Reason;
import dev.valet.approval.Approval;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.lease.Lease;
import dev.valet.lease.LeaseBook;
import dev.valet.lease.LeaseId;
import dev.valet.lease.Leases;
import dev.valet.limit.Limits;
import dev.valet.revocation.Asker;
import dev.valet.revocation.Handed;
import dev.valet.revocation.Revocation;
import dev.valet.revocation.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Leases on record, with limits that are exact: one lock stands for every conditional write. */
public final class MemoryLeases implements Leases, LeaseBook {
    private static final Duration SLICE = Duration.ofMinutes(5);

    private final MemoryRegistry registry;
    private final MemoryApprovals approvals;
    private final Map<LeaseId, Lease> leases = new TreeMap<>();
    private final Map<LeaseId, Lease> due = new TreeMap<>();
    private final Map<LeaseId, String> versions = new TreeMap<>();
    private final Map<List<String>, Once> claims = new TreeMap<>(Comparator.comparing(List::toString));
    private Consumer<Revocation> listing = _ -> {};
    private boolean unreachable;
    private Runnable afterOpening = () -> {};
    private volatile Runnable beforeNote = () -> {};
    private volatile Runnable afterNote = () -> {};

    public MemoryLeases(MemoryRegistry registry) {
        this(registry, new MemoryApprovals());
    }

    public MemoryLeases(MemoryRegistry registry, MemoryApprovals approvals) {
        this.registry = registry;
        this.approvals = approvals;
    }

    /** From now on, as if the table were down: nothing is certain, so nothing may be issued. */
    public synchronized void beUnreachable() {
        unreachable = true;
    }

    /** Happens once, when the next lease is on record and before the look that ends its issue. */
    public synchronized void afterNextOpening(Runnable event) {
        afterOpening = event;
    }

    /** Happens once, when the next value was minted and is about to be noted. */
    public void beforeNextNote(Runnable event) {
        beforeNote = event;
    }

    /** Happens once, when the next value is noted and not yet handed over. */
    public void afterNextNote(Runnable event) {
        afterNote = event;
    }

    @Override
    public synchronized Claim claim(Once once) {
        if (unreachable) {
            return new Claim.Refused(Reason.UPSTREAM_BUSY);
        }
        var earlier = claims.putIfAbsent(List.of(once.principal(), once.key()), once);
        return earlier == null ? new Claim.Ours() : claimed(earlier, once.requestHash());
    }

    @Override
    public synchronized Optional<Claim> earlier(String principal, String key, String requestHash) {
        if (unreachable) {
            return Optional.of(new Claim.Refused(Reason.UPSTREAM_BUSY));
        }
        return Optional.ofNullable(claims.get(List.of(principal, key))).map(earlier -> claimed(earlier, requestHash));
    }

    private Claim claimed(Once earlier, String requestHash) {
        return earlier.requestHash().equals(requestHash)
                ? new Claim.Repeat(leases.getOrDefault(earlier.lease().id(), earlier.lease()))
                : new Claim.Refused(Reason.KEY_REUSED);
    }

    @Override
    public synchronized Opening open(Lease lease, Limits ofGrant, Limits ofAgent, Optional<Approval> approved) {
        if (unreachable) {
            return new Opening.Refused(Reason.UPSTREAM_BUSY, "leases.unreachable", Instant.MIN);
        }
        var full = full(lease, ofGrant, other -> other.grant().equals(lease.grant()), "")
                .or(() -> full(lease, ofAgent, _ -> true, "agent."));
        if (full.isPresent()) {
            return full.get();
        }
        if (approved.isPresent() && !approvals.use(approved.get(), lease.id().text(), lease.issuedAt())) {
            return new Opening.Refused(Reason.NO_LIVE_APPROVAL, "approval.not-live", Instant.EPOCH);
        }
        leases.put(lease.id(), lease);
        if (lease.rotateOnEnd()) {
            due.put(lease.id(), lease);
        }
        var event = afterOpening;
        afterOpening = () -> {};
        event.run();
        return new Opening.Opened();
    }

    /** A withheld lease counts as well: what was minted for it may live on. */
    private Optional<Opening> full(Lease lease, Limits limits, Predicate<Lease> counted, String whose) {
        var now = lease.issuedAt();
        var all = leases.values().stream()
                .filter(other -> other.agent().equals(lease.agent()))
                .filter(counted)
                .toList();
        var inWindow = all.stream().filter(other -> counts(other, now)).toList();
        if (limits.leasesPerHour() > 0 && inWindow.size() >= limits.leasesPerHour()) {
            var retryAt = sliceOf(inWindow.getFirst().issuedAt()).plus(SLICE).plus(Duration.ofHours(1));
            return Optional.of(new Opening.Refused(Reason.LIMIT_REACHED, whose + "limit.leases-per-hour", retryAt));
        }
        var alive = all.stream().filter(other -> other.expiresAt().isAfter(now)).toList();
        if (limits.concurrent() > 0 && alive.size() >= limits.concurrent()) {
            var retryAt = alive.stream().map(Lease::expiresAt).min(Comparator.naturalOrder());
            return Optional.of(
                    new Opening.Refused(Reason.LIMIT_REACHED, whose + "limit.concurrent", retryAt.orElseThrow()));
        }
        return Optional.empty();
    }

    /** A slice counts as long as any of it is within the hour. */
    private static boolean counts(Lease other, Instant now) {
        return sliceOf(other.issuedAt()).plus(SLICE).plus(Duration.ofHours(1)).isAfter(now);
    }

    private static Instant sliceOf(Instant time) {
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), SLICE.toSeconds()) * SLICE.toSeconds());
    }

    @Override
    public synchronized Look look(Lease lease) {
        var held = leases.get(lease.id());
        if (unreachable) {
            return Look.UNREAD;
        }
        if (held == null || held.state() != Lease.State.LIVE) {
            return Look.OVER;
        }
        var agent = registry.agent(lease.agent());
        var grant = registry.grant(lease.agent(), lease.grant());
        var control = registry.rules().control();
        if (agent.isEmpty()
                || !agent.get().live()
                || grant.isEmpty()
                || !grant.get().live()
                || !control.open()) {
            return Look.OVER;
        }
        var now =
                new Lease.Basis(agent.get().version(), grant.get().version(), control.killEpoch(), control.revision());
        return now.equals(lease.basis()) ? Look.LIVE : Look.MOVED;
    }

    /** What happens before and after does not hold the lock: it may come from other threads. */
    @Override
    public boolean note(Lease lease, String version) {
        var before = beforeNote;
        beforeNote = () -> {};
        before.run();
        boolean noted = putVersion(lease, version);
        var after = afterNote;
        afterNote = () -> {};
        after.run();
        return noted;
    }

    private synchronized boolean putVersion(Lease lease, String version) {
        var held = leases.get(lease.id());
        boolean live = !unreachable && held != null && held.state() == Lease.State.LIVE;
        if (live) {
            versions.put(lease.id(), version);
        }
        return live;
    }

    @Override
    public synchronized void withhold(Lease lease) {
        var held = leases.get(lease.id());
        if (held != null && held.state() == Lease.State.LIVE) {
            leases.put(lease.id(), held.state(Lease.State.WITHHELD));
            versions.remove(lease.id());
        }
    }

    @Override
    public synchronized boolean disown(Lease lease, Instant at) {
        if (unreachable) {
            return false;
        }
        withhold(lease);
        if (lease.role().isPresent()) {
            var scope = new Scope.OfLease(lease.agent(), lease.grant(), lease.id());
            listing.accept(Revocation.begin(scope, Asker.VALET, "not handed over", at));
        }
        return true;
    }

    /** Who is told of leases that were not handed over though a session may live on. */
    synchronized void listDisownedWith(Consumer<Revocation> list) {
        listing = list;
    }

    /** Those whose end takes an act, over at that time and not struck off. */
    synchronized List<Lease> due(Instant time) {
        return due.values().stream()
                .filter(lease -> !lease.expiresAt().isAfter(time))
                .sorted(Comparator.comparing(Lease::expiresAt))
                .toList();
    }

    synchronized void strike(LeaseId id) {
        due.remove(id);
    }

    synchronized Handed handed(LeaseId id) {
        if (!leases.containsKey(id)) {
            return new Handed.Unknown();
        }
        var version = versions.get(id);
        return version == null ? new Handed.Nothing() : new Handed.Version(version);
    }

    /** As the table does with leases that ended long ago. */
    public synchronized void forget(LeaseId id) {
        leases.remove(id);
        versions.remove(id);
    }

    /** @return false when there is no such lease */
    synchronized boolean revoke(LeaseId id) {
        return leases.computeIfPresent(id, (_, held) -> held.state(Lease.State.REVOKED)) != null;
    }

    @Override
    public synchronized Optional<Lease> find(AgentId agent, List<GrantId> grants, LeaseId id) {
        return Optional.ofNullable(leases.get(id))
                .filter(lease -> lease.agent().equals(agent) && grants.contains(lease.grant()));
    }

    @Override
    public synchronized List<Lease> since(AgentId agent, List<GrantId> grants, Instant since, int most) {
        var found = new ArrayList<Lease>();
        for (var grant : grants) {
            leases.values().stream()
                    .filter(lease ->
                            lease.agent().equals(agent) && lease.grant().equals(grant))
                    .filter(lease -> lease.id().text().compareTo(LeaseId.floor(since)) >= 0)
                    .sorted(Comparator.comparing(Lease::id).reversed())
                    .limit(most)
                    .forEach(found::add);
        }
        found.sort(Comparator.comparing(Lease::id).reversed());
        return List.copyOf(found);
    }

    /** All of them, oldest first. */
    public synchronized List<Lease> all() {
        return List.copyOf(leases.values());
    }
}
