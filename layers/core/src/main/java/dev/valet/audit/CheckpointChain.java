package dev.valet.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Checkpoints in order, each signed and each following the one before. */
final class CheckpointChain {
    private final List<CheckpointKey> keys;
    private final Consumer<Finding> findings;

    CheckpointChain(List<CheckpointKey> keys, Consumer<Finding> findings) {
        this.keys = keys;
        this.findings = findings;
    }

    /** @param notes by the names of their files, for those of which nothing else can be said */
    List<Checkpoint> read(Map<String, String> notes) {
        var signed = new TreeMap<Long, Checkpoint>();
        notes.forEach((file, note) -> open(note)
                .ifPresentOrElse(
                        checkpoint -> add(checkpoint, signed),
                        () -> findings.accept(
                                new Finding("checkpoint in " + file, "is no checkpoint that the given key signed"))));
        var checkpoints = new ArrayList<>(signed.values());
        for (int i = 0; i < checkpoints.size(); i++) {
            follow(i == 0 ? Optional.empty() : Optional.of(checkpoints.get(i - 1)), checkpoints.get(i));
        }
        // A signed checkpoint out of its time would swallow what others stand for.
        checkpoints.sort(Comparator.comparing(Checkpoint::minute).thenComparingLong(Checkpoint::size));
        return checkpoints;
    }

    private Optional<Checkpoint> open(String note) {
        return keys.stream().flatMap(key -> key.open(note).stream()).findFirst();
    }

    private void add(Checkpoint checkpoint, Map<Long, Checkpoint> signed) {
        var other = signed.putIfAbsent(checkpoint.size(), checkpoint);
        if (other != null && !other.equals(checkpoint)) {
            findings.accept(Finding.of(checkpoint, "was signed with two contents: the log forks"));
        }
    }

    private void follow(Optional<Checkpoint> before, Checkpoint checkpoint) {
        boolean follows = before.map(checkpoint::follows).orElseGet(checkpoint::isFirst);
        if (!follows) {
            findings.accept(Finding.of(
                    checkpoint,
                    "does not follow "
                            + before.map(other -> "checkpoint " + other.size()).orElse("an empty log")
                            + ": it names checkpoint " + checkpoint.previousSize() + " as the one before"));
        }
    }
}
