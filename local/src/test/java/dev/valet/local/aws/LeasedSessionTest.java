package dev.valet.local.aws;

import static dev.valet.local.aws.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.local.aws.wire.Blob;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** What Valet's leases rest on, told with real clients. */
class LeasedSessionTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aSessionPolicyNarrowsTheRole() {
        try (S3Client s3 = world.s3(world.lease("vl-1", World.EU_ONLY))) {
            assertThat(read(s3, "eu/1.json")).isEqualTo("{\"order\":1}");
            refused("AccessDenied", () -> read(s3, "us/2.json"));
            refused(
                    "AccessDenied",
                    () -> s3.putObject(b -> b.bucket("orders").key("eu/1.json"), RequestBody.fromString("x")));
            refused("AccessDenied", () -> s3.listObjectsV2(b -> b.bucket("orders")));
        }
    }

    @Test
    void aSessionPolicyNeverWidensTheRole() {
        world.aws.object(World.TARGET, "payroll", "all.csv", Blob.of("x"));
        try (S3Client s3 = world.s3(world.lease("vl-1", World.EVERYTHING))) {
            assertThat(read(s3, "us/2.json")).isEqualTo("{\"order\":2}");
            refused(
                    "AccessDenied",
                    () -> s3.getObjectAsBytes(b -> b.bucket("payroll").key("all.csv")));
        }
    }

    @Test
    void aDenyPutLaterKillsOneLiveSessionAndNotItsNeighbour() {
        try (S3Client revoked = world.s3(world.lease("vl-1", World.EU_ONLY));
                S3Client neighbour = world.s3(world.lease("vl-2", World.EU_ONLY))) {
            read(revoked, "eu/1.json");
            deny("\"StringEquals\":{\"aws:SourceIdentity\":[\"vl-1\"]}");
            refused("AccessDenied", () -> read(revoked, "eu/1.json"));
            assertThat(read(neighbour, "eu/1.json")).isEqualTo("{\"order\":1}");
        }
    }

    @Test
    void aDenyByTagAndTimeOfIssueKillsTheAgentsOlderSessions() {
        try (S3Client old = world.s3(world.lease("vl-1", World.EU_ONLY))) {
            Instant cut = world.clock.instant().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
            deny("\"StringEquals\":{\"aws:PrincipalTag/valet:agent\":\"billing\"},"
                    + "\"DateLessThan\":{\"aws:TokenIssueTime\":\"" + cut + "\"}");
            refused("AccessDenied", () -> read(old, "eu/1.json"));
            world.clock.turn(Duration.ofSeconds(2));
            try (S3Client fresh = world.s3(world.lease("vl-2", World.EU_ONLY))) {
                assertThat(read(fresh, "eu/1.json")).isEqualTo("{\"order\":1}");
            }
        }
    }

    @Test
    void aSessionIsDeadAfterItsTime() {
        try (S3Client s3 = world.s3(world.lease("vl-1", World.EU_ONLY))) {
            read(s3, "eu/1.json");
            world.clock.turn(Duration.ofMinutes(15));
            refused("ExpiredToken", () -> read(s3, "eu/1.json"));
        }
    }

    @Test
    void aWindowInTheSessionPolicyEndsItEarlier() {
        Instant end = world.clock.instant().plusSeconds(60);
        String windowed = """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject",
                 "Resource":"arn:aws:s3:::orders/eu/*","Condition":{"DateLessThan":{"aws:CurrentTime":"%s"}}}}""".formatted(end);
        try (S3Client s3 = world.s3(world.lease("vl-1", windowed))) {
            read(s3, "eu/1.json");
            world.clock.turn(Duration.ofSeconds(61));
            refused("AccessDenied", () -> read(s3, "eu/1.json"));
        }
    }

    @Test
    void anUnknownObjectIsToldOnlyToWhoMayList() {
        try (S3Client narrow = world.s3(world.lease("vl-1", World.EU_ONLY));
                S3Client wide = world.s3(world.lease("vl-2", World.EVERYTHING))) {
            refused("AccessDenied", () -> read(narrow, "eu/none.json"));
            assertThatThrownBy(() -> read(wide, "eu/none.json")).isInstanceOf(NoSuchKeyException.class);
        }
    }

    @Test
    void aSessionTokenIsNeeded() {
        var lease = (AwsSessionCredentials) world.lease("vl-1", World.EU_ONLY);
        var foreign = (AwsSessionCredentials) world.lease("vl-2", World.EU_ONLY);
        var swapped =
                AwsSessionCredentials.create(lease.accessKeyId(), lease.secretAccessKey(), foreign.sessionToken());
        try (S3Client s3 = world.s3(swapped)) {
            refused("InvalidToken", () -> read(s3, "eu/1.json"));
        }
    }

    private void deny(String condition) {
        String document = "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\","
                + "\"Resource\":\"*\",\"Condition\":{" + condition + "}}}";
        world.aws
                .account(World.TARGET)
                .change("orders-read", role -> role.withInline("ValetRevocations", Policies.identity(document)));
    }

    private static String read(S3Client s3, String key) {
        return s3.getObjectAsBytes(b -> b.bucket("orders").key(key)).asUtf8String();
    }
}
