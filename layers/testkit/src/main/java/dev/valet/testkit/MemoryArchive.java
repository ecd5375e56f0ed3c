package dev.valet.testkit;

import dev.valet.Unavailable;
import dev.valet.audit.Archive;
import dev.valet.audit.Batch;
import dev.valet.audit.Minute;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The archive in memory: what is there stays as it is. */
public final class MemoryArchive implements Archive {
    private final TreeSet<Batch> batches = new TreeSet<>(Batch.ORDER);
    private final TreeMap<Long, String> notes = new TreeMap<>();
    private boolean reachable = true;

    /** In {@link Batch#ORDER}. */
    public List<Batch> batches() {
        return List.copyOf(batches);
    }

    /** By the sizes of the checkpoints. */
    public SortedMap<Long, String> notes() {
        return Collections.unmodifiableSortedMap(notes);
    }

    /** From now on it answers, or does not. */
    public void reachable(boolean answers) {
        reachable = answers;
    }

    private void ask() {
        if (!reachable) {
            throw new Unavailable("archive-unreachable");
        }
    }

    @Override
    public void add(Batch batch) {
        ask();
        batches.add(batch);
    }

    @Override
    public Optional<Minute> next(Optional<Minute> after) {
        ask();
        return batches.stream()
                .map(Batch::minute)
                .filter(minute -> after.isEmpty() || minute.compareTo(after.get()) > 0)
                .findFirst();
    }

    @Override
    public List<Batch> batches(Minute minute) {
        return batches.stream().filter(batch -> batch.minute().equals(minute)).toList();
    }

    @Override
    public Optional<String> lastCheckpoint() {
        ask();
        return Optional.ofNullable(notes.lastEntry()).map(Map.Entry::getValue);
    }

    @Override
    public boolean keep(long size, String note) {
        ask();
        return note.equals(notes.computeIfAbsent(size, _ -> note));
    }
}
