package dev.valet.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Hash;
import dev.valet.Malformed;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchiveLineTest {
    private static final String WRITER = "0123456789abcdef0123456789abcdef";
    private static final AuditEntry ENTRY =
            AuditEntry.of(Phase.DENY, Instant.EPOCH, "somebody").with("reason", "a },\"previous\":\"x\" \n line");
    private static final AuditRecord RECORD = new AuditRecord(WRITER, 7, "a".repeat(64), ENTRY);
    private static final ArchiveLine LINE = ArchiveLine.of(RECORD);

    @Test
    void aRecordIsOneLineOfJsonWithItsHashAndItsPlaceInTheChain() {
        assertThat(LINE.text())
                .startsWith("{\"hash\":\"" + RECORD.hash() + "\",\"record\":{\"entry\":{")
                .doesNotContain("\n");
        assertThat(LINE.writer()).isEqualTo(WRITER);
        assertThat(LINE.seq()).isEqualTo(7);
        assertThat(LINE.previous()).isEqualTo("a".repeat(64));
        assertThat(ArchiveLine.parse(LINE.text())).isEqualTo(LINE);
        assertThat(LINE.isSound()).isTrue();
    }

    @Test
    void itsLeafIsTheRecordsHashWhateverTheLineClaims() {
        assertThat(ArchiveLine.leaf(LINE.text())).isEqualTo(RECORD.hash());
        var lie = LINE.text().replace(RECORD.hash(), "0".repeat(64));
        assertThat(ArchiveLine.leaf(lie)).isEqualTo(RECORD.hash());
        assertThat(ArchiveLine.parse(lie).isSound()).isFalse();
        assertThat(ArchiveLine.leaf("no record")).isEqualTo(Hash.sha256((byte) 0, "no record"));
    }

    @Test
    void whatACallerWroteInAFactIsNoLink() {
        var fact = "},\"previous\":\"" + "b".repeat(64) + "\",\"seq\":9,\"writer\":\"" + WRITER + "\"}";
        var line = ArchiveLine.of(new AuditRecord(WRITER, 7, "a".repeat(64), ENTRY.with("reason", fact)));
        assertThat(line.seq()).isEqualTo(7);
        assertThat(line.previous()).isEqualTo("a".repeat(64));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"hash\" | {\"hush\"",
                "{\"entry\":{ | {\"other\":{",
                "\"seq\":7 | \"seq\":07",
                "\"seq\":7 | \"seq\":-7",
                "\"seq\":7 | \"seq\":1234567890123",
                "\"seq\":7 | \"seq\":\"7\"",
                "0123456789abcdef | 0123456789ABCDEF",
                "\"previous\" | \"Previous\"",
                "}} | }}x"
            })
    void aTextThatIsNotExactlyOneIsNone(String was, String is) {
        var text = LINE.text().replace(was, is);
        assertThat(text).isNotEqualTo(LINE.text());
        assertThatThrownBy(() -> ArchiveLine.parse(text)).isInstanceOf(Malformed.class);
    }

    @Test
    void anEmptyOrTornTextIsNone() {
        for (int length = 0; length < LINE.text().length(); length++) {
            var torn = LINE.text().substring(0, length);
            assertThatThrownBy(() -> ArchiveLine.parse(torn)).isInstanceOf(Malformed.class);
            assertThat(ArchiveLine.leaf(torn)).hasSize(64);
        }
    }
}
