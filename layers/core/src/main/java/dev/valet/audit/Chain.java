package dev.valet.audit;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** One writer's records as they are found, in any order. Costs some 200 bytes of memory for each. */
final class Chain {
    private final String writer;
    private final Consumer<Finding> findings;
    private final TreeMap<Long, String> hashes = new TreeMap<>();
    private final TreeSet<Long> changed = new TreeSet<>();
    /** By sequence number: what a record that has not been seen yet must hash to. */
    private final Map<Long, String> wanted = new HashMap<>();

    private long copies;

    Chain(String writer, Consumer<Finding> findings) {
        this.writer = writer;
        this.findings = findings;
    }

    /** A record that is not what its hash says. Its links are worth nothing. */
    void addChanged(long seq) {
        changed.add(seq);
        findings.accept(Finding.of(writer, seq, "is not what its hash says"));
    }

    void add(ArchiveLine line) {
        var before = hashes.putIfAbsent(line.seq(), line.hash());
        if (before == null) {
            link(line);
        } else if (before.equals(line.hash())) {
            copies++;
        } else {
            findings.accept(Finding.of(writer, line.seq(), "is there with two contents: the chain forks"));
        }
    }

    private void link(ArchiveLine line) {
        long seq = line.seq();
        var previous = seq == 0 ? AuditRecord.START : hashes.get(seq - 1);
        if (previous == null) {
            wanted.put(seq - 1, line.previous());
        } else if (!previous.equals(line.previous())) {
            unlinked(seq);
        }
        var wants = wanted.remove(seq);
        if (wants != null && !wants.equals(line.hash())) {
            unlinked(seq + 1);
        }
    }

    private void unlinked(long seq) {
        findings.accept(Finding.of(writer, seq, "does not follow the record before it"));
    }

    /** Tells what is not there, once everything was added. */
    void close() {
        long next = 0;
        for (long seq : hashes.keySet()) {
            next = gap(next, seq);
        }
    }

    /** @return where the next record is expected */
    private long gap(long expected, long found) {
        long from = expected;
        for (long seq : changed.subSet(expected, found)) {
            from = missing(from, seq);
        }
        missing(from, found);
        return found + 1;
    }

    private long missing(long from, long found) {
        if (from < found) {
            findings.accept(Finding.missing(writer, from, found - 1));
        }
        return found + 1;
    }

    long records() {
        return hashes.size();
    }

    long copies() {
        return copies;
    }
}
