package dev.valet.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.registry.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PagesTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "guardrails.md");

    @Test
    void thePageShowsTheSchemaAsItIs() throws IOException {
        assertThat(Files.readString(PAGE)).contains("```cedar\n" + CedarSchema.text() + "```\n");
    }

    @Test
    void theGuardrailsOnThePageAreSound() throws IOException {
        var yaml = String.join("---\n", examples(PAGE));
        var files = List.of(new SourceFile("guardrails.md", yaml));
        assertThat(new ReadConfiguration().check(files, Deployment.UNKNOWN)).isEmpty();
        assertThat(new ReadConfiguration().read(files).documents()).hasSize(5);
    }

    @Test
    void theActionAndItsGrantOnTheOtherPageAreSound() throws IOException {
        var agent = """
                agent: bookkeeper
                owner: finance
                environment: production
                identities: [{role: "arn:aws:iam::444455556666:role/bookkeeper", uniqueId: AROABOOKKEEPER000001}]
                """;
        var examples = examples(PAGE.resolveSibling("configuration.md")).stream()
                .filter(example -> example.startsWith("action:") || example.startsWith("grant:"))
                .toList();
        assertThat(examples).hasSize(2);
        var files = List.of(
                new SourceFile("agents.yaml", agent),
                new SourceFile("configuration.md", String.join("---\n", examples)));
        assertThat(new ReadConfiguration().check(files, Deployment.UNKNOWN)).isEmpty();
    }

    private static List<String> examples(Path page) throws IOException {
        return Stream.of(Files.readString(page).split("```yaml\n"))
                .skip(1)
                .map(rest -> rest.substring(0, rest.indexOf("```")))
                .toList();
    }
}
