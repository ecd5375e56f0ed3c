package dev.valet.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.grant.Parameters;
import dev.valet.guardrail.Guardrail;
import dev.valet.guardrail.GuardrailId;
import dev.valet.guardrail.Question;
import dev.valet.identity.Environment;
import dev.valet.testkit.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A library is loaded once in a process, so each story is one of its own. */
class CedarLibraryTest {
    private static final Guardrail BRIEF = new Guardrail(
            new GuardrailId("brief"),
            "A rule",
            "forbid (principal, action, resource) when { context.ttlSeconds > 300 };");

    /** Cedar loads this file instead of its own. */
    private static final Map<String, String> NO_LIBRARY = Map.of("CEDAR_JAVA_FFI_LIB", "/nowhere/libcedar.so");

    @Test
    void itIsFoundWhateverLanguageTheUserSpeaks() throws Exception {
        assertThat(lines(Map.of(), "en")).containsExactly("en", "[]", "Forbidden[rule=guardrail.brief]", "en");
        assertThat(lines(Map.of(), "tr")).containsExactly("tr", "[]", "Forbidden[rule=guardrail.brief]", "tr");
    }

    @Test
    void withoutItAGuardrailIsRefusedAndDeniesInOneLine() throws Exception { // INV-5
        for (var language : List.of("en", "tr")) {
            assertThat(lines(NO_LIBRARY, language))
                    .containsExactly(
                            language, "[" + CedarCheck.NO_CEDAR + "]", "Forbidden[rule=guardrail.error]", language);
        }
    }

    @Test
    void withoutGuardrailsItIsNotLoaded() throws Exception {
        assertThat(lines(NO_LIBRARY, "en", "nothing")).containsExactly("en", "Passed[]", "en");
    }

    private static List<String> lines(Map<String, String> environment, String language, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=" + language,
                "-Dslf4j.internal.verbosity=ERROR",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Story.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var process = builder.start();
        var printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return printed.lines().toList();
    }

    /** Checks a guardrail, asks it, and prints what came of it. */
    static final class Story {
        private Story() {}

        public static void main(String[] arguments) {
            System.out.println(Locale.getDefault().getLanguage());
            if (arguments.length == 0) {
                System.out.println(new CedarCheck()
                        .check(BRIEF).stream().map(CedarProblem::rule).toList());
                System.out.println(CedarGuardrails.of(List.of(BRIEF)).rule(asked()));
            } else {
                System.out.println(CedarGuardrails.of(List.of()).rule(asked()));
            }
            System.out.println(Locale.getDefault(Locale.Category.FORMAT).getLanguage());
        }

        private static Question asked() {
            var caller = Sample.role("reporter");
            return new Question.OfLease(
                    caller,
                    false,
                    Sample.agent("reporter", Environment.SANDBOX, caller),
                    Sample.reports("reporter", "reports-reader"),
                    new Parameters(new TreeMap<>(Map.of("team", "web"))),
                    600,
                    Instant.EPOCH);
        }
    }
}
