package dev.valet.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.registry.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardrailsPageTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "guardrails.md");

    @Test
    void thePageShowsTheSchemaAsItIs() throws IOException {
        assertThat(Files.readString(PAGE)).contains("```cedar\n" + CedarSchema.text() + "```\n");
    }

    @Test
    void theGuardrailsOnThePageAreSound() throws IOException {
        var page = Files.readString(PAGE);
        int start = page.indexOf("```yaml\n") + "```yaml\n".length();
        var yaml = page.substring(start, page.indexOf("```", start));
        var files = List.of(new SourceFile("guardrails.md", yaml));
        assertThat(new ReadConfiguration().check(files, Deployment.UNKNOWN)).isEmpty();
        assertThat(new ReadConfiguration().read(files).documents()).hasSize(3);
    }
}
