package dev.valet.bench;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** AWS with a fixed delay, which notes for how long it really held each call: a sleep that overslept is not Valet's. */
final class StubAws {
    private final CannedAws aws;
    private final ConcurrentLinkedQueue<Held> calls = new ConcurrentLinkedQueue<>();
    private volatile Delays delays = Delays.NONE;

    StubAws(CannedAws aws) {
        this.aws = aws;
    }

    record Delays(Duration dynamo, Duration sts) {
        static final Delays NONE = new Delays(Duration.ZERO, Duration.ZERO);
        /** Near what AWS takes within one Region. */
        static final Delays USUAL = new Delays(Duration.ofMillis(5), Duration.ofMillis(20));

        private long nanos(String operation) {
            return (operation.equals("AssumeRole") ? sts : dynamo).toNanos();
        }
    }

    void delays(Delays wanted) {
        delays = wanted;
    }

    CannedAws.Answer serve(Optional<String> target, String body) {
        long from = System.nanoTime();
        var operation = CannedAws.operation(target);
        var answer = aws.answer(operation, body);
        long due = from + delays.nanos(operation);
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        calls.add(new Held(operation, from, System.nanoTime()));
        return answer;
    }

    /** The calls since the last time somebody asked. */
    List<Held> taken() {
        var taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }
}
