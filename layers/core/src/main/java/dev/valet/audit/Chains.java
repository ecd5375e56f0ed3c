package dev.valet.audit;

import dev.valet.Malformed;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Every writer's chain, put together from batches. */
final class Chains {
    private final Consumer<Finding> findings;
    private final Map<String, Chain> byWriter = new TreeMap<>();

    Chains(Consumer<Finding> findings) {
        this.findings = findings;
    }

    void add(Batch batch) {
        if (!batch.isSound()) {
            findings.accept(Finding.of(batch, "is not what its name says"));
        }
        var places = new HashMap<String, Long>();
        int number = 1;
        for (var text : batch.lines()) {
            add(batch, number++, text, places);
        }
    }

    /** @param places each writer's last sequence number in this batch: a stream keeps their order */
    private void add(Batch batch, int number, String text, Map<String, Long> places) {
        try {
            var line = ArchiveLine.parse(text);
            var chain = byWriter.computeIfAbsent(line.writer(), writer -> new Chain(writer, findings));
            if (!line.isSound()) {
                chain.addChanged(line.seq());
                return;
            }
            var before = places.put(line.writer(), line.seq());
            if (before != null && before >= line.seq()) {
                var how = before == line.seq() ? "stands twice in batch " : "stands after a later one in batch ";
                findings.accept(Finding.of(line.writer(), line.seq(), how + batch));
            }
            chain.add(line);
        } catch (Malformed noLine) {
            findings.accept(Finding.of(batch, number, "is no record"));
        }
    }

    void close() {
        byWriter.values().forEach(Chain::close);
    }

    long records() {
        return byWriter.values().stream().mapToLong(Chain::records).sum();
    }

    long copies() {
        return byWriter.values().stream().mapToLong(Chain::copies).sum();
    }
}
