package dev.valet.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks an audit with nothing but its records, its checkpoints and public keys: pure, so it needs no trust in Valet, in its
 * tables or in its archive. What somebody cut off after the last checkpoint he left is the one thing it cannot see; say until
 * when the audit has to reach.
 */
public final class VerifyAudit {
    private final List<CheckpointKey> keys;

    /** @param keys that signed checkpoints; more than one when the key was replaced */
    public VerifyAudit(List<CheckpointKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * @param notes all checkpoints, by the names of their files
     * @param batches all of the archive, in {@link Batch#ORDER}; read once, one at a time
     * @param until the time that the last checkpoint has to reach
     */
    public Verification verify(Map<String, String> notes, Iterable<Batch> batches, Optional<Instant> until) {
        var findings = new ArrayList<Finding>();
        var checkpoints = new CheckpointChain(keys, findings::add).read(notes);
        var chains = new Chains(findings::add);
        var tree = new Growing(checkpoints, findings::add);
        for (var batch : batches) {
            tree.add(batch);
            chains.add(batch);
        }
        chains.close();
        long later = tree.close();
        var last = checkpoints.isEmpty() ? Optional.<Checkpoint>empty() : Optional.of(checkpoints.getLast());
        reach(last, until).ifPresent(findings::add);
        return new Verification(last, chains.records(), chains.copies(), later, findings);
    }

    private static Optional<Finding> reach(Optional<Checkpoint> last, Optional<Instant> until) {
        if (last.isEmpty()) {
            return Optional.of(new Finding("checkpoints", "there is none that the given key signed"));
        }
        var end = last.get().minute().end();
        return until.filter(end::isBefore)
                .map(_ -> Finding.of(last.get(), "is the last one, and reaches to " + end + " only"));
    }
}
