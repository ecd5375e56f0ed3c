package dev.valet.testkit;

import dev.valet.identity.Issuer;
import dev.valet.identity.IssuerId;
import dev.valet.identity.Issuers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Issuers and their keys in memory. Counts the questions, because junk may not ask any (INV-24). */
public final class MemoryIssuers implements Issuers {
    private static final Duration BETWEEN_REFRESHES = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<IssuerId, Issuer> issuers = new ConcurrentSkipListMap<>();
    private final Map<IssuerId, StoredKeys> keys = new ConcurrentHashMap<>();
    private final Map<IssuerId, Instant> wanted = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();

    public MemoryIssuers(Clock clock) {
        this.clock = clock;
    }

    public void register(Issuer issuer) {
        issuers.put(issuer.id(), issuer);
    }

    public void remove(IssuerId issuer) {
        issuers.remove(issuer);
    }

    /** How often the port was asked anything, so far. */
    public int calls() {
        return calls.get();
    }

    @Override
    public Optional<Issuer> byUrl(String issuer) {
        calls.incrementAndGet();
        return issuers.values().stream()
                .filter(registered -> registered.issuer().equals(issuer))
                .findFirst();
    }

    @Override
    public List<Issuer> all() {
        calls.incrementAndGet();
        return List.copyOf(issuers.values());
    }

    @Override
    public Optional<StoredKeys> keys(IssuerId issuer) {
        calls.incrementAndGet();
        return Optional.ofNullable(keys.get(issuer)).map(stored -> {
            var asked = wanted.get(issuer);
            boolean open = asked != null && asked.isAfter(stored.fetchedAt());
            return new StoredKeys(stored.jwks(), stored.fetchedAt(), stored.refreshWanted() || open);
        });
    }

    @Override
    public void store(IssuerId issuer, StoredKeys stored) {
        calls.incrementAndGet();
        keys.put(issuer, stored);
    }

    @Override
    public void wantRefresh(IssuerId issuer) {
        calls.incrementAndGet();
        var now = clock.instant();
        wanted.compute(issuer, (_, last) -> last == null || !now.isBefore(last.plus(BETWEEN_REFRESHES)) ? now : last);
    }
}
