package dev.valet.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Unavailable;
import dev.valet.testkit.MemorySigner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The archive grows in order, and what it held at the end of each minute is signed. */
class WriteCheckpointsTest {
    private final TestAudit audit = new TestAudit();

    private WriteCheckpoints checkpointer() {
        return new WriteCheckpoints(TestAudit.ORIGIN, audit.archive, audit.signer, audit.clock);
    }

    private Instant soon() {
        return audit.clock.instant().plusSeconds(10);
    }

    @Test
    void everyMinuteWithRecordsGetsACheckpointThatFollowsTheOneBefore() {
        audit.minute(1).minute(1, 2).pass(Duration.ofMinutes(30)).minute(2);
        var run = audit.checkpoint();
        assertThat(run.written()).extracting(Checkpoint::size).containsExactly(1L, 3L, 4L);
        assertThat(run.written().get(1).follows(run.written().get(0))).isTrue();
        assertThat(run.written().get(2).follows(run.written().get(1))).isTrue();
        assertThat(run.waiting()).isEmpty();
        assertThat(audit.copy().verify().isComplete()).isTrue();
    }

    @Test
    void aMinuteIsSignedOnceNobodyCanAddToItAnyMore() {
        audit.minute(1); // archived in the first minute; the second has begun
        audit.pass(WriteCheckpoints.CLOSED.minusMillis(1));
        assertThat(checkpointer().run(soon()).written()).isEmpty();
        assertThat(checkpointer().run(soon()).waiting())
                .contains(audit.archive.batches().getFirst().minute());
        audit.pass(Duration.ofMillis(1));
        assertThat(checkpointer().run(soon()).written()).hasSize(1);
        assertThat(checkpointer().run(soon()).written()).isEmpty();
    }

    @Test
    void whatWasReadOnceIsNotReadAgain() {
        audit.minute(1).minute(1).checkpoint();
        audit.minute(2);
        audit.pass(WriteCheckpoints.CLOSED);
        var asked = new ArrayList<Minute>();
        new WriteCheckpoints(TestAudit.ORIGIN, new Overheard(audit.archive, asked), audit.signer, audit.clock)
                .run(soon());
        assertThat(asked).containsExactly(audit.archive.batches().getLast().minute());
    }

    @Test // two schedules at once, or a run that was thought dead
    void twoCheckpointersWriteTheSameText() {
        audit.minute(1).minute(2);
        audit.pass(WriteCheckpoints.CLOSED);
        var other = new TestAudit();
        audit.archive.batches().forEach(other.archive::add);
        checkpointer().run(soon());
        new WriteCheckpoints(TestAudit.ORIGIN, other.archive, audit.signer, audit.clock).run(soon());
        assertThat(other.archive.notes()).isEqualTo(audit.archive.notes()).hasSize(2);
    }

    @Test
    void nobodyGoesOnFromACheckpointOfAnotherKey() {
        audit.minute(1);
        var forged = Checkpoint.first(TestAudit.ORIGIN, Minute.parse("2026-03-02T08-00Z"), List.of("0".repeat(64)));
        audit.archive.keep(1, new MemorySigner().note(forged));
        audit.pass(WriteCheckpoints.CLOSED);
        assertThatThrownBy(() -> checkpointer().run(soon()))
                .isInstanceOf(Unavailable.class)
                .hasMessage("checkpoint-not-ours");
    }

    @Test
    void nobodyGoesOnFromACheckpointOfAnotherLog() {
        audit.minute(1);
        var other = Checkpoint.first("valet/other", Minute.parse("2026-03-02T08-00Z"), List.of("0".repeat(64)));
        audit.archive.keep(1, audit.signer.note(other));
        audit.pass(WriteCheckpoints.CLOSED);
        assertThatThrownBy(() -> checkpointer().run(soon())).hasMessage("checkpoint-not-ours");
    }

    @Test
    void aRunEndsInTimeAndTheNextOneGoesOn() {
        audit.minute(1).minute(1).minute(1);
        audit.pass(WriteCheckpoints.CLOSED);
        assertThat(checkpointer().run(audit.clock.instant()).written()).isEmpty();
        assertThat(checkpointer().run(audit.clock.instant()).waiting()).isPresent();
        assertThat(checkpointer().run(soon()).written()).hasSize(3);
    }

    @Test
    void anArchiveThatIsAwayIsSaidToBe() {
        audit.minute(1);
        audit.archive.reachable(false);
        assertThatThrownBy(() -> checkpointer().run(soon())).isInstanceOf(Unavailable.class);
    }

    @Test
    void aFileWithoutLinesStopsNothing() {
        var now = Minute.of(audit.clock.instant());
        audit.archive.add(new Batch(now, "empty", ""));
        audit.pass(Duration.ofMinutes(1)).minute(1);
        assertThat(audit.checkpoint().written()).extracting(Checkpoint::size).containsExactly(1L);
    }

    @Test
    void aBatchThatArrivesTooLateForItsMinuteIsArchivedAgain() {
        var slow = new Clock() {
            private int asked;

            @Override
            public Instant instant() {
                return audit.clock.instant().plus(asked++ == 0 ? Duration.ZERO : Duration.ofMinutes(3));
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        var line = ArchiveLine.of(new AuditRecord(
                TestAudit.writer(1), 0, AuditRecord.START, AuditEntry.of(Phase.OPEN, audit.clock.instant(), "valet")));
        var archiver = new ArchiveAudit(audit.archive, slow);
        assertThatThrownBy(() -> archiver.archive(List.of(line))).hasMessage("archive-too-slow");
        audit.pass(Duration.ofMinutes(3));
        new ArchiveAudit(audit.archive, audit.clock).archive(List.of(line)); // Lambda's retry
        audit.checkpoint();
        assertThat(audit.copy().verify().isComplete()).isTrue();
        assertThat(audit.copy().verify().copies()).isEqualTo(1);
    }

    @Test
    void aRetryInTheSameMinuteFindsItsOwnBatch() {
        var line = ArchiveLine.of(new AuditRecord(
                TestAudit.writer(1), 0, AuditRecord.START, AuditEntry.of(Phase.OPEN, audit.clock.instant(), "valet")));
        var archiver = new ArchiveAudit(audit.archive, audit.clock);
        assertThat(archiver.archive(List.of(line))).isEqualTo(archiver.archive(List.of(line)));
        assertThat(audit.archive.batches()).hasSize(1);
    }

    private record Overheard(Archive archive, List<Minute> asked) implements Archive {
        @Override
        public void add(Batch batch) {
            archive.add(batch);
        }

        @Override
        public Optional<Minute> next(Optional<Minute> after) {
            return archive.next(after);
        }

        @Override
        public List<Batch> batches(Minute minute) {
            asked.add(minute);
            return archive.batches(minute);
        }

        @Override
        public Optional<String> lastCheckpoint() {
            return archive.lastCheckpoint();
        }

        @Override
        public boolean keep(long size, String note) {
            return archive.keep(size, note);
        }
    }
}
