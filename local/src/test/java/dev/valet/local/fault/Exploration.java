package dev.valet.local.fault;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tells a story with every plan of a sort, in several worlds at once, and collects the promises that broke.
 *
 * @param <W> a world that a story is told in
 */
public final class Exploration<W> {
    private final Story<W> story;
    private final BlockingQueue<W> worlds;
    private final List<String> broken = new ArrayList<>();
    private final Set<Call> seen = new LinkedHashSet<>();
    private int faults;

    /** From the same beginning each time. */
    @FunctionalInterface
    public interface Story<W> {
        /** @return the calls that it made while the plan was in force, in the order in which they began */
        List<Call> tell(W world, FaultPlan plan, Promises promises);
    }

    public Exploration(Story<W> story, Collection<W> worlds) {
        this.story = story;
        this.worlds = new LinkedBlockingQueue<>(worlds);
    }

    /** One telling, and the calls it made. */
    private record Told(FaultPlan plan, List<Call> calls) {}

    /** Without any fault, which shows what there is to go wrong. */
    public List<Call> calls() {
        return tell(List.of(FaultPlan.NONE)).getFirst().calls();
    }

    /** Each of these faults at each call of the story. */
    public void each(Function<Call, Stream<FaultPlan>> faults) {
        tell(calls().stream().flatMap(faults).toList());
    }

    /** Each fault, and a second one at each call that came after the first went wrong, whether or not the story had it before. */
    public void pairs(Function<Call, Stream<FaultPlan>> first, Function<Call, Stream<FaultPlan>> second) {
        var singles = calls().stream()
                .flatMap(call -> first.apply(call).map(plan -> new Told(plan, List.of(call))))
                .toList();
        var after = tell(singles.stream().map(Told::plan).toList());
        var pairs = new ArrayList<FaultPlan>();
        for (int i = 0; i < singles.size(); i++) {
            var call = singles.get(i).calls().getFirst();
            // A plan for one run remembers it, so each pair gets its own.
            int which = first.apply(call)
                    .map(FaultPlan::name)
                    .toList()
                    .indexOf(singles.get(i).plan().name());
            var calls = after.get(i).calls();
            calls.stream()
                    .skip(calls.indexOf(call) + 1L)
                    .flatMap(second)
                    .forEach(plan ->
                            pairs.add(first.apply(call).toList().get(which).and(plan)));
        }
        tell(pairs);
    }

    /** Every set of these calls at once, 2^n tellings, each beside another plan. */
    public void subsets(List<Call> calls, Fault fault, FaultPlan beside) {
        tell(IntStream.range(0, 1 << calls.size())
                .mapToObj(bits -> IntStream.range(0, calls.size())
                        .filter(i -> (bits & 1 << i) != 0)
                        .mapToObj(calls::get)
                        .toList())
                .map(some -> FaultPlan.always(some, fault).and(beside))
                .toList());
    }

    public void plans(FaultPlan... plans) {
        tell(Arrays.asList(plans));
    }

    private List<Told> tell(List<FaultPlan> plans) {
        var work = plans.stream().<Callable<Told>>map(plan -> () -> tell(plan)).toList();
        var results = new ArrayList<Told>();
        try (var threads = Executors.newFixedThreadPool(worlds.size())) {
            for (var result : threads.invokeAll(work)) {
                results.add(result.get());
            }
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
        return results;
    }

    private Told tell(FaultPlan plan) throws InterruptedException {
        var world = worlds.take();
        var promises = new Promises();
        var struck = new AtomicBoolean();
        try {
            var calls = story.tell(world, plan.telling(() -> struck.set(true)), promises);
            return note(new Told(plan, calls), struck.get(), promises);
        } catch (RuntimeException | AssertionError failed) {
            promises.broken("it cannot be told to its end: " + failed);
            return note(new Told(plan, List.of()), struck.get(), promises);
        } finally {
            worlds.put(world);
        }
    }

    private synchronized Told note(Told told, boolean struck, Promises promises) {
        seen.addAll(told.calls());
        faults += struck ? 1 : 0;
        promises.broken().forEach(promise -> broken.add(told.plan() + ": " + promise));
        return told;
    }

    /** What broke, each with the plan under which it did. */
    public synchronized List<String> broken() {
        return List.copyOf(broken);
    }

    /** Every call that any telling made. */
    public synchronized List<Call> seen() {
        return List.copyOf(seen);
    }

    /** In so many tellings a fault struck. */
    public synchronized int faults() {
        return faults;
    }
}
