package dev.valet.it.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
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
    Stream<DynamicTest> localStackKeepsTheContractButForWhatIsListed() throws IOException {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "no Docker here: LocalStack was not asked");
        return clauses(Backend.localStack());
    }

    @TestFactory
    Stream<DynamicTest> theGivenBackendKeepsTheContractButForWhatIsListed() throws IOException {
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

    private Stream<DynamicTest> clauses(Backend asked) throws IOException {
        backend = asked;
        var known = Differences.of(asked.name());
        return Clause.all().stream()
                .map(clause -> dynamicTest(known.title(clause.name()), () -> {
                    try (var ground = new Ground(asked)) {
                        known.hold(clause.name(), () -> clause.check().accept(ground));
                    }
                }));
    }
}
