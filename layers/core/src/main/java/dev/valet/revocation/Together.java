package dev.valet.revocation;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** Work done side by side: who waits for it waits for the slowest, not for the sum. */
final class Together {
    private Together() {}

    /** In the order of the items. */
    static <T, R> Map<T, R> each(Collection<T> items, Function<T, R> work) {
        var begun = new LinkedHashMap<T, CompletableFuture<R>>();
        items.forEach(item -> begun.put(item, begin(() -> work.apply(item))));
        var results = new LinkedHashMap<T, R>();
        begun.forEach((item, result) -> results.put(item, result.join()));
        return results;
    }

    /** Whoever begins it joins it. */
    static <R> CompletableFuture<R> begin(Supplier<R> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task));
    }
}
