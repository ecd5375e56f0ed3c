package dev.valet.audit;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/** The tree that the archive makes, held against every checkpoint on its way. */
final class Growing {
    private final Queue<Checkpoint> due;
    private final Consumer<Finding> findings;
    private MerkleTree tree = MerkleTree.EMPTY;
    private long since;

    Growing(List<Checkpoint> checkpoints, Consumer<Finding> findings) {
        this.due = new ArrayDeque<>(checkpoints);
        this.findings = findings;
    }

    void add(Batch batch) {
        for (var next = due.peek(); next != null && next.minute().compareTo(batch.minute()) < 0; next = due.peek()) {
            compare(due.remove());
        }
        var leaves = batch.leaves();
        tree = tree.with(leaves);
        since += leaves.size();
    }

    /** @return how many leaves came after the last checkpoint */
    long close() {
        for (var next = due.poll(); next != null; next = due.poll()) {
            compare(next);
        }
        return since;
    }

    /** Goes on from what was signed, so that one fault is told once and where it is. */
    private void compare(Checkpoint signed) {
        if (!signed.tree().equals(tree)) {
            long stood = signed.size() - signed.previousSize();
            findings.accept(Finding.of(
                    signed,
                    "signed " + stood + (stood == 1 ? " record" : " records") + " of " + signed.minute()
                            + "; the archive has " + since + " for it, or others"));
        }
        tree = signed.tree();
        since = 0;
    }
}
