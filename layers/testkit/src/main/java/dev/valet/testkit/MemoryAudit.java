package dev.valet.testkit;

import dev.valet.audit.ArchiveLine;
import dev.valet.audit.AuditEntry;
import dev.valet.audit.AuditPage;
import dev.valet.audit.AuditQuestion;
import dev.valet.audit.AuditRecord;
import dev.valet.audit.AuditStore;
import dev.valet.audit.AuditTrail;
import dev.valet.audit.Phase;
import dev.valet.audit.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Audit records in the order they were added. */
public final class MemoryAudit implements AuditStore, AuditTrail {
    private static final int PAGE = 3;

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

    /** Pages are short, so that stories turn them. */
    @Override
    public AuditPage find(AuditQuestion question) {
        var found = records().stream()
                .filter(written -> name(written.entry(), question.about()).equals(question.name()))
                .filter(written -> !written.entry().at().isBefore(question.from())
                        && written.entry().at().isBefore(question.to()))
                .map(written -> new AuditPage.Found(Place.of(written), ArchiveLine.of(written)))
                .sorted(Comparator.comparing(one -> one.place().text()))
                .filter(one -> question.after().isEmpty()
                        || one.place().text().compareTo(question.after().get().text()) > 0)
                .toList();
        var page = found.subList(0, Math.min(PAGE, found.size()));
        return new AuditPage(
                page, page.size() < found.size() ? Optional.of(page.getLast().place()) : Optional.empty());
    }

    private static String name(AuditEntry entry, AuditQuestion.About about) {
        return switch (about) {
            case AGENT -> entry.agent();
            case GRANT -> entry.grant();
            case LEASE -> entry.lease();
        };
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
