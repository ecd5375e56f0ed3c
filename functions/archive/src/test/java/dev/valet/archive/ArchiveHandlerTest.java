package dev.valet.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Malformed;
import dev.valet.Unavailable;
import dev.valet.audit.ArchiveAudit;
import dev.valet.audit.VerifyAudit;
import dev.valet.edge.Settings;
import dev.valet.edge.Wiring;
import dev.valet.testkit.Events;
import dev.valet.testkit.MemoryArchive;
import dev.valet.testkit.TurnableClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The events in {@code events}, as {@code sam local invoke -e} sends them too. */
class ArchiveHandlerTest {
    private static final Settings SETTINGS = Settings.from(Events.environment("ArchiveFunction"));
    private static final String STREAM = StreamEvent.of(SETTINGS.account(), SETTINGS.auditTable());

    private final TurnableClock clock = new TurnableClock();
    private final MemoryArchive archive = new MemoryArchive();
    private final List<String> logged = new ArrayList<>();

    private static String event(String name) {
        return new String(Events.read(name), StandardCharsets.UTF_8);
    }

    private String send(String event) throws IOException {
        var out = new ByteArrayOutputStream();
        var audit = new ArchiveAudit(archive, clock);
        new ArchiveHandler(() -> audit, STREAM, new ArchiveLog(logged::add, clock), null)
                .handle(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void noEventIsWithoutItsStory() {
        assertThat(Events.of("archive")).containsExactly("changed", "records");
    }

    @Test
    void theHandlerIsWiredWithoutAskingAnybody() { // INV-16
        var nobody = StaticCredentialsProvider.create(AwsBasicCredentials.create("canary-key", "canary-secret"));
        assertThatCode(() -> new ArchiveHandler(Wiring.of(SETTINGS, clock, nobody)))
                .doesNotThrowAnyException();
    }

    @Test
    void withoutItsBucketItDoesNotStart() {
        var lacking = Wiring.of(Settings.from(Events.environment("IssueFunction")), clock);
        assertThatThrownBy(() -> new ArchiveHandler(lacking)).hasMessage("VALET_ARCHIVE_BUCKET is not set");
    }

    @Test
    void recordsAreArchivedInTheOrderOfTheStreamAsOneBatch() throws IOException {
        assertThat(send(event("archive-records"))).isEqualTo("{}");
        var batch = archive.batches().getFirst();
        assertThat(batch.text().lines()).hasSize(2).first().asString().contains("\"phase\":\"OPEN\"");
        assertThat(batch.minute().text()).isEqualTo("2026-03-02T09-00Z");
        assertThat(new VerifyAudit(List.of())
                        .verify(Map.of(), archive.batches(), Optional.empty())
                        .findings())
                .hasSize(1); // the chain is whole; it is not signed yet
        assertThat(logged)
                .containsExactly("{\"function\":\"archive\",\"outcome\":\"archived\",\"batch\":\"" + batch
                        + "\",\"records\":2}");
    }

    @Test
    void aRetryChangesNothing() throws IOException {
        send(event("archive-records"));
        send(event("archive-records"));
        assertThat(archive.batches()).hasSize(1);
    }

    @Test // INV-22: nobody who writes can do this, so whoever did it is heard of
    void aRowThatWasChangedOrRemovedIsLoudAndStopsNothing() throws IOException {
        send(event("archive-changed"));
        assertThat(archive.batches()).hasSize(1);
        assertThat(archive.batches().getFirst().text().lines()).hasSize(1);
        assertThat(logged)
                .hasSize(4)
                .anyMatch(line -> line.contains(
                        "\"event\":\"MODIFY\",\"row\":\"w#0123456789abcdef0123456789abcdef 000000000001\""))
                .anyMatch(line -> line.contains(
                        "\"event\":\"REMOVE\",\"row\":\"w#0123456789abcdef0123456789abcdef 000000000000\""))
                .anyMatch(line -> line.contains("\"event\":\"INSERT\",\"row\":\"of another form\""));
        assertThat(logged.stream().filter(line -> line.contains("\"AuditTableChanged\":1")))
                .hasSize(3);
    }

    @Test
    void whatIsNotCertainlyArchivedComesAgain() throws IOException {
        archive.reachable(false);
        assertThatThrownBy(() -> send(event("archive-records"))).isInstanceOf(Unavailable.class);
        archive.reachable(true);
        send(event("archive-records"));
        assertThat(archive.batches()).hasSize(1);
    }

    @Test
    void anotherTablesStreamIsAWiringMistake() throws IOException {
        var other = event("archive-records").replace("table/valet-audit/", "table/valet-state/");
        assertThatThrownBy(() -> send(other)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> send("{}")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> send("")).isInstanceOf(Malformed.class);
        assertThat(archive.batches()).isEmpty();
    }

    @Test
    void anEmptyBatchIsNoFile() throws IOException {
        assertThat(send("{\"Records\":[]}")).isEqualTo("{}");
        assertThat(archive.batches()).isEmpty();
    }
}
