package dev.valet.http;

import dev.valet.Malformed;
import dev.valet.identity.Issuer;
import dev.valet.identity.IssuerId;
import dev.valet.identity.Issuers;
import dev.valet.identity.Issuers.StoredKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the store says about issuers and their keys, a minute old at most. A token that nobody signed costs no question to the
 * store, whichever issuer or key it names (INV-24, T-28).
 */
final class KnownIssuers {
    static final Duration MOST_AGE = Duration.ofMinutes(1);
    /** Keys that nobody could refresh for a day are nobody's keys. */
    static final Duration OLDEST_KEYS = Duration.ofHours(24);

    private final Issuers issuers;
    private final Clock clock;

    private Instant readAt = Instant.MIN;
    private final Map<String, Issuer> byUrl = new HashMap<>();
    private final Map<Issuer, Optional<Keys>> keys = new HashMap<>();
    private final Map<IssuerId, Instant> asked = new HashMap<>();

    KnownIssuers(Issuers issuers, Clock clock) {
        this.issuers = issuers;
        this.clock = clock;
    }

    private record Keys(JwkSet set, Optional<Instant> fetchedAt) {
        boolean isUsable(Instant now) {
            return fetchedAt
                    .map(since -> Duration.between(since, now).abs().compareTo(OLDEST_KEYS) <= 0)
                    .orElse(true);
        }
    }

    synchronized Optional<Issuer> byUrl(String url) {
        refresh();
        return Optional.ofNullable(byUrl.get(url));
    }

    /** Empty when there are none, or they are too old, unsound, or of another registration. */
    synchronized Optional<JwkSet> keys(Issuer issuer) {
        refresh();
        return keys.computeIfAbsent(issuer, this::read)
                .filter(found -> found.isUsable(clock.instant()))
                .map(Keys::set);
    }

    /** No cache answers this one: a registration that was changed or removed ends here at once. */
    boolean isStillRegistered(Issuer issuer) {
        return issuers.byUrl(issuer.issuer()).equals(Optional.of(issuer));
    }

    /** Asked once a minute at most, so that strangers cannot make Valet write. */
    void wantRefresh(Issuer issuer) {
        if (mayAsk(issuer.id())) {
            issuers.wantRefresh(issuer.id());
        }
    }

    private synchronized boolean mayAsk(IssuerId issuer) {
        var now = clock.instant();
        var last = asked.get(issuer);
        if (last != null && now.isBefore(last.plus(MOST_AGE))) {
            return false;
        }
        asked.put(issuer, now);
        return true;
    }

    /** Learned again when it is next asked for: nothing of it goes into a snapshot or comes out of one. */
    synchronized void forget() {
        readAt = Instant.MIN;
        byUrl.clear();
        keys.clear();
        asked.clear();
    }

    /** All of it at once: a registration and its keys are never of different minutes. */
    private void refresh() {
        var now = clock.instant();
        if (now.isBefore(readAt) || now.isAfter(readAt.plus(MOST_AGE))) {
            var all = issuers.all();
            byUrl.clear();
            keys.clear();
            all.forEach(issuer -> byUrl.put(issuer.issuer(), issuer));
            readAt = now;
        }
    }

    private Optional<Keys> read(Issuer issuer) {
        try {
            return switch (issuer.keys()) {
                case Issuer.Keys.Inline(var set) ->
                    Optional.of(new Keys(JwkSet.read(set, issuer.algorithm()), Optional.empty()));
                case Issuer.Keys.Pinned(String url) ->
                    issuers.keys(issuer.id())
                            .filter(stored -> LoadedKeys.isFrom(url, stored.jwks()))
                            .map(stored -> loaded(stored, issuer));
            };
        } catch (Malformed unsound) {
            return Optional.empty();
        }
    }

    private static Keys loaded(StoredKeys stored, Issuer issuer) {
        return new Keys(JwkSet.read(stored.jwks(), issuer.algorithm()), Optional.of(stored.fetchedAt()));
    }
}
