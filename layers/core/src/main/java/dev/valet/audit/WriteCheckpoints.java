package dev.valet.audit;

import dev.valet.Unavailable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Signs what the archive holds, a checkpoint for each minute with records, in order. It reads the last checkpoint and what
 * came after it, and nothing else.
 */
public final class WriteCheckpoints {
    /** A minute is closed when nobody can add to it any more: {@link ArchiveAudit#GRACE}, and as much again for clocks. */
    static final Duration CLOSED = ArchiveAudit.GRACE.multipliedBy(2);

    private final String origin;
    private final Archive archive;
    private final CheckpointSigner signer;
    private final Clock clock;

    public WriteCheckpoints(String origin, Archive archive, CheckpointSigner signer, Clock clock) {
        this.origin = origin;
        this.archive = archive;
        this.signer = signer;
        this.clock = clock;
    }

    /**
     * What a run came to.
     *
     * @param waiting the oldest minute with records that no checkpoint covers yet
     */
    public record Run(List<Checkpoint> written, Optional<Minute> waiting) {}

    /**
     * @param until when to stop, so that a long outage is made up for in several runs
     * @throws Unavailable when the archive or the key does not answer, or the last checkpoint is not this key's
     */
    public Run run(Instant until) {
        var written = new ArrayList<Checkpoint>();
        var last = last();
        var minute = archive.next(last.map(Checkpoint::minute));
        while (minute.filter(this::isClosed).isPresent() && clock.instant().isBefore(until)) {
            var leaves = leaves(minute.get());
            if (!leaves.isEmpty()) {
                var next = next(last, minute.get(), leaves);
                if (!keep(next)) {
                    break; // somebody else was at it; what they wrote is found by the next run
                }
                written.add(next);
                last = Optional.of(next);
            }
            minute = archive.next(minute);
        }
        return new Run(List.copyOf(written), minute);
    }

    /** Never goes on from what it did not sign: whoever can write to the archive could make it sign another history. */
    private Optional<Checkpoint> last() {
        return archive.lastCheckpoint()
                .map(note -> signer.key()
                        .open(note)
                        .filter(checkpoint -> checkpoint.origin().equals(origin))
                        .orElseThrow(() -> new Unavailable("checkpoint-not-ours")));
    }

    private boolean isClosed(Minute minute) {
        return !clock.instant().isBefore(minute.end().plus(CLOSED));
    }

    private List<String> leaves(Minute minute) {
        return archive.batches(minute).stream()
                .flatMap(batch -> batch.leaves().stream())
                .toList();
    }

    private Checkpoint next(Optional<Checkpoint> last, Minute minute, List<String> leaves) {
        return last.map(before -> before.next(minute, leaves))
                .orElseGet(() -> Checkpoint.first(origin, minute, leaves));
    }

    private boolean keep(Checkpoint next) {
        var signature = signer.sign(next.text().getBytes(StandardCharsets.UTF_8));
        return archive.keep(next.size(), signer.key().note(next, signature));
    }
}
