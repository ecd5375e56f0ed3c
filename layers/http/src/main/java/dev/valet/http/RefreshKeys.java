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
    /** From here on a failure is somebody's business: in a day nobody is believed any more. */
    static final Duration WORRYING_AGE = Duration.ofHours(1);

    private static final int AT_ONCE = 16;

    private final Issuers issuers;
    private final JwksLoader loader;
    private final Clock clock;

    public RefreshKeys(Issuers issuers, JwksLoader loader, Clock clock) {
        this.issuers = issuers;
        this.loader = loader;
        this.clock = clock;
    }

    /**
     * One issuer that was due.
     *
     * @param fault empty when new keys are in place
     * @param worrying whether its tokens are refused already, or will be when nobody looks after it
     */
    public record Refreshed(IssuerId issuer, Optional<LoadFault> fault, boolean worrying) {}

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
            var stored = issuers.keys(issuer.id()).filter(keys -> LoadedKeys.isFrom(url, keys.jwks()));
            if (stored.filter(keys -> isFine(keys, now)).isPresent()) {
                return Optional.empty();
            }
            var fault = load(issuer, url, now);
            boolean fresh =
                    stored.filter(keys -> isYounger(keys, WORRYING_AGE, now)).isPresent();
            return Optional.of(new Refreshed(issuer.id(), fault, fault.isPresent() && !fresh));
        } catch (RuntimeException storeFailed) {
            return Optional.of(new Refreshed(issuer.id(), Optional.of(LoadFault.STORE_FAILED), true));
        }
    }

    private static boolean isFine(StoredKeys stored, Instant now) {
        return !stored.refreshWanted() && isYounger(stored, USUAL_AGE, now);
    }

    private static boolean isYounger(StoredKeys stored, Duration age, Instant now) {
        return now.isBefore(stored.fetchedAt().plus(age));
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
