package dev.valet.audit;

import java.util.List;
import java.util.Optional;

/**
 * What is known of an audit after all of it was checked.
 *
 * @param last the newest checkpoint: what is said here is said of the records up to it
 * @param records found, each counted once
 * @param copies of records that were archived again after a doubtful write; they change nothing
 * @param later lines of minutes after the last checkpoint, which nobody has signed yet
 */
public record Verification(Optional<Checkpoint> last, long records, long copies, long later, List<Finding> findings) {
    public Verification {
        findings = List.copyOf(findings);
    }

    /** Never without a checkpoint: an empty folder is no complete audit. */
    public boolean isComplete() {
        return findings.isEmpty() && last.isPresent();
    }
}
