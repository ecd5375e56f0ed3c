package dev.valet.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Hash;
import dev.valet.Malformed;
import dev.valet.testkit.MemorySigner;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTest {
    private static final String ORIGIN = "valet/111122223333/eu-west-1/valet-AuditTable";
    private static final Minute NINE = Minute.parse("2026-03-02T09-00Z");
    private static final Minute LATER = Minute.parse("2026-03-02T09-02Z");

    private final MemorySigner signer = new MemorySigner();
    private final Checkpoint first = Checkpoint.first(ORIGIN, NINE, leaves(3));
    private final Checkpoint second = first.next(LATER, leaves(2));

    private static List<String> leaves(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Hash.sha256((byte) 0, "record " + i))
                .toList();
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    @Test
    void itIsATransparencyLogsCheckpoint() {
        var lines = second.text().lines().toList();
        assertThat(lines)
                .startsWith(
                        ORIGIN,
                        "5",
                        base64(second.tree().root()),
                        "minute 2026-03-02T09-02Z",
                        "previous 3 " + base64(first.tree().root()));
        assertThat(lines.subList(5, lines.size())).hasSize(2).allMatch(line -> line.startsWith("peak "));
        assertThat(second.text()).endsWith("\n").doesNotContain("\n\n");
        assertThat(Checkpoint.parse(second.text())).isEqualTo(second);
    }

    @Test // kms:Sign takes 4,096 bytes
    void theLongestIsShortEnoughToBeSigned() {
        var peaks = Collections.nCopies(59, Hash.sha256("peak"));
        var full = new MerkleTree((1L << 59) - 1, peaks);
        var longest = new Checkpoint("o".repeat(200), NINE, (1L << 59) - 2, full.root(), full);
        assertThat(longest.text()).hasSizeLessThan(4096);
    }

    @Test
    void itFollowsTheOneBeforeAndNoOther() {
        assertThat(first.isFirst()).isTrue();
        assertThat(second.follows(first)).isTrue();
        assertThat(second.isFirst()).isFalse();
        assertThat(first.follows(second)).isFalse();
        assertThat(second.follows(Checkpoint.first(ORIGIN, NINE, leaves(4)))).isFalse();
        assertThat(second.follows(Checkpoint.first("valet/other", NINE, leaves(3))))
                .isFalse();
        assertThatThrownBy(() -> second.next(NINE, leaves(1))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> first.next(LATER, List.of())).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5 | 05",
                "5 | 7",
                "5 | -5",
                "minute  | Minute ",
                "minute 2026-03-02T09-02Z | minute 2026-03-02T09:02Z",
                "previous 3 | previous 5",
                "previous 3 | previous  3",
                "peak  | peek ",
                "= | ",
                "valet/ | valet /",
                "valet/ | valet+"
            })
    void aTextThatIsNotExactlyOneIsNone(String was, String is) {
        var text = second.text().replaceFirst(Pattern.quote(was), is == null ? "" : is);
        assertThat(text).isNotEqualTo(second.text());
        assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(Malformed.class);
    }

    @Test
    void aRootThatIsNotItsPeaksIsNone() {
        var lie = second.text()
                .replace(base64(second.tree().root()), base64(first.tree().root()));
        assertThatThrownBy(() -> Checkpoint.parse(lie)).isInstanceOf(Malformed.class);
    }

    @Test
    void aNoteOpensWithTheKeyThatSignedIt() {
        assertThat(signer.key().open(signer.note(second))).contains(second);
    }

    @Test
    void aNoteOfAnotherKeyOrOfNobodyStaysShut() {
        assertThat(signer.key().open(new MemorySigner().note(second))).isEmpty();
        assertThat(signer.key().open(second.text())).isEmpty();
        assertThat(signer.key().open(second.text() + "\n")).isEmpty();
        assertThat(signer.key().open("")).isEmpty();
        assertThat(signer.key().open("\n\n")).isEmpty();
    }

    @Test
    void aChangedTextUnderAGoodSignatureStaysShut() {
        var note = signer.note(second).replace("09-02Z", "09-03Z");
        assertThat(signer.key().open(note)).isEmpty();
    }

    @Test
    void anotherSignatureBesideItDoesNotMatter() { // a witness may sign too
        var mine = signer.note(second);
        var foreign = new MemorySigner().note(second);
        var line = foreign.substring(foreign.indexOf("\n\n") + 2);
        assertThat(signer.key().open(mine + line)).contains(second);
        assertThat(signer.key().open(mine + "— witness.example/one AAAAAA==\n")).contains(second);
        assertThat(signer.key().open(foreign + mine.substring(mine.indexOf("\n\n") + 2)))
                .contains(second);
    }

    @Test
    void everyFlippedBitShutsTheNote() {
        var note = signer.note(second).getBytes(UTF_8);
        for (int bit = 0; bit < note.length * 8; bit++) {
            note[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(signer.key().open(new String(note, UTF_8)))
                    .as("bit %d", bit)
                    .isEmpty();
            note[bit / 8] ^= (byte) (1 << bit % 8);
        }
    }

    @Test // signed-note: the first four bytes of SHA-256 over name, newline, 0x01 and the raw key
    void itsKeyIdIsTheFormats() {
        var raw = "00".repeat(31) + "01";
        var key = CheckpointKey.of(HexFormat.of().parseHex("302a300506032b6570032100" + raw));
        var name = HexFormat.of().formatHex(ORIGIN.getBytes(UTF_8));
        var id = Hash.sha256(HexFormat.of().parseHex(name + "0a" + "01" + raw)).substring(0, 8);
        var line = key.note(first, new byte[64]).lines().toList().getLast();
        assertThat(line).startsWith("— " + ORIGIN + " ");
        var signed = Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1));
        assertThat(HexFormat.of().formatHex(signed)).isEqualTo(id + "00".repeat(64));
    }

    @Test
    void anotherSortOfKeyIsRefused() throws Exception {
        var other =
                KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic().getEncoded();
        assertThatThrownBy(() -> CheckpointKey.of(other)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> CheckpointKey.of(new byte[44])).isInstanceOf(Malformed.class);
    }
}
