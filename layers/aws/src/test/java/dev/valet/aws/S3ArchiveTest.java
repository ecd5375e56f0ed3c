package dev.valet.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Unavailable;
import dev.valet.audit.ArchiveLine;
import dev.valet.audit.AuditEntry;
import dev.valet.audit.AuditRecord;
import dev.valet.audit.Batch;
import dev.valet.audit.Minute;
import dev.valet.audit.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class S3ArchiveTest {
    private static final Minute NINE = Minute.parse("2026-03-02T09-00Z");
    private static final Minute TEN = Minute.parse("2026-03-02T10-00Z");

    private final FakeBucket bucket = new FakeBucket();
    private final S3Archive archive = new S3Archive(bucket.client(), FakeBucket.NAME);

    @AfterEach
    void close() {
        bucket.close();
    }

    private static Batch batch(Minute minute, int number) {
        var entry = AuditEntry.of(Phase.OPEN, Instant.EPOCH, "välet " + number);
        return Batch.of(
                minute, List.of(ArchiveLine.of(new AuditRecord("%032x".formatted(number), 0, "0".repeat(64), entry))));
    }

    @Test
    void aBatchLiesInTheFolderOfItsMinuteUnderItsHash() {
        var batch = batch(NINE, 1);
        archive.add(batch);
        assertThat(bucket.objects)
                .containsExactly(Map.entry("records/2026-03-02T09-00Z/" + batch.name() + ".jsonl", batch.text()));
        assertThat(archive.batches(NINE)).containsExactly(batch);
    }

    @Test
    void theSameBatchAgainChangesNothing() {
        archive.add(batch(NINE, 1));
        archive.add(batch(NINE, 1));
        assertThat(bucket.objects).hasSize(1);
    }

    @Test
    void aLostReplyIsNoFailure() {
        archive.add(batch(NINE, 1));
        bucket.failing.set(1); // the retry then finds what the first attempt left
        archive.add(batch(NINE, 1));
        assertThat(bucket.objects).hasSize(1);
    }

    @Test
    void aBucketThatIsAwayIsSaidToBe() {
        bucket.failing.set(100);
        assertThatThrownBy(() -> archive.add(batch(NINE, 1)))
                .isInstanceOf(Unavailable.class)
                .hasMessage("s3-failed");
        assertThatThrownBy(() -> archive.batches(NINE)).isInstanceOf(Unavailable.class);
        assertThatThrownBy(archive::lastCheckpoint).isInstanceOf(Unavailable.class);
    }

    @Test
    void minutesAreFoundInOrderAndEmptyOnesPassedOver() {
        assertThat(archive.next(Optional.empty())).isEmpty();
        archive.add(batch(TEN, 1));
        archive.add(batch(NINE, 2));
        archive.add(batch(NINE, 3));
        bucket.objects.put("records/2026-03-02T09-30Z/not-ours", "");
        bucket.objects.put("records/README", "");
        assertThat(archive.next(Optional.empty())).contains(NINE);
        assertThat(archive.next(Optional.of(NINE))).contains(TEN);
        assertThat(archive.next(Optional.of(TEN))).isEmpty();
    }

    @Test
    void aMinuteIsReadInTheOrderOfTheArchiveHoweverManyBatchesItHas() {
        IntStream.range(0, 60).forEach(i -> archive.add(batch(NINE, i)));
        archive.add(batch(TEN, 1));
        assertThat(archive.batches(NINE)).hasSize(60).isSortedAccordingTo(Batch.ORDER);
    }

    @Test
    void aCheckpointIsKeptUnderItsSizeAndNeverReplaced() {
        assertThat(archive.lastCheckpoint()).isEmpty();
        assertThat(archive.keep(7, "note 7\n")).isTrue();
        assertThat(archive.keep(7, "note 7\n")).isTrue();
        assertThat(archive.keep(7, "another note\n")).isFalse();
        assertThat(bucket.objects).containsExactly(Map.entry("checkpoints/000000000007.note", "note 7\n"));
        assertThat(archive.lastCheckpoint()).contains("note 7\n");
    }

    @Test
    void theLastCheckpointIsFoundAmongAnyNumber() {
        var random = new Random(1);
        for (int round = 0; round < 30; round++) {
            bucket.objects.clear();
            var sizes = new TreeSet<Long>();
            for (int i = random.nextInt(40); i >= 0; i--) {
                sizes.add(random.nextLong(1, i % 3 == 0 ? 1_000_000_000_000L : 1_000));
            }
            sizes.forEach(size -> bucket.objects.put("checkpoints/%012d.note".formatted(size), "note " + size));
            var fresh = new S3Archive(bucket.client(), FakeBucket.NAME);
            assertThat(fresh.lastCheckpoint()).contains("note " + sizes.last());
        }
    }

    @Test
    void whoKnowsTheLastOneAsksOnceForANewerOne() {
        IntStream.range(1, 500).forEach(i -> bucket.objects.put("checkpoints/%012d.note".formatted(i), "note " + i));
        assertThat(archive.lastCheckpoint()).contains("note 499");
        assertThat(bucket.counted().get("GET list")).isLessThan(45);
        bucket.calls.clear();
        assertThat(archive.lastCheckpoint()).contains("note 499");
        assertThat(bucket.counted()).isEqualTo(Map.of("GET list", 1L, "GET", 1L));
    }
}
