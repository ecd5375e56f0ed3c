package dev.valet.aws;

import dev.valet.Malformed;
import dev.valet.limit.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What one grant, or one agent, has used of its limits: one row, so every count is exact.
 *
 * @param slice the newest slice of five minutes that was counted in
 * @param counts uses, by slice; the hour is the newest slice and the twelve before it, so a lease counts for sixty
 *     minutes at least and sixty-five at most, and no sixty minutes hold more than the limit
 * @param slots when each lease that is alive ends, in epoch seconds: freed by time alone, never given back
 * @param writes how often the row was written: what a compare-and-set compares
 * @param last the lease that was counted last, by which a lost reply is recognised (T-32)
 */
record Usage(long slice, SortedMap<Long, Long> counts, SortedMap<String, Long> slots, long writes, String last) {
    static final Duration SLICE = Duration.ofMinutes(5);
    static final Usage NONE = new Usage(0, new TreeMap<>(), new TreeMap<>(), 0, "");

    private static final int SLICES = 13;

    Usage {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        slots = Collections.unmodifiableSortedMap(new TreeMap<>(slots));
    }

    /** A limit that is used up. */
    record Full(String rule, Instant retryAt) {}

    static long sliceOf(Instant time) {
        return time.getEpochSecond() / SLICE.toSeconds();
    }

    /** Free of what is over by now. A clock behind the row's newest slice does not turn the row back. */
    Usage at(Instant now) {
        long current = Math.max(slice, sliceOf(now));
        var alive = new TreeMap<>(slots);
        alive.values().removeIf(end -> end <= now.getEpochSecond());
        return new Usage(current, counts.tailMap(current - SLICES + 1), alive, writes, last);
    }

    Usage count(Use use, Limits limits) {
        var counted = new TreeMap<>(counts);
        counted.merge(slice, 1L, Long::sum);
        var taken = new TreeMap<>(slots);
        if (limits.concurrent() > 0) {
            taken.put(use.id(), use.endSecond());
        }
        return new Usage(slice, counted, taken, writes + 1, use.id());
    }

    long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    boolean has(Use use) {
        return last.equals(use.id()) || slots.containsKey(use.id());
    }

    /** The limit that leaves no room for one more; asked of what {@link #at} returned. */
    Optional<Full> full(Limits limits) {
        if (limits.leasesPerHour() > 0 && total() >= limits.leasesPerHour()) {
            return Optional.of(new Full("limit.leases-per-hour", roomInTheHour(limits.leasesPerHour())));
        }
        if (limits.concurrent() > 0 && slots.size() >= limits.concurrent()) {
            return Optional.of(new Full("limit.concurrent", roomInTheSlots(limits.concurrent())));
        }
        return Optional.empty();
    }

    private Instant roomInTheHour(long most) {
        long left = total();
        for (var counted : counts.entrySet()) {
            left -= counted.getValue();
            if (left < most) {
                return Instant.ofEpochSecond((counted.getKey() + SLICES) * SLICE.toSeconds());
            }
        }
        return Instant.EPOCH;
    }

    private Instant roomInTheSlots(int most) {
        var ends = slots.values().stream().sorted().toList();
        return Instant.ofEpochSecond(ends.get(ends.size() - most));
    }

    /** @throws Malformed when the row is not as {@link #write} leaves it */
    static Usage read(Row row) {
        var counts = new TreeMap<Long, Long>();
        numbers(row.map("counts")).forEach((slice, count) -> counts.put(Long.parseLong(slice), count));
        return new Usage(
                row.number("slice"), counts, numbers(row.map("slots")), row.number("writes"), row.text("last"));
    }

    private static SortedMap<String, Long> numbers(Map<String, AttributeValue> attributes) {
        var numbers = new TreeMap<String, Long>();
        attributes.forEach((name, value) -> numbers.put(name, Long.parseLong(value.n())));
        return numbers;
    }

    Map<String, AttributeValue> write(StateKey key) {
        var row = new HashMap<>(key.attributes());
        row.put("slice", number(slice));
        row.put("total", number(total()));
        row.put("writes", number(writes));
        row.put("last", AttributeValue.fromS(last));
        var counted = new HashMap<String, AttributeValue>();
        counts.forEach((each, count) -> counted.put(Long.toString(each), number(count)));
        row.put("counts", AttributeValue.fromM(counted));
        var taken = new HashMap<String, AttributeValue>();
        slots.forEach((lease, end) -> taken.put(lease, number(end)));
        row.put("slots", AttributeValue.fromM(taken));
        return row;
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
