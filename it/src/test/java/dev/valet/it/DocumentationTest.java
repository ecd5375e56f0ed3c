package dev.valet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The ids that code quotes are defined, and what is promised as always true has a test that quotes it. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern ID = Pattern.compile("\\b(?:INV|T|S|J|B)-\\d{1,2}\\b");
    private static final Pattern INVARIANT = Pattern.compile("\\bINV-\\d{1,2}\\b");

    @Test
    void everyIdThatCodeQuotesIsDefined() throws IOException {
        var defined = ids(ID, Stream.of(ROOT.resolve("docs/security-model.md")));
        var quoted = ids(ID, sources("layers", "functions", "cli", "local", "it", "template.yaml", "target.yaml"));
        assertThat(defined).containsAll(quoted);
    }

    @Test
    void everyInvariantThatHoldsTodayHasATest() throws IOException {
        var promised = ids(INVARIANT, Stream.of(ROOT.resolve("docs/security-model.md")));
        promised.removeAll(Set.of("INV-20", "INV-21")); // what moves money comes with actions
        var tested = ids(
                INVARIANT,
                sources("layers", "functions", "local", "it")
                        .filter(path -> path.toString().contains("/src/test/")));
        assertThat(tested).containsAll(promised);
    }

    @Test
    void nothingNamesAFileThatIsNotHere() throws IOException {
        assertThat(sources("layers", "functions", "cli", "local", "it", "docs", "README.md", "template.yaml")
                        .filter(path -> !path.endsWith("DocumentationTest.java"))
                        .filter(path -> read(path).contains("threats" + ".md")
                                || read(path).contains("facts" + ".md")))
                .isEmpty();
    }

    private static Stream<Path> sources(String... tops) throws IOException {
        var found = new ArrayList<Path>();
        for (var top : tops) {
            try (var files = Files.walk(ROOT.resolve(top))) {
                files.filter(Files::isRegularFile)
                        .filter(path -> !path.toString().contains("/target/"))
                        .filter(path -> path.toString().matches(".*\\.(java|yaml|yml|json|md|sh)"))
                        .forEach(found::add);
            }
        }
        return found.stream();
    }

    private static Set<String> ids(Pattern pattern, Stream<Path> files) {
        var ids = new TreeSet<String>();
        files.forEach(file -> pattern.matcher(read(file)).results().forEach(found -> ids.add(found.group())));
        return ids;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
