package dev.valet.bench;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** AWS that notes for how long it really held each call: a sleep that overslept is not Valet's. */
final class StubAws {
    private final Aws aws;
    private final ConcurrentLinkedQueue<Held> calls = new ConcurrentLinkedQueue<>();
    private volatile Delay delay = Delay.NONE;

    StubAws(Aws aws) {
        this.aws = aws;
    }

    /** What makes a call slow, once its answer is known. */
    @FunctionalInterface
    interface Delay {
        Delay NONE = (_, _) -> {};

        /** Near what AWS takes within one Region. */
        Delay USUAL = (operation, from) -> until(from
                + Duration.ofMillis(operation.equals("AssumeRole") ? 20 : 5).toNanos());

        /** @param from when the call came, as {@link System#nanoTime} */
        void pass(String operation, long from);

        private static void until(long due) {
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }

    void delay(Delay wanted) {
        delay = wanted;
    }

    Aws.Answer serve(Optional<String> target, String body) {
        long from = System.nanoTime();
        var operation = Aws.operation(target);
        var answer = aws.answer(operation, body);
        delay.pass(operation, from);
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
