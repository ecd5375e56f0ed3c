package dev.valet.local.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest { // INV-26
    @TempDir
    private Path root = Path.of("");

    @Test
    void itStartsOnAnOrdinaryMachine() {
        assertThatNoException().isThrownBy(() -> Loopback.refuseOnLambda(Map.of("AWS_REGION", "eu-west-1"), root));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT"})
    void itRefusesWhereLambdaSaysSo(String variable) {
        assertThatThrownBy(() -> Loopback.refuseOnLambda(Map.of(variable, "x"), root))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void itRefusesOnLambdasFileSystemWithoutAnyVariable() throws IOException {
        Files.createDirectories(root.resolve("var/runtime"));
        assertThatThrownBy(() -> Loopback.refuseOnLambda(Map.of(), root)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void onlyItsOwnNamesAreItsHost() {
        assertThat(Loopback.isOurHost(Optional.of("127.0.0.1:8787"), 8787)).isTrue();
        assertThat(Loopback.isOurHost(Optional.of("localhost:8787"), 8787)).isTrue();
        assertThat(Loopback.isOurHost(Optional.of("localhost"), 8787)).isFalse();
        assertThat(Loopback.isOurHost(Optional.of("127.0.0.1:8787.evil.example"), 8787))
                .isFalse();
        assertThat(Loopback.isOurHost(Optional.empty(), 8787)).isFalse();
    }
}
