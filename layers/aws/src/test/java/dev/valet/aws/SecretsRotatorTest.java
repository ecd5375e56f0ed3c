package dev.valet.aws;

import static dev.valet.aws.Samples.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Unavailable;
import dev.valet.revocation.Rotator.Seen;
import dev.valet.revocation.SecretVersion;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SecretsRotatorTest {
    private final FakeAws aws = new FakeAws();
    private final SecretsRotator rotator = new SecretsRotator(aws.clients().secretsManager());

    @AfterEach
    void close() {
        aws.close();
    }

    @ParameterizedTest
    @MethodSource
    void aSecretIsSeenByItsLabels(String answer, Seen seen) {
        aws.answer(200, answer);
        assertThat(rotator.look(SECRET)).contains(seen);
        assertThat(aws.bodies()).containsExactly("{\"SecretId\":\"" + SECRET + "\"}");
    }

    static Stream<Arguments> aSecretIsSeenByItsLabels() {
        var rotatedAt = Optional.of(Instant.parse("2026-11-23T12:00:00Z"));
        return Stream.of(
                arguments(
                        "{\"RotationEnabled\":true,\"VersionIdsToStages\":{\"v-1\":[\"AWSCURRENT\"]}}",
                        new Seen(Optional.of("v-1"), true, false, Optional.empty())),
                arguments(
                        "{\"RotationEnabled\":true,\"LastRotatedDate\":1795435200,\"VersionIdsToStages\":"
                                + "{\"v-1\":[\"AWSPREVIOUS\"],\"v-2\":[\"AWSCURRENT\",\"AWSPENDING\"]}}",
                        new Seen(Optional.of("v-2"), true, false, rotatedAt)),
                arguments(
                        "{\"RotationEnabled\":true,\"VersionIdsToStages\":"
                                + "{\"v-1\":[\"AWSCURRENT\"],\"v-2\":[\"AWSPENDING\"]}}",
                        new Seen(Optional.of("v-1"), true, true, Optional.empty())),
                arguments(
                        "{\"VersionIdsToStages\":{\"v-1\":[\"AWSCURRENT\"]}}",
                        new Seen(Optional.of("v-1"), false, false, Optional.empty())),
                arguments("{\"RotationEnabled\":false}", new Seen(Optional.empty(), false, false, Optional.empty())));
    }

    @Test
    void aSecretThatIsGoneIsNotThere() {
        aws.answer(400, "{\"__type\":\"ResourceNotFoundException\",\"message\":\"canary-of-aws\"}");
        assertThat(rotator.look(SECRET)).isEmpty();
    }

    @Test
    void aRotationIsAskedForByTheIdThatItWillHaveAndNothingElseIsChanged() {
        aws.answer(200, "{}");
        var successor = new SecretVersion(SECRET, "v-1").successor();
        rotator.rotate(SECRET, successor);
        assertThat(aws.bodies())
                .containsExactly("{\"SecretId\":\"" + SECRET + "\",\"ClientRequestToken\":\"" + successor + "\"}");
        assertThat(successor).hasSize(64);
    }

    @Test
    void whatSecretsManagerSaysOfAFailureGoesNoFurther() {
        aws.answer(400, "{\"__type\":\"InvalidRequestException\",\"message\":\"canary-of-aws\"}");
        assertThatThrownBy(() -> rotator.rotate(SECRET, "f".repeat(64)))
                .isInstanceOfSatisfying(
                        Unavailable.class, failure -> assertThat(failure.code()).isEqualTo("secretsmanager-refused"))
                .hasMessageNotContaining("canary");
        aws.answer(400, "{\"__type\":\"AccessDeniedException\",\"message\":\"canary-of-aws\"}");
        assertThatThrownBy(() -> rotator.look(SECRET)).hasMessage("secretsmanager-access-denied");
        aws.answer(200, "{\"VersionIdsToStages\":{\"canary of aws\":[\"AWSCURRENT\"]}}");
        assertThatThrownBy(() -> rotator.look(SECRET)).hasMessage("secretsmanager-incomplete");
    }
}
