package dev.valet.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.local.door.FrontDoor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int valet(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void theCommandsOfThisMachineStandBesideThoseOfTheCli() {
        assertThat(Main.commandLine().getSubcommands().keySet())
                .containsExactly(
                        "up",
                        "as",
                        "demo",
                        "validate",
                        "plan",
                        "apply",
                        "whoami",
                        "grants",
                        "explain",
                        "approvals",
                        "revoke",
                        "revocations",
                        "agents",
                        "audit",
                        "receipt",
                        "help");
        assertThat(valet("--help")).isZero();
        for (var name : Main.commandLine().getSubcommands().keySet()) {
            assertThat(out.toString()).containsPattern("(?m)^  " + name + " +[A-Z].{20,}[.]$");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "as", "demo", "validate", "plan", "apply", "whoami", "grants", "explain", "revoke"})
    void eachSaysHowItIsUsedAndItsVersion(String name) {
        assertThat(valet(name, "--help")).isZero();
        assertThat(out.toString()).startsWith("Usage: valet " + name + " ");
        assertThat(valet(name, "--version")).isZero();
        assertThat(out.toString()).endsWith("valet 1.0.0" + System.lineSeparator());
    }

    @ParameterizedTest
    @CsvSource({
        "nosuch, valet: Unmatched argument at index 0: 'nosuch', see valet --help",
        "up --nosuch, valet: Unknown option: '--nosuch', see valet up --help",
        "up --port=x, valet: Invalid value for option '--port': 'x' is not an int, see valet up --help",
        "as reporter, valet: Missing required parameter: 'COMMAND', see valet as --help",
        "as --operator ann, valet: Missing required parameter: 'AGENT', see valet as --help"
    })
    void wrongUseIsOneLineAndWhereToReadOn(String arguments, String line, String where) {
        assertThat(valet(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly(line, where);
    }

    @Test
    void withoutACommandThereIsTheListOfThem() {
        assertThat(valet()).isEqualTo(2);
        assertThat(err.toString()).startsWith("Usage: valet [-hV] COMMAND").contains("  up ");
    }

    @Test
    void aStateFolderThatCannotBeWrittenIsSaidInOneLine(@TempDir Path dir) throws Exception {
        var file = Files.createFile(dir.resolve("file"));
        assertThat(valet("up", "--port", "0", "--state", file.resolve("state").toString()))
                .isEqualTo(1);
        assertThat(valet("up", "--port", "0", "--state", file.toString())).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly("valet: cannot write to " + file, "valet: cannot write to " + file);
    }

    @Test
    void aPortThatIsTakenIsSaidInOneLine() throws Exception {
        try (var taken = FrontDoor.take(0)) {
            int port = taken.address().getPort();
            assertThat(valet("up", "--port", Integer.toString(port))).isEqualTo(1);
            assertThat(err.toString().lines())
                    .containsExactly("valet: port " + port + " is in use; choose another with --port");
        }
    }
}
