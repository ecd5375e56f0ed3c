package dev.valet.audit;

import dev.valet.Nonce;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One writer's chain. The head moves only after a confirmed write; after a doubtful one the chain is abandoned and the next
 * entry opens a new one. The writer id is made at first use, so no snapshot holds it (T-19).
 */
public final class AuditLog {
    private final AuditStore store;
    private final Supplier<String> writerIds;
    private @Nullable Head head;

    private record Head(String writer, long seq, String hash) {}

    public AuditLog(AuditStore store) {
        this(store, Nonce::next);
    }

    AuditLog(AuditStore store, Supplier<String> writerIds) {
        this.store = store;
        this.writerIds = writerIds;
    }

    /**
     * Returns once the entry is durable. One at a time: a chain has one end.
     *
     * @return false when that is not certain, and nothing may be issued on it
     */
    public synchronized boolean append(AuditEntry entry) {
        var end = head == null ? open(entry) : head;
        head = end == null ? null : write(end, entry);
        return head != null;
    }

    /** A restored snapshot is another writer (INV-22). */
    public synchronized void forgetWriter() {
        head = null;
    }

    private @Nullable Head open(AuditEntry first) {
        var start = new Head(writerIds.get(), -1, AuditRecord.START);
        return write(start, AuditEntry.of(Phase.OPEN, first.at(), "valet"));
    }

    private @Nullable Head write(Head end, AuditEntry entry) {
        var written = new AuditRecord(end.writer, end.seq + 1, end.hash, entry);
        return switch (store.add(written)) {
            case YES -> new Head(end.writer, written.seq(), written.hash());
            case DOUBTFUL -> null;
        };
    }
}
