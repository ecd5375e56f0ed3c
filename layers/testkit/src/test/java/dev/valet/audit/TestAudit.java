package dev.valet.audit;

import dev.valet.Hash;
import dev.valet.testkit.MemoryArchive;
import dev.valet.testkit.MemorySigner;
import dev.valet.testkit.TurnableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Records of a few writers, archived and signed the way it is done in earnest. */
final class TestAudit {
    static final String ORIGIN = "valet/111122223333/eu-west-1/valet-audit";

    final TurnableClock clock = new TurnableClock();
    final MemoryArchive archive = new MemoryArchive();
    final MemorySigner signer = new MemorySigner();
    private final ArchiveAudit archiver = new ArchiveAudit(archive, clock);
    private final WriteCheckpoints checkpointer = new WriteCheckpoints(ORIGIN, archive, signer, clock);
    private final Map<Integer, AuditRecord> heads = new HashMap<>();
    private final List<ArchiveLine> waiting = new ArrayList<>();

    static String writer(int number) {
        return "%032x".formatted(number);
    }

    /** The next records of a writer, on their way to the archive. */
    TestAudit write(int writer, int records) {
        for (int i = 0; i < records; i++) {
            waiting.add(ArchiveLine.of(next(writer)));
        }
        return this;
    }

    private AuditRecord next(int writer) {
        var head = heads.get(writer);
        var entry = AuditEntry.of(head == null ? Phase.OPEN : Phase.DENY, clock.instant(), "somebody \"quoted\"\n")
                .agent("agent-" + writer)
                .with("n", Integer.toString(heads.size()));
        var next = head == null
                ? new AuditRecord(writer(writer), 0, AuditRecord.START, entry)
                : new AuditRecord(head.writer(), head.seq() + 1, head.hash(), entry);
        heads.put(writer, next);
        return next;
    }

    /** What is on its way arrives, as one batch. */
    Batch arrive() {
        var batch = archiver.archive(List.copyOf(waiting));
        waiting.clear();
        return batch;
    }

    TestAudit pass(Duration time) {
        clock.turn(time);
        return this;
    }

    /** A minute of work: these writers write, it arrives, the next minute begins. */
    TestAudit minute(int... writers) {
        for (int writer : writers) {
            write(writer, 1);
        }
        arrive();
        return pass(Duration.ofMinutes(1));
    }

    /** Waits until the minute is closed, and signs. */
    WriteCheckpoints.Run checkpoint() {
        pass(WriteCheckpoints.CLOSED.plusMinutes(1));
        return checkpointer.run(clock.instant().plusSeconds(10));
    }

    Copy copy() {
        var notes = new TreeMap<String, String>();
        archive.notes().forEach((size, note) -> notes.put(size + ".note", note));
        return new Copy(new ArrayList<>(archive.batches()), notes, List.of(signer.key()));
    }

    /** What an auditor took home, and somebody may have changed. */
    record Copy(List<Batch> batches, Map<String, String> notes, List<CheckpointKey> keys) {
        Verification verify() {
            batches.sort(Batch.ORDER);
            return new VerifyAudit(keys).verify(notes, batches, Optional.empty());
        }

        List<String> findings() {
            return verify().findings().stream().map(Finding::toString).toList();
        }

        /** In a batch, with its old name: the crude way. */
        Copy change(int batch, Function<List<String>, List<String>> change) {
            batches.set(batch, changed(batch, batches.get(batch).name(), change));
            return this;
        }

        /** In a batch, which then gets the name that its bytes ask for: the careful way. */
        Copy rewrite(int batch, Function<List<String>, List<String>> change) {
            var renamed = changed(batch, "", change);
            batches.set(batch, new Batch(renamed.minute(), Hash.sha256(renamed.text()), renamed.text()));
            return this;
        }

        private Batch changed(int batch, String name, Function<List<String>, List<String>> change) {
            var old = batches.get(batch);
            var text = String.join("\n", change.apply(new ArrayList<>(old.lines()))) + "\n";
            return new Batch(old.minute(), name, text);
        }
    }
}
