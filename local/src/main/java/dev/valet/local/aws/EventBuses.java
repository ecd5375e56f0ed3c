package dev.valet.local.aws;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Event buses by their ARN, each with the last events that were put on it. No rule is evaluated and nothing is delivered. */
final class EventBuses {
    private static final int MOST_KEPT = 1_000;

    private final Map<String, Deque<Event>> byArn = new ConcurrentHashMap<>();

    void make(String arn) {
        byArn.putIfAbsent(arn, new ArrayDeque<>());
    }

    /** By its ARN, or by its name in the caller's account and region. */
    Optional<String> find(String nameOrArn, String account, String region) {
        String arn = nameOrArn.startsWith("arn:")
                ? nameOrArn
                : "arn:aws:events:" + region + ":" + account + ":event-bus/" + nameOrArn;
        return Optional.of(arn).filter(byArn::containsKey);
    }

    void put(String arn, Event event) {
        byArn.computeIfPresent(arn, (_, events) -> {
            if (events.size() == MOST_KEPT) {
                events.removeFirst();
            }
            events.addLast(event);
            return events;
        });
    }

    List<Event> events(String arn) {
        var found = new ArrayList<Event>();
        byArn.computeIfPresent(arn, (_, events) -> {
            found.addAll(events);
            return events;
        });
        return List.copyOf(found);
    }
}
