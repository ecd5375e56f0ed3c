package dev.valet.http;

import dev.valet.identity.Issuer;
import dev.valet.identity.IssuerId;
import dev.valet.identity.Issuers;
import dev.valet.identity.Issuers.StoredKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/**
 * Loads the keys of every issuer again that is due: somebody met a key it did not know, or the last loading is some minutes
 * old. What cannot be loaded is reported and leaves the old keys in place; they stop being used after a day.
 */
public final class RefreshKeys {
    static final Duration USUAL_AGE = Duration.ofMinutes(5);
    private static final int AT_ONCE = 16;

    private final Issuers issuers;
    private final JwksLoader loader;
    private final Clock clock;

    public RefreshKeys(Issuers issuers, JwksLoader loader, Clock clock) {
        this.issuers = issuers;
        this.loader = loader;
        this.clock = clock;
    }

    /** One issuer that was due; no fault means that new keys are in place. */
    public record Refreshed(IssuerId issuer, Optional<LoadFault> fault) {}

    /** @return one entry for each issuer that was due; the failure of one stops no other */
    public List<Refreshed> refresh() {
        try (var threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            return issuers.all().stream()
                    .map(issuer -> CompletableFuture.supplyAsync(() -> refresh(issuer), threads))
                    .toList()
                    .stream()
                    .flatMap(refreshed -> refreshed.join().stream())
                    .toList();
        }
    }

    private Optional<Refreshed> refresh(Issuer issuer) {
        return switch (issuer.keys()) {
            case Issuer.Keys.Inline _ -> Optional.empty();
            case Issuer.Keys.Pinned(String url) -> refresh(issuer, url);
        };
    }

    private Optional<Refreshed> refresh(Issuer issuer, String url) {
        var now = clock.instant();
        try {
            if (issuers.keys(issuer.id())
                    .filter(stored -> isFine(stored, url, now))
                    .isPresent()) {
                return Optional.empty();
            }
            return Optional.of(new Refreshed(issuer.id(), load(issuer, url, now)));
        } catch (RuntimeException storeFailed) {
            return Optional.of(new Refreshed(issuer.id(), Optional.of(LoadFault.STORE_FAILED)));
        }
    }

    private static boolean isFine(StoredKeys stored, String url, Instant now) {
        return !stored.refreshWanted()
                && LoadedKeys.isFrom(url, stored.jwks())
                && now.isBefore(stored.fetchedAt().plus(USUAL_AGE));
    }

    private Optional<LoadFault> load(Issuer issuer, String url, Instant begun) {
        return switch (loader.load(url, issuer.algorithm())) {
            case Loading.Failed(LoadFault fault) -> Optional.of(fault);
            case Loading.Loaded(var keys) -> {
                issuers.store(issuer.id(), new StoredKeys(keys, begun, false));
                yield Optional.empty();
            }
        };
    }
}
