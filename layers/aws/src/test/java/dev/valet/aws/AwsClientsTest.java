package dev.valet.aws;

import static dev.valet.aws.Samples.NOON;
import static dev.valet.aws.Samples.lease;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Reason;
import dev.valet.Unavailable;
import dev.valet.grant.SecretArn;
import dev.valet.lease.Leases.Look;
import dev.valet.lease.Leases.Opening;
import dev.valet.limit.Limits;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;

class AwsClientsTest {
    private static final Map<String, String> VARIABLES =
            Map.of("AWS_ACCESS_KEY_ID", "ASIALOCAL", "AWS_SECRET_ACCESS_KEY", "secret", "AWS_SESSION_TOKEN", "token");

    @Test
    void aFunctionsVariablesAreItsCredentials() {
        assertThat(AwsClients.lambdaCredentials(VARIABLES).resolveCredentials())
                .isEqualTo(AwsSessionCredentials.create("ASIALOCAL", "secret", "token"));
    }

    @Test
    void underSnapStartTheyComeFromTheEndpointWhateverElseIsSet() {
        assertThat(AwsClients.lambdaCredentials(Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/c")))
                .isInstanceOf(ContainerCredentialsProvider.class);
        assertThat(AwsClients.lambdaCredentials(Map.of())).isInstanceOf(ContainerCredentialsProvider.class);
    }

    @Test
    void aThrottledTableIsARefusal() { // INV-5
        try (var aws = new FakeAws();
                var clients = aws.clients()) {
            aws.answer(400, "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ThrottlingException\"}");
            var table = new StateTable(clients.dynamo(), "state");
            assertThat(new DynamoLeases(table).open(lease(NOON), Limits.NONE, Limits.NONE))
                    .isEqualTo(new Opening.Refused(Reason.UPSTREAM_BUSY, "dynamodb-throttled", Instant.EPOCH));
            assertThat(aws.bodies()).hasSize(3);
            assertThatThrownBy(() -> table.get(StateKey.control()))
                    .isInstanceOf(Unavailable.class)
                    .hasMessage("dynamodb-throttled");
        }
    }

    /** A revoker makes clients for each session that it has, and a warm function lives for hours. */
    @Test
    void howeverManyClientsThereAreOneThreadWatchesTheirTime() {
        try (var aws = new FakeAws();
                var clients = aws.clients()) {
            aws.answer(400, "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ValidationException\"}");
            for (int i = 0; i < 20; i++) {
                var table = new StateTable(
                        clients.as(AwsClients.lambdaCredentials(VARIABLES)).dynamo(), "state");
                assertThatThrownBy(() -> table.get(StateKey.control())).isInstanceOf(Unavailable.class);
            }
            var watching = Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .filter(name -> name.equals("aws-timeouts") || name.startsWith("sdk-ScheduledExecutor"));
            assertThat(watching).containsExactly("aws-timeouts");
        }
    }

    @Test
    void aTableThatNeverAnswersIsARefusalInTime() throws Exception { // T-31
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var clients = new AwsClients(
                        "eu-west-1",
                        Optional.of(URI.create("http://127.0.0.1:" + silent.getLocalPort())),
                        AwsClients.lambdaCredentials(VARIABLES),
                        Duration.ofMillis(300))) {
            var hasty = new SecretsManagerActionSecrets(
                    clients.within(Duration.ofMillis(50)).secretsManager());
            assertThatThrownBy(() -> hasty.current(SecretArn.parse(
                            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:valet/actions/stripe-AbC123")))
                    .hasMessage("secretsmanager-timeout");
            var leases = new DynamoLeases(new StateTable(clients.dynamo(), "state"));
            assertThat(leases.look(lease(NOON))).isEqualTo(Look.UNREAD);
            assertThat(leases.open(lease(NOON), new Limits(1, 1), Limits.NONE))
                    .isInstanceOfSatisfying(
                            Opening.Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Reason.UPSTREAM_BUSY));
        }
    }
}
