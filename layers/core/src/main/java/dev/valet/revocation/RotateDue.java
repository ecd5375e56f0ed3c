package dev.valet.revocation;

import dev.valet.Unavailable;
import dev.valet.grant.SecretArn;
import dev.valet.revocation.Rotate.Standing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Every minute: values of leases that are over by time are listed, and what is listed is rotated. After an outage of any
 * length it begins with the oldest, and what it does not come to is left for the next minute.
 */
public final class RotateDue {
    /** Nothing is begun later: a function has 28 seconds, and what is begun needs some of them. */
    static final Duration TIME = Duration.ofSeconds(10);

    /** Leases of one shard in one read. */
    static final int MOST_READ = 100;

    /** Rotations at a time: Secrets Manager takes fifty a second. */
    static final int MOST_ROTATED = 25;

    private final Rotations rotations;
    private final Rotate rotate;
    private final Clock clock;

    public RotateDue(Rotations rotations, Rotate rotate, Clock clock) {
        this.rotations = rotations;
        this.rotate = rotate;
        this.clock = clock;
    }

    /**
     * @param unrotated secrets whose value should have been replaced by now, each with a code of what stands in the way
     * @param failure codes of what kept it from reading or writing what there is to do
     */
    record Report(Map<SecretArn, String> unrotated, List<String> failure) {}

    Report run() {
        var unrotated = new HashMap<SecretArn, String>();
        var failure = new ArrayList<String>();
        var until = clock.instant().plus(TIME);
        try {
            list(until, unrotated, failure);
        } catch (Unavailable unavailable) {
            failure.add(unavailable.code());
        }
        try {
            rotate(until, unrotated);
        } catch (Unavailable unavailable) {
            failure.add(unavailable.code());
        }
        return new Report(unrotated, failure.stream().distinct().toList());
    }

    private void list(Instant until, Map<SecretArn, String> unrotated, List<String> failure) {
        boolean progress = true;
        while (progress && clock.instant().isBefore(until)) {
            var due = rotations.due(clock.instant(), MOST_READ).stream()
                    .collect(Collectors.groupingBy(Value::of, LinkedHashMap::new, Collectors.toList()));
            progress = strike(listed(due, unrotated), failure);
        }
    }

    /** First the value is listed, then its leases are struck off: whatever happens between, nothing is forgotten. */
    private List<Due> listed(Map<Value, List<Due>> due, Map<SecretArn, String> unrotated) {
        var done = new ArrayList<Due>();
        Together.each(
                        due.entrySet(),
                        leases -> fault(() -> rotate.list(leases.getValue().getFirst())))
                .forEach((leases, fault) -> fault.ifPresentOrElse(
                        code -> unrotated.put(leases.getKey().secret(), code), () -> done.addAll(leases.getValue())));
        return done;
    }

    /** @return whether any was struck off: who comes back to the same ones would not end */
    private boolean strike(List<Due> done, List<String> failure) {
        var faults = Together.each(done, lease -> fault(() -> rotations.strike(lease)))
                .values();
        faults.forEach(fault -> fault.ifPresent(failure::add));
        return faults.stream().anyMatch(Optional::isEmpty);
    }

    /** What leases that handed over the same have in common. */
    private record Value(SecretArn secret, Handed handed) {
        static Value of(Due due) {
            return new Value(due.secret(), due.handed());
        }
    }

    private static Optional<String> fault(Runnable work) {
        try {
            work.run();
            return Optional.empty();
        } catch (Unavailable unavailable) {
            return Optional.of(unavailable.code());
        }
    }

    private void rotate(Instant until, Map<SecretArn, String> unrotated) {
        var listed = rotations.all().stream().map(Rotation::value).toList();
        for (int i = 0; i < listed.size() && clock.instant().isBefore(until); i += MOST_ROTATED) {
            var some = listed.subList(i, Math.min(listed.size(), i + MOST_ROTATED));
            Together.each(some, value -> rotate.rotate(value, false)).forEach((value, result) -> {
                if (result.standing() == Standing.PENDING) {
                    unrotated.put(value.secret(), result.cause());
                }
            });
        }
    }
}
