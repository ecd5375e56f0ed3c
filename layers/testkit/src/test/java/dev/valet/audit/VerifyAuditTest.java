package dev.valet.audit;

import static dev.valet.audit.TestAudit.writer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.audit.TestAudit.Copy;
import dev.valet.testkit.MemorySigner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever somebody does to a copy of the audit is found, and where. */
class VerifyAuditTest {
    private static final String ONE = "writer " + writer(1) + " seq ";
    private static final String TWO = "writer " + writer(2) + " seq ";

    private final TestAudit audit = new TestAudit();
    private Copy copy = audit.copy();

    /** Three minutes, three batches of records 1.0 2.0, 1.1 2.1, 1.2 2.2; a checkpoint for each. */
    @BeforeEach
    void threeMinutes() {
        audit.minute(1, 2).minute(1, 2).minute(1, 2).checkpoint();
        copy = audit.copy();
    }

    private static String lie(String line) {
        return line.replace("agent-1", "agent-9");
    }

    private static Function<List<String>, List<String>> line(int number, Function<String, String> change) {
        return lines -> {
            lines.set(number, change.apply(lines.get(number)));
            return lines;
        };
    }

    private static Function<List<String>, List<String>> without(int number) {
        return lines -> {
            lines.remove(number);
            return lines;
        };
    }

    /** Changes the record and makes its hash right again. */
    private static String reseal(String line, Function<String, String> change) {
        var changed = ArchiveLine.parse(change.apply(line));
        return ArchiveLine.of(ArchiveLine.leaf(changed.text()), changed.record())
                .text();
    }

    private static String signed(int size, int records, String minute, int has) {
        return "checkpoint " + size + ": signed " + records + " records of 2026-03-02T" + minute + "; the archive has "
                + has + " for it, or others";
    }

    @Test
    void whatNobodyTouchedIsComplete() {
        var verified = copy.verify();
        assertThat(verified.findings()).isEmpty();
        assertThat(verified.isComplete()).isTrue();
        assertThat(verified.records()).isEqualTo(6);
        assertThat(verified.last().orElseThrow().size()).isEqualTo(6);
        assertThat(verified.later()).isZero();
    }

    @Test
    void nothingAtAllIsNotComplete() {
        copy.batches().clear();
        copy.notes().clear();
        assertThat(copy.findings()).containsExactly("checkpoints: there is none that the given key signed");
        assertThat(copy.verify().isComplete()).isFalse();
    }

    @Test
    void recordsThatNobodySignedAreNotComplete() {
        copy.notes().clear();
        assertThat(copy.verify().isComplete()).isFalse();
        assertThat(copy.verify().later()).isEqualTo(6);
    }

    @Test
    void aChangedRecordIsNamed() {
        assertThat(copy.change(1, line(0, VerifyAuditTest::lie)).findings())
                .containsExactlyInAnyOrder(
                        "batch " + audit.archive.batches().get(1) + ": is not what its name says",
                        ONE + "1: is not what its hash says",
                        signed(4, 2, "09-01Z", 2));
    }

    @Test
    void theLastRecordOfAChainIsNamedToo() {
        assertThat(copy.change(2, line(0, VerifyAuditTest::lie)).findings())
                .contains(ONE + "2: is not what its hash says");
    }

    @Test
    void aChangedRecordWithItsHashMadeRightBreaksItsChain() {
        copy.rewrite(1, line(0, line -> reseal(line, VerifyAuditTest::lie)));
        assertThat(copy.findings())
                .containsExactlyInAnyOrder(ONE + "2: does not follow the record before it", signed(4, 2, "09-01Z", 2));
    }

    @Test
    void aChainThatWasSealedAnewIsNotWhatWasSigned() {
        copy.rewrite(2, line(0, line -> reseal(line, VerifyAuditTest::lie)));
        assertThat(copy.findings()).containsExactly(signed(6, 2, "09-02Z", 2));
    }

    @Test
    void aMissingRecordIsNamed() {
        copy.rewrite(1, without(0));
        assertThat(copy.findings()).containsExactlyInAnyOrder(ONE + "1: is missing", signed(4, 2, "09-01Z", 1));
    }

    @Test
    void aMissingBatchIsNamedByItsRecords() {
        copy.batches().remove(0);
        assertThat(copy.findings())
                .containsExactlyInAnyOrder(ONE + "0: is missing", TWO + "0: is missing", signed(2, 2, "09-00Z", 0));
    }

    @Test
    void aCutTailIsNamedByTheCheckpointThatSignedIt() {
        copy.rewrite(2, without(1));
        assertThat(copy.findings()).containsExactly(signed(6, 2, "09-02Z", 1));
        copy.batches().remove(2);
        assertThat(copy.findings()).containsExactly(signed(6, 2, "09-02Z", 0));
    }

    @Test // the one thing an offline check cannot see by itself
    void aTailCutWithItsCheckpointIsSeenByWhoeverKnowsUntilWhenItMustReach() {
        copy.batches().remove(2);
        copy.notes().remove("6.note");
        assertThat(copy.verify().isComplete()).isTrue();
        var until = Optional.of(audit.archive.batches().get(2).minute().end());
        var verified = new VerifyAudit(copy.keys()).verify(copy.notes(), copy.batches(), until);
        assertThat(verified.findings())
                .extracting(Finding::toString)
                .containsExactly("checkpoint 4: is the last one, and reaches to 2026-03-02T09:02:00Z only");
        assertThat(verified.isComplete()).isFalse();
    }

    @Test
    void swappedRecordsAreFound() {
        audit.write(1, 2).arrive();
        audit.checkpoint();
        var swapped = audit.copy().rewrite(3, lines -> {
            Collections.swap(lines, 0, 1);
            return lines;
        });
        assertThat(swapped.findings())
                .containsExactlyInAnyOrder(
                        ONE + "3: stands after a later one in batch "
                                + swapped.batches().get(3),
                        signed(8, 2, "09-06Z", 2));
    }

    @Test
    void swappedRecordsOfTwoWritersAreFoundByTheCheckpoint() {
        copy.rewrite(0, lines -> {
            Collections.swap(lines, 0, 1);
            return lines;
        });
        assertThat(copy.findings()).containsExactly(signed(2, 2, "09-00Z", 2));
    }

    @Test
    void batchesThatChangedPlacesAreFoundByBothCheckpoints() {
        var first = copy.batches().get(0);
        var third = copy.batches().get(2);
        copy.batches().set(0, new Batch(first.minute(), third.name(), third.text()));
        copy.batches().set(2, new Batch(third.minute(), first.name(), first.text()));
        assertThat(copy.findings()).containsExactly(signed(2, 2, "09-00Z", 2), signed(6, 2, "09-02Z", 2));
    }

    @Test
    void aDoubledRecordIsFound() {
        copy.rewrite(1, lines -> {
            lines.add(1, lines.get(0));
            return lines;
        });
        assertThat(copy.findings())
                .containsExactlyInAnyOrder(
                        ONE + "1: stands twice in batch " + copy.batches().get(1), signed(4, 2, "09-01Z", 3));
    }

    @Test
    void aForkedChainIsFound() {
        copy.rewrite(1, lines -> {
            lines.add(reseal(lines.get(0), VerifyAuditTest::lie));
            return lines;
        });
        assertThat(copy.findings())
                .contains(ONE + "1: is there with two contents: the chain forks", signed(4, 2, "09-01Z", 3));
    }

    @Test // a snapshot that came alive twice, and went on under one writer id: it was signed, and is found all the same
    void aForkThatWasSignedIsFound() {
        var fork = copy.batches().get(2).lines().stream()
                .map(line -> reseal(line, text -> text.replace("agent-", "clone-")))
                .map(ArchiveLine::parse)
                .toList();
        audit.archive.add(Batch.of(Minute.of(audit.clock.instant()), fork));
        audit.checkpoint();
        assertThat(audit.copy().findings())
                .containsExactlyInAnyOrder(
                        ONE + "2: is there with two contents: the chain forks",
                        TWO + "2: is there with two contents: the chain forks");
    }

    @Test
    void whatIsNoRecordIsNamedByItsLine() {
        copy.change(0, line(1, line -> line.substring(1)));
        assertThat(copy.findings())
                .contains("batch " + audit.archive.batches().get(0) + " line 2: is no record", TWO + "0: is missing");
    }

    @Test
    void checkpointsSignedAnewByAnotherKeyAreNone() {
        var other = new MemorySigner();
        var forged = new MemorySigner().key();
        copy.notes()
                .replaceAll(
                        (_, note) -> other.note(audit.signer.key().open(note).orElseThrow()));
        assertThat(copy.findings())
                .containsExactly(
                        "checkpoint in 2.note: is no checkpoint that the given key signed",
                        "checkpoint in 4.note: is no checkpoint that the given key signed",
                        "checkpoint in 6.note: is no checkpoint that the given key signed",
                        "checkpoints: there is none that the given key signed");
        assertThat(new Copy(copy.batches(), audit.copy().notes(), List.of(forged))
                        .verify()
                        .isComplete())
                .isFalse();
    }

    @Test
    void afterAChangeOfKeyBothAreGiven() {
        var successor = new MemorySigner();
        copy.notes()
                .computeIfPresent(
                        "6.note",
                        (_, note) ->
                                successor.note(audit.signer.key().open(note).orElseThrow()));
        assertThat(copy.verify().isComplete()).isFalse();
        var both = List.of(audit.signer.key(), successor.key());
        assertThat(new Copy(copy.batches(), copy.notes(), both).verify().isComplete())
                .isTrue();
    }

    @Test
    void aMissingCheckpointIsFound() {
        copy.notes().remove("4.note");
        assertThat(copy.findings())
                .containsExactly("checkpoint 6: does not follow checkpoint 2: it names checkpoint 4 as the one before");
        copy.notes().remove("2.note");
        assertThat(copy.findings())
                .containsExactly("checkpoint 6: does not follow an empty log: it names checkpoint 4 as the one before");
    }

    @Test
    void aLogThatForksIsFound() {
        var four = audit.signer
                .key()
                .open(copy.notes().getOrDefault("2.note", ""))
                .orElseThrow()
                .next(Minute.parse("2026-03-02T09-01Z"), List.of("0".repeat(64), "1".repeat(64)));
        copy.notes().put("other.note", audit.signer.note(four));
        assertThat(copy.findings()).contains("checkpoint 4: was signed with two contents: the log forks");
    }

    @Test
    void aSecondCopyOfACheckpointIsNoFork() {
        copy.notes().put("again.note", copy.notes().getOrDefault("4.note", ""));
        assertThat(copy.verify().isComplete()).isTrue();
    }

    @Test
    void aRetryMayArchiveARecordTwice() {
        var twice =
                copy.batches().get(2).lines().stream().map(ArchiveLine::parse).toList();
        audit.archive.add(Batch.of(Minute.of(audit.clock.instant()), twice));
        audit.checkpoint();
        var verified = audit.copy().verify();
        assertThat(verified.isComplete()).isTrue();
        assertThat(verified.copies()).isEqualTo(2);
        assertThat(verified.records()).isEqualTo(6);
    }

    @Test
    void whatCameAfterTheLastCheckpointIsCountedAndNotVouchedFor() {
        audit.minute(1, 2);
        var verified = audit.copy().verify();
        assertThat(verified.isComplete()).isTrue();
        assertThat(verified.later()).isEqualTo(2);
        assertThat(verified.last().orElseThrow().size()).isEqualTo(6);
    }

    @Test
    void aRecordMovedBehindTheLastCheckpointIsMissedWhereItWas() {
        var second = copy.batches().get(1);
        var behind = Minute.of(audit.clock.instant().plus(Duration.ofHours(1)));
        copy.batches().set(1, new Batch(behind, second.name(), second.text()));
        assertThat(copy.findings()).containsExactly(signed(4, 2, "09-01Z", 0));
        assertThat(copy.verify().later()).isEqualTo(2);
    }

    @Test
    void oneFaultIsToldOnceHoweverMuchCameAfterIt() {
        for (int i = 0; i < 20; i++) {
            audit.minute(1, 2);
        }
        audit.checkpoint();
        var longer = audit.copy().rewrite(1, without(0));
        assertThat(longer.findings()).containsExactlyInAnyOrder(ONE + "1: is missing", signed(4, 2, "09-01Z", 1));
    }

    @Test
    void theOrderOfArrivalDoesNotMatterToAChain() { // two shards, one late
        var late = new ArrayList<>(copy.batches());
        Collections.reverse(late);
        var chains = new Chains(finding -> {
            throw new AssertionError(finding.toString());
        });
        late.forEach(chains::add);
        chains.close();
        assertThat(chains.records()).isEqualTo(6);
    }

    @Test
    void aNoteThatIsNoneIsNamedByItsFile() {
        var notes = Map.of("README", "not a note\n");
        assertThat(new VerifyAudit(copy.keys())
                        .verify(notes, List.of(), Optional.empty())
                        .findings())
                .extracting(Finding::place)
                .containsExactly("checkpoint in README", "checkpoints");
    }
}
