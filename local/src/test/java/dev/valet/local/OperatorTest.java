package dev.valet.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.cli.Valet;
import dev.valet.identity.Principal;
import dev.valet.local.aws.Credentials;
import dev.valet.local.door.FrontDoor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The runbook of docs/operations.md, typed by an operator who has signed in. */
class OperatorTest {
    private static final Map<String, String> SIGNED_IN = Map.of(
            "AWS_ACCESS_KEY_ID", "aws.accessKeyId",
            "AWS_SECRET_ACCESS_KEY", "aws.secretAccessKey",
            "AWS_SESSION_TOKEN", "aws.sessionToken");

    private final TurnedClock clock = new TurnedClock();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private LocalValet valet;
    private SignedHttp http;
    private Map<String, String> terminal = Map.of();

    @SuppressWarnings("NullAway.Init")
    OperatorTest() {}

    @BeforeEach
    void signIn() throws IOException {
        var home = Home.find();
        valet = LocalValet.start(home, FrontDoor.take(0), home.sample(), Optional.empty(), clock);
        http = new SignedHttp(valet.address());
        terminal = valet.operator("ann").variables();
        SIGNED_IN.forEach((variable, property) -> System.setProperty(property, terminal.get(variable)));
    }

    @AfterEach
    void stop() {
        SIGNED_IN.values().forEach(System::clearProperty);
        valet.close();
        assertThat(valet.world().secrets()).noneMatch(secret -> (out.toString() + err).contains(secret));
    }

    private int valet(String line) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Valet.commandLine(terminal)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(line.split(" "));
    }

    @Test
    void anAgentIsSuspendedAndResumed() {
        var held = lease();
        assertThat(valet("agents suspend reporter --reason drill"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .startsWith("Ended: agent reporter. Nothing new is issued.")
                .contains("confirmed  arn:aws:iam::444455556666:role/valet/reports");
        assertThat(reads(held)).isFalse();
        assertThat(valet("agents resume reporter --reason patched")).isEqualTo(1);
        assertThat(err.toString()).contains("Too soon to allow it again");
        clock.turn(Duration.ofSeconds(62));
        assertThat(valet("agents resume reporter --reason patched")).isZero();
        assertThat(reads(lease())).isTrue();
    }

    @Test
    void oneLeaseIsEndedAndItsNeighbourLives() {
        var bad = lease();
        var neighbour = lease();
        assertThat(valet("revoke --lease " + bad.id() + " --grant reports-reader --agent reporter --reason drill"))
                .isZero();
        assertThat(reads(bad)).isFalse();
        assertThat(reads(neighbour)).isTrue();
    }

    @Test
    void everythingIsEndedAndLifted() {
        var held = lease();
        assertThat(valet("revoke --everything --yes --reason drill")).isZero();
        assertThat(reads(held)).isFalse();
        assertThat(valet("revocations list")).isZero();
        assertThat(out.toString()).contains("  everything  by ann: drill");
        var id = out.toString().substring(0, "vr-".length() + 26);
        assertThat(valet("revocations show " + id)).isZero();
        clock.turn(Duration.ofSeconds(62));
        assertThat(valet("revocations lift " + id + " --reason over")).isZero();
        assertThat(reads(lease())).isTrue();
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThat(valet("agents suspend nobody --reason drill")).isEqualTo(2);
        assertThat(valet("agents resume reporter --reason drill")).isEqualTo(2);
        assertThat(valet("revoke --agent nobody --reason drill")).isEqualTo(2);
        assertThat(valet("revoke --agent reporter --grant nothing --reason drill"))
                .isEqualTo(2);
    }

    private Lease lease() {
        var asked = "{\"grant\":\"reports-reader\",\"parameters\":{\"team\":\"blue\"}}";
        return Lease.read(http.signed(reporter(), "POST", "/v1/leases", Optional.of(asked)));
    }

    private Credentials reporter() {
        return valet.session(new Principal.AwsRole("aws", "444455556666", "reporter", "AROAREPORTERAGENT001"));
    }

    private boolean reads(Lease lease) {
        var calls = new LeasedCalls(
                valet.deployment().aws().endpoint(), lease.session().orElseThrow());
        try {
            return !calls.read("acme-reports", "blue/summary.csv").isEmpty();
        } catch (S3Exception refused) {
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
            return false;
        }
    }
}
