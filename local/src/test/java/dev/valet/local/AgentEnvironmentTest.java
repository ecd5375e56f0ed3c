package dev.valet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.SecretText;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AgentEnvironmentTest {
    private static final RuntimeIdentity ROLE = new RuntimeIdentity(
            Map.of(
                    "AWS_ACCESS_KEY_ID", "ASIAAGENT",
                    "AWS_SECRET_ACCESS_KEY", "agent-secret",
                    "AWS_SESSION_TOKEN", "agent-token",
                    "AWS_REGION", "eu-west-1",
                    "VALET_URL", "http://127.0.0.1:8787"),
            Optional.empty());
    private static final RuntimeIdentity SUBJECT = new RuntimeIdentity(
            Map.of("AWS_REGION", "eu-west-1", "VALET_URL", "http://127.0.0.1:8787"),
            Optional.of(new SecretText("a.b.c")));

    @ParameterizedTest
    @MethodSource
    void nothingOfTheDevelopersOwnAwsStays(String name) {
        var env = AgentEnvironment.of(Map.of(name, "the developer's"), SUBJECT, Optional.empty(), Optional.empty());
        assertThat(env).doesNotContainEntry(name, "the developer's");
    }

    static Stream<String> nothingOfTheDevelopersOwnAwsStays() {
        return Stream.of(
                "AWS_PROFILE",
                "AWS_DEFAULT_PROFILE",
                "AWS_ACCESS_KEY_ID",
                "AWS_SECRET_ACCESS_KEY",
                "AWS_SESSION_TOKEN",
                "AWS_ROLE_ARN",
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                "AWS_ENDPOINT_URL_S3",
                "AWS_CONFIG_FILE",
                "AWS_SHARED_CREDENTIALS_FILE",
                "VALET_TOKEN_FILE");
    }

    @ParameterizedTest
    @MethodSource
    void theRestOfTheShellStays(String name, String value, String expected) {
        var env = AgentEnvironment.of(Map.of(name, value), ROLE, Optional.empty(), Optional.empty());
        assertThat(env).containsEntry(name, expected);
    }

    static Stream<Arguments> theRestOfTheShellStays() {
        return Stream.of(
                arguments("PATH", "/bin", "/bin"),
                arguments("HTTPS_PROXY", "http://proxy:3128", "http://proxy:3128"),
                arguments("NO_PROXY", "", "127.0.0.1,localhost"),
                arguments("NO_PROXY", "intern", "intern,127.0.0.1,localhost"));
    }

    @Test
    void anAgentWithARoleHasItsSessionAndNoToken() {
        var env = AgentEnvironment.of(Map.of(), ROLE, Optional.empty(), Optional.empty());
        assertThat(env).containsAllEntriesOf(ROLE.variables()).doesNotContainKey("VALET_TOKEN_FILE");
    }

    @Test
    void anAgentWithATokenHasItsFileAndNoKeys() {
        var env = AgentEnvironment.of(Map.of(), SUBJECT, Optional.of(Path.of("/run/token")), Optional.empty());
        assertThat(env)
                .containsEntry("VALET_TOKEN_FILE", "/run/token")
                .doesNotContainKeys("AWS_ACCESS_KEY_ID", "AWS_CONTAINER_CREDENTIALS_FULL_URI");
    }

    @Test
    void withAGrantSdksFetchItsCredentialsThemselves() {
        var env = AgentEnvironment.of(
                Map.of(), SUBJECT, Optional.of(Path.of("/run/token")), Optional.of("reports-reader?team=blue"));
        assertThat(env)
                .containsEntry(
                        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                        "http://127.0.0.1:8787/oidc/v1/credentials/reports-reader?team=blue")
                .containsEntry("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/run/token");
    }
}
