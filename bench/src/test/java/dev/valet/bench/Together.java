package dev.valet.bench;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Holds each call until so many stand beside it, first for the first number, then for the next. Calls that come one after
 * the other would wait for each other until the time is up.
 */
final class Together implements StubAws.Delay {
    private static final int PATIENCE_SECONDS = 10;

    private final Iterator<Integer> sizes;
    private final List<List<String>> rounds = new ArrayList<>();
    private CyclicBarrier barrier = new CyclicBarrier(1);
    private int missing;

    Together(Integer... sizes) {
        this.sizes = List.of(sizes).iterator();
    }

    @Override
    public void pass(String operation, long from) {
        try {
            join(operation).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
            throw new IllegalStateException(operation + " was alone", alone);
        }
    }

    private synchronized CyclicBarrier join(String operation) {
        if (missing == 0) {
            missing = sizes.next();
            barrier = new CyclicBarrier(missing);
            rounds.add(new ArrayList<>());
        }
        missing--;
        rounds.getLast().add(operation);
        return barrier;
    }

    /** The calls that stood side by side, each round in the order of names. */
    synchronized List<List<String>> rounds() {
        return rounds.stream().map(round -> round.stream().sorted().toList()).toList();
    }
}
