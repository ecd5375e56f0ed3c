package dev.valet.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Hash;
import dev.valet.audit.TestAudit.Copy;
import dev.valet.testkit.MemorySigner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many audits, each tampered with at random: every one is found, something names the place, and no checkpoint is accused
 * whose minute nobody touched.
 */
class TamperTest {
    private static final int TAMPERS_EACH = 25;

    @Test
    void tampersAreLocated() {
        locate(2_500);
    }

    @Test
    @Tag("deep")
    void aHundredThousandTampersAreLocated() {
        locate(100_000);
    }

    private static void locate(int tampers) {
        for (int seed = 0; seed < tampers / TAMPERS_EACH; seed++) {
            var random = new Random(seed);
            var audit = audit(random);
            var signed = audit.archive.notes().values().stream()
                    .map(note -> audit.signer.key().open(note).orElseThrow())
                    .toList();
            assertThat(audit.copy().verify().isComplete()).as("seed %d", seed).isTrue();
            for (int i = 0; i < TAMPERS_EACH; i++) {
                var one = new Tampering(audit, signed, random);
                one.tamper();
                assertThat(one.fault()).as("seed %d, %s", seed, one.did).isEmpty();
            }
        }
    }

    /** One to four writers, three to seven batches of up to six records each, in a few minutes. */
    private static TestAudit audit(Random random) {
        var audit = new TestAudit();
        int batches = 3 + random.nextInt(5);
        for (int i = 0; i < batches; i++) {
            int records = 1 + random.nextInt(6);
            for (int j = 0; j < records; j++) {
                audit.write(1 + random.nextInt(4), 1);
            }
            audit.arrive();
            audit.pass(Duration.ofSeconds(random.nextInt(50)));
        }
        audit.checkpoint();
        return audit;
    }

    private static final class Tampering {
        private final TestAudit audit;
        private final List<Checkpoint> signed;
        private final Random random;
        private final Copy copy;
        private final Set<Minute> touched = new TreeSet<>();
        private final Set<String> notes = new TreeSet<>();
        private String did = "";

        Tampering(TestAudit audit, List<Checkpoint> signed, Random random) {
            this.audit = audit;
            this.signed = signed;
            this.random = random;
            this.copy = audit.copy();
        }

        void tamper() {
            int batch = random.nextInt(copy.batches().size());
            switch (random.nextInt(13)) {
                case 0 -> flipBit(batch);
                case 1 -> change("drop a line", batch, lines -> lines.remove(random.nextInt(lines.size())));
                case 2 -> change("double a line", batch, lines -> lines.add(pick(lines), lines.get(pick(lines))));
                case 3 -> change("shuffle lines", batch, lines -> Collections.rotate(lines, 1));
                case 4 ->
                    change(
                            "cut the tail",
                            batch,
                            lines -> lines.subList(pick(lines), lines.size()).clear());
                case 5 -> change("seal a record anew", batch, lines -> reseal(lines, pick(lines)));
                case 6 ->
                    change(
                            "fork",
                            batch,
                            lines -> lines.add(lines.size(), reseal(new ArrayList<>(lines), pick(lines))));
                case 7 -> change("invent a line", batch, lines -> lines.add(pick(lines), "{}"));
                case 8 -> dropBatch(batch);
                case 9 -> moveBatch(batch);
                case 10 -> flipNote();
                case 11 -> dropNote();
                case 12 -> resign();
                default -> throw new IllegalStateException();
            }
        }

        private int pick(List<String> lines) {
            return random.nextInt(lines.size());
        }

        private String reseal(List<String> lines, int number) {
            var line = ArchiveLine.parse(lines.get(number));
            var record = line.record().replaceFirst("agent-", "agent-x");
            lines.set(
                    number,
                    ArchiveLine.of(Hash.sha256((byte) 0, record), record).text());
            return lines.get(number);
        }

        private void flipBit(int batch) {
            did = "flip a bit";
            var old = copy.batches().get(batch);
            var bytes = old.text().getBytes(StandardCharsets.UTF_8);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            copy.batches().set(batch, Batch.read(old.minute(), old.name(), bytes));
            touched.add(old.minute());
        }

        private void change(String what, int batch, Consumer<List<String>> change) {
            boolean careful = random.nextBoolean();
            did = what + (careful ? " with care" : "");
            var old = copy.batches().get(batch);
            touched.add(old.minute());
            UnaryOperator<List<String>> changed = lines -> {
                change.accept(lines);
                return lines;
            };
            if (careful) {
                copy.rewrite(batch, changed);
            } else {
                copy.change(batch, changed);
            }
            if (copy.batches().get(batch).equals(old)) { // rotating one line, say
                dropBatch(batch);
            }
        }

        private void dropBatch(int batch) {
            did += " drop a batch";
            touched.add(copy.batches().remove(batch).minute());
        }

        private void moveBatch(int batch) {
            did = "move a batch";
            var old = copy.batches().get(batch);
            var elsewhere = Minute.of(old.minute().start().plus(Duration.ofMinutes(random.nextInt(9) - 4)));
            if (elsewhere.equals(old.minute()) || isSignedAs(old.minute(), elsewhere)) {
                dropBatch(batch);
                return;
            }
            copy.batches().set(batch, new Batch(elsewhere, old.name(), old.text()));
            touched.add(old.minute());
            touched.add(elsewhere);
        }

        /** A batch in a minute without records of its own still comes before the same checkpoint, and may keep its place. */
        private boolean isSignedAs(Minute from, Minute to) {
            return checkpoint(from).equals(checkpoint(to));
        }

        /** The first one that covers the minute. */
        private Optional<Checkpoint> checkpoint(Minute minute) {
            return signed.stream()
                    .filter(one -> one.minute().compareTo(minute) >= 0)
                    .findFirst();
        }

        private void flipNote() {
            did = "flip a bit of a checkpoint";
            var file = note();
            var bytes = copy.notes().getOrDefault(file, "").getBytes(StandardCharsets.UTF_8);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            copy.notes().put(file, new String(bytes, StandardCharsets.UTF_8));
            notes.add("checkpoint in " + file);
        }

        private void dropNote() {
            did = "drop a checkpoint";
            var file = note();
            long size = Long.parseLong(file.replace(".note", ""));
            if (size == audit.archive.notes().lastKey()) {
                resign(); // a cut tail is another promise, and has its own test
                return;
            }
            copy.notes().remove(file);
            notes.add("checkpoint " + audit.archive.notes().tailMap(size + 1).firstKey());
        }

        private void resign() {
            did = "sign anew with another key";
            var file = note();
            var checkpoint = signed.stream()
                    .filter(one -> file.equals(one.size() + ".note"))
                    .findFirst()
                    .orElseThrow();
            copy.notes().put(file, new MemorySigner().note(checkpoint));
            notes.add("checkpoint in " + file);
        }

        private String note() {
            var files = List.copyOf(copy.notes().keySet());
            return files.get(random.nextInt(files.size()));
        }

        /** Empty when the tampering was found where it was done, and nowhere else. */
        private String fault() {
            var verified = copy.verify();
            if (verified.isComplete()) {
                return "it was not found";
            }
            boolean named = verified.findings().stream().anyMatch(this::names);
            var accused = verified.findings().stream()
                    .filter(finding -> notes.isEmpty() && finding.place().matches("checkpoint \\d+") && !names(finding))
                    .toList();
            return named && accused.isEmpty() ? "" : "named " + named + ", wrongly accused " + accused;
        }

        private boolean names(Finding finding) {
            if (!notes.isEmpty()) {
                return notes.contains(finding.place());
            }
            return touched.stream()
                    .anyMatch(minute -> finding.place().startsWith("batch " + minute + "/")
                            || checkpoint(minute)
                                    .map(Checkpoint::toString)
                                    .filter(finding.place()::equals)
                                    .isPresent());
        }
    }
}
