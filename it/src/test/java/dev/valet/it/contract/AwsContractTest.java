package dev.valet.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.testcontainers.DockerClientFactory;

class AwsContractTest {
    private @Nullable Backend backend;

    @TestFactory
    Stream<DynamicTest> theLocalEndpointsKeepTheContract() throws IOException {
        return clauses(Backend.embedded());
    }

    @TestFactory
    Stream<DynamicTest> localStackKeepsTheContractButForWhatIsListed() {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "no Docker here: LocalStack was not asked");
        return clauses(Backend.localStack());
    }

    @TestFactory
    Stream<DynamicTest> theGivenBackendKeepsTheContractButForWhatIsListed() {
        var given = Backend.given(System.getenv());
        assumeTrue(given.isPresent(), "VALET_CONTRACT_BACKEND is not set: no other backend was asked");
        return clauses(given.orElseThrow());
    }

    @AfterEach
    void stop() {
        if (backend != null) {
            backend.close();
        }
    }

    private Stream<DynamicTest> clauses(Backend asked) {
        backend = asked;
        var known = knownDifferences(asked.name());
        assertThat(Clause.all()).extracting(Clause::name).containsAll(known);
        return Clause.all().stream()
                .map(clause -> dynamicTest(
                        asked.name() + ": " + clause.name() + (known.contains(clause.name()) ? " (known not to)" : ""),
                        () -> hold(asked, clause, known.contains(clause.name()))));
    }

    /** A known difference that is one no longer is an error too: the list would hide the next one. */
    private static void hold(Backend asked, Clause clause, boolean different) {
        try (var ground = new Ground(asked)) {
            if (different) {
                assertThat(keeps(clause, ground)).as("still a difference").isFalse();
            } else {
                clause.check().accept(ground);
            }
        }
    }

    private static boolean keeps(Clause clause, Ground ground) {
        try {
            clause.check().accept(ground);
            return true;
        } catch (AssertionError | software.amazon.awssdk.core.exception.SdkException broken) {
            return false;
        }
    }

    private static Set<String> knownDifferences(String name) {
        try (var listed = AwsContractTest.class.getResourceAsStream("/contract/" + name + ".txt")) {
            return listed == null
                    ? Set.of()
                    : new String(listed.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .collect(Collectors.toSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
