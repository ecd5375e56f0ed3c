package dev.valet.aws;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A bounded memory of things found, each kept for the same short time. */
final class Kept<K, V> {
    private final int most;
    private final Duration time;
    private final Clock clock;
    private final ConcurrentHashMap<K, Entry<V>> entries = new ConcurrentHashMap<>();

    private record Entry<V>(V value, Instant until) {}

    Kept(int most, Duration time, Clock clock) {
        this.most = most;
        this.time = time;
        this.clock = clock;
    }

    Optional<V> get(K key) {
        return Optional.ofNullable(entries.get(key))
                .filter(entry -> clock.instant().isBefore(entry.until()))
                .map(Entry::value);
    }

    void keep(K key, V value) {
        if (entries.size() >= most) {
            entries.clear(); // rare, and never wrong: the next question is answered by a read
        }
        entries.put(key, new Entry<>(value, clock.instant().plus(time)));
    }

    void drop(K key) {
        entries.remove(key);
    }

    void clear() {
        entries.clear();
    }
}
