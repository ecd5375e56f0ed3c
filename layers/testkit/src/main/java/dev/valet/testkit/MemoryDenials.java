package dev.valet.testkit;

import dev.valet.identity.RoleArn;
import dev.valet.revocation.Denials;
import dev.valet.revocation.Deny;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What each role should deny. */
public final class MemoryDenials implements Denials {
    private final Map<RoleArn, List<Deny>> entries = new HashMap<>();
    private final Map<RoleArn, Placed> placed = new HashMap<>();
    private final Map<RoleArn, Held> locks = new HashMap<>();

    private record Held(String owner, Instant until) {}

    @Override
    public synchronized void add(Deny deny) {
        var role = entries.computeIfAbsent(deny.role(), _ -> new ArrayList<>());
        if (role.stream().noneMatch(other -> other.because().equals(deny.because()))) {
            role.add(deny);
        }
    }

    @Override
    public synchronized List<Deny> of(RoleArn role) {
        return List.copyOf(entries.getOrDefault(role, List.of()));
    }

    @Override
    public synchronized void drop(Deny deny) {
        entries.getOrDefault(deny.role(), new ArrayList<>()).remove(deny);
    }

    @Override
    public synchronized List<RoleArn> roles() {
        return List.copyOf(entries.keySet());
    }

    @Override
    public synchronized Optional<Placed> placed(RoleArn role) {
        return Optional.ofNullable(placed.get(role));
    }

    @Override
    public synchronized void place(RoleArn role, Placed now) {
        placed.put(role, now);
    }

    @Override
    public synchronized void forget(RoleArn role) {
        placed.remove(role);
        entries.computeIfPresent(role, (_, left) -> left.isEmpty() ? null : left);
    }

    @Override
    public synchronized Optional<Lock> lock(RoleArn role, Instant now, Duration holding) {
        var held = locks.get(role);
        if (held != null && held.until().isAfter(now)) {
            return Optional.empty();
        }
        var lock = new Lock(role, UUID.randomUUID().toString());
        locks.put(role, new Held(lock.owner(), now.plus(holding)));
        return Optional.of(lock);
    }

    @Override
    public synchronized void unlock(Lock lock) {
        var held = locks.get(lock.role());
        if (held != null && held.owner().equals(lock.owner())) {
            locks.remove(lock.role());
        }
    }
}
