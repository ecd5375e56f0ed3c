package dev.valet.audit;

import dev.valet.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Adds records to the archive, in the minute that it is. */
public final class ArchiveAudit {
    /** After its end, a minute takes no more: what comes later than this is archived once more, in a later minute. */
    static final Duration GRACE = Duration.ofMinutes(1);

    private final Archive archive;
    private final Clock clock;

    public ArchiveAudit(Archive archive, Clock clock) {
        this.archive = archive;
        this.clock = clock;
    }

    /** @throws Unavailable when they are not certainly in the archive, and in time; then they are to be archived again */
    public Batch archive(List<ArchiveLine> lines) {
        var batch = Batch.of(Minute.of(clock.instant()), lines);
        archive.add(batch);
        if (clock.instant().isAfter(batch.minute().end().plus(GRACE))) {
            throw new Unavailable("archive-too-slow");
        }
        return batch;
    }
}
