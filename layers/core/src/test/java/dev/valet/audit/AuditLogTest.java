package dev.valet.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditLogTest {
    private final List<AuditRecord> kept = new ArrayList<>();
    private boolean reachable = true;
    private int writers;
    private final AuditLog log = new AuditLog(this::keep, () -> "writer-" + ++writers);

    private AuditStore.Kept keep(AuditRecord written) {
        if (reachable) {
            kept.add(written);
        }
        return reachable ? AuditStore.Kept.YES : AuditStore.Kept.DOUBTFUL;
    }

    private static AuditEntry deny() {
        return AuditEntry.of(Phase.DENY, Instant.EPOCH, "someone");
    }

    @Test
    void aChainOpensAndEachRecordNamesTheOneBefore() {
        assertThat(log.append(deny())).isTrue();
        assertThat(log.append(deny())).isTrue();
        assertThat(kept)
                .extracting(written -> written.entry().phase())
                .containsExactly(Phase.OPEN, Phase.DENY, Phase.DENY);
        assertThat(kept).extracting(AuditRecord::seq).containsExactly(0L, 1L, 2L);
        assertThat(kept.get(0).previous()).isEqualTo(AuditRecord.START);
        assertThat(kept.get(1).previous()).isEqualTo(kept.get(0).hash());
        assertThat(kept.get(2).previous()).isEqualTo(kept.get(1).hash());
    }

    @Test
    void aDoubtfulWriteEndsTheChainAndTheNextEntryOpensAnother() {
        log.append(deny());
        reachable = false;
        assertThat(log.append(deny())).isFalse();
        reachable = true;
        assertThat(log.append(deny())).isTrue();
        assertThat(kept)
                .extracting(AuditRecord::writer)
                .containsExactly("writer-1", "writer-1", "writer-2", "writer-2");
    }

    @Test
    void aRestoredSnapshotIsAnotherWriter() { // INV-22
        log.append(deny());
        log.forgetWriter();
        log.append(deny());
        assertThat(kept)
                .extracting(AuditRecord::writer)
                .containsExactly("writer-1", "writer-1", "writer-2", "writer-2");
    }

    @Test
    void nothingIsKeptWhenAChainCannotEvenOpen() {
        reachable = false;
        assertThat(log.append(deny())).isFalse();
        assertThat(kept).isEmpty();
    }

    @Test
    void everyPartOfARecordIsInItsHash() {
        var entry = deny().agent("a").grant("g").lease("l").with("rule", "r");
        var one = new AuditRecord("w", 1, "p", entry);
        assertThat(List.of(
                        new AuditRecord("x", 1, "p", entry),
                        new AuditRecord("w", 2, "p", entry),
                        new AuditRecord("w", 1, "q", entry),
                        new AuditRecord("w", 1, "p", entry.agent("b")),
                        new AuditRecord("w", 1, "p", entry.grant("h")),
                        new AuditRecord("w", 1, "p", entry.lease("m")),
                        new AuditRecord("w", 1, "p", entry.with("rule", "s"))))
                .extracting(AuditRecord::hash)
                .doesNotContain(one.hash())
                .doesNotHaveDuplicates();
    }
}
