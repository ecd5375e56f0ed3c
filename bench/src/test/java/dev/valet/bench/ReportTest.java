package dev.valet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Json;
import dev.valet.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Report report;

    @BeforeEach
    void aPageWithOnePlace() throws IOException {
        Files.writeString(folder.resolve("page.md"), "Before\n<!-- times -->\nold\n<!-- /times -->\nAfter\n");
        report = new Report(folder.resolve("results"), folder.resolve("page.md"));
    }

    @Test
    void aTableTakesThePlaceOfTheOldOne() throws IOException {
        report.table("times", List.of(List.of("what", "p50"), List.of("lease", "1 ms")));
        assertThat(folder.resolve("page.md")).hasContent("""
                        Before
                        <!-- times -->
                        | what | p50 |
                        |---|---|
                        | lease | 1 ms |
                        <!-- /times -->
                        After
                        """);
    }

    @Test
    void aPageWithoutThePlaceIsLeftAlone() {
        assertThatThrownBy(() -> report.table("sizes", List.of(List.of("what"))))
                .hasMessageContaining("sizes");
    }

    @Test
    void resultsAreJson() throws IOException {
        var found =
                Json.object().with("deep", Json.object().with("p50", 1).build()).build();
        report.write("issue", found);
        var written = StrictJson.read(Files.readString(folder.resolve("results/issue.json")));
        assertThat(((Json.Obj) written).members()).containsKeys("bench", "measuredAt", "deep");
    }
}
