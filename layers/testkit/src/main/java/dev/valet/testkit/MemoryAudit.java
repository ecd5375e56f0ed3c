package dev.valet.testkit;

import dev.valet.audit.AuditEntry;
import dev.valet.audit.AuditRecord;
import dev.valet.audit.AuditStore;
import dev.valet.audit.Phase;
import java.util.ArrayList;
import java.util.List;

/** Audit records in the order they were added. */
public final class MemoryAudit implements AuditStore {
    private final List<AuditRecord> kept = new ArrayList<>();
    private int doubtful;

    @Override
    public synchronized Kept add(AuditRecord written) {
        if (doubtful > 0) {
            doubtful--;
            return Kept.DOUBTFUL;
        }
        for (var other : kept) {
            if (other.writer().equals(written.writer()) && other.seq() == written.seq()) {
                return other.equals(written) ? Kept.YES : Kept.DOUBTFUL;
            }
        }
        kept.add(written);
        return Kept.YES;
    }

    /** The next writes come to a doubtful end, and are not kept. */
    public synchronized void failNext(int times) {
        doubtful = times;
    }

    public synchronized List<AuditRecord> records() {
        return List.copyOf(kept);
    }

    /** What happened, without the openings of chains. */
    public List<AuditEntry> entries() {
        return records().stream()
                .map(AuditRecord::entry)
                .filter(entry -> entry.phase() != Phase.OPEN)
                .toList();
    }

    public List<Phase> phases() {
        return entries().stream().map(AuditEntry::phase).toList();
    }
}
