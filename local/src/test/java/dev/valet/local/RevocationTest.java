package dev.valet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.identity.Principal;
import dev.valet.json.StrictJson;
import dev.valet.local.aws.Credentials;
import dev.valet.local.door.FrontDoor;
import dev.valet.local.template.Tree;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;
import software.amazon.awssdk.services.sts.StsClient;

/** Revocation over both APIs, with the roles of template.yaml and target.yaml and policies that are enforced. */
class RevocationTest {
    private static final String WEBHOOK =
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:leasable/reports-webhook-Wh7mTx";
    private static final String REASON = "{\"reason\":\"a drill\"}";

    private final TurnedClock clock = new TurnedClock();
    private LocalValet valet;
    private SignedHttp http;

    @SuppressWarnings("NullAway.Init")
    RevocationTest() {}

    @BeforeEach
    void start() throws IOException {
        var home = Home.find();
        valet = LocalValet.start(home, FrontDoor.take(0), home.sample(), Optional.empty(), clock);
        http = new SignedHttp(valet.address());
    }

    @AfterEach
    void stop() {
        valet.close();
    }

    @Test
    void aLeaseGivenBackIsDeniedWhileItsNeighbourLives() {
        var mine = lease();
        var neighbour = lease();
        var answer = http.signed(reporter(), "DELETE", "/v1/leases/" + mine.id(), Optional.empty());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(revocation(answer, "confirmedAt")).as(answer.body()).isNotEmpty();
        assertDead(mine);
        assertThat(read(neighbour)).isNotEmpty();
        var told = http.signed(reporter(), "GET", "/v1/leases/" + mine.id(), Optional.empty());
        assertThat(Tree.text(StrictJson.read(told.body()), "lease", "state")).contains("revoked");
    }

    @Test
    void nobodyGivesBackWhatIsNotTheirs() { // INV-4
        var mine = lease();
        var stranger = http.signed(release(), "DELETE", "/v1/leases/" + mine.id(), Optional.empty());
        assertThat(stranger.status()).isEqualTo(404);
        assertThat(read(mine)).isNotEmpty();
    }

    @Test
    void aSuspendedAgentIsResumedOnceTheDeniesHaveSettled() {
        var held = lease();
        var suspended = operator("/admin/agents/reporter/suspend", REASON);
        assertThat(revocation(suspended, "confirmedAt")).as(suspended.body()).isNotEmpty();
        assertDead(held);
        assertThat(operator("/admin/agents/reporter/resume", REASON).status()).isEqualTo(409);
        clock.turn(Duration.ofSeconds(62));
        assertThat(operator("/admin/agents/reporter/resume", REASON).status()).isEqualTo(200);
        assertThat(read(lease())).isNotEmpty();
    }

    @Test
    void everythingIsRevokedAndAllowedAgain() {
        var held = lease();
        var answer = operator("/admin/revocations", "{\"everything\":true,\"reason\":\"a drill\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertDead(held);
        clock.turn(Duration.ofSeconds(62));
        var id = revocation(answer, "id");
        assertThat(operator("/admin/revocations/" + id + "/lift", REASON).status())
                .isEqualTo(200);
        assertThat(read(lease())).isNotEmpty();
    }

    /** What was written on the roles is gone a while after the last session that it had to deny. */
    @Test
    void theMinutelyRunTakesDeniesAway() {
        operator("/admin/revocations", "{\"agent\":\"reporter\",\"grant\":\"reports-reader\",\"reason\":\"a drill\"}");
        assertThat(policy()).contains("TokenIssueTime");
        clock.turn(Duration.ofMinutes(18));
        valet.deployment().everyMinute();
        assertThat(policy()).isEmpty();
    }

    /** With the function's own role: it rotates within the leasable path, and reads no value. */
    @Test
    void aValueIsRotatedWhenItsLeaseIsOver() {
        var copy = webhook();
        clock.turn(Duration.ofMinutes(16));
        assertThat(webhook()).isEqualTo(copy);
        valet.deployment().everyMinute();
        assertThat(webhook()).isNotEqualTo(copy);
    }

    @Test
    void aValueIsRotatedAtOnceWhenAnOperatorEndsIt() {
        var copy = webhook();
        var answer = operator(
                "/admin/revocations", "{\"agent\":\"reporter\",\"grant\":\"reports-webhook\",\"reason\":\"a drill\"}");
        assertThat(revocation(answer, "confirmedAt")).as(answer.body()).isNotEmpty();
        assertThat(answer.body()).contains("secret:leasable/reports-webhook-Wh7mTx\":{\"standing\":\"replaced\"}");
        clock.turn(Duration.ofSeconds(62));
        operator("/admin/revocations/" + revocation(answer, "id") + "/lift", REASON);
        assertThat(webhook()).isNotEqualTo(copy);
        clock.turn(Duration.ofSeconds(62));
        var everything = operator("/admin/revocations", "{\"everything\":true,\"reason\":\"a drill\"}");
        assertThat(everything.body()).contains("\"standing\":\"replaced\"");
    }

    @Test
    void theRevokerReadsNoValue() {
        var function = valet.deployment().aws().sessionFor(valet.deployment().revokingRole(), "a-test");
        try (var secrets = at(SecretsManagerClient.builder(), function)) {
            assertThatThrownBy(() -> secrets.getSecretValue(get -> get.secretId(WEBHOOK)))
                    .isInstanceOfSatisfying(SecretsManagerException.class, RevocationTest::isDenied);
            assertThatThrownBy(() -> secrets.rotateSecret(rotate ->
                            rotate.secretId("arn:aws:secretsmanager:eu-west-1:111122223333:secret:other/thing-Ab12Cd")))
                    .isInstanceOfSatisfying(SecretsManagerException.class, RevocationTest::isDenied);
            assertThat(secrets.describeSecret(describe -> describe.secretId(WEBHOOK))
                            .rotationEnabled())
                    .isTrue();
        }
    }

    private static void isDenied(SecretsManagerException refused) {
        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
    }

    /** The value, as a fresh lease has it. */
    private String webhook() {
        var asked = Optional.of("{\"grant\":\"reports-webhook\"}");
        return Lease.read(http.signed(reporter(), "POST", "/v1/leases", asked))
                .value()
                .orElseThrow();
    }

    @Test
    void whatIsAskedWronglyEndsNothing() {
        assertThat(operator("/admin/revocations", "{\"reason\":\"a drill\"}").status())
                .isEqualTo(400);
        assertThat(operator("/admin/revocations", "{\"agent\":\"reporter\"}").status())
                .isEqualTo(400);
        assertThat(operator("/admin/revocations", "{\"agent\":\"reporter\",\"everything\":true,\"reason\":\"x\"}")
                        .status())
                .isEqualTo(400);
        assertThat(operator("/admin/agents/nobody/suspend", REASON).status()).isEqualTo(404);
        assertThat(http.signed(reporter(), "POST", "/admin/agents/release/suspend", Optional.of(REASON))
                        .status())
                .isEqualTo(403);
        assertThat(read(lease())).isNotEmpty();
    }

    private void assertDead(Lease lease) {
        assertThatThrownBy(() -> read(lease))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refused -> assertThat(refused.awsErrorDetails().errorCode())
                                .isEqualTo("AccessDenied"));
    }

    private String read(Lease lease) {
        var session = lease.session().orElseThrow();
        return new LeasedCalls(valet.deployment().aws().endpoint(), session).read("acme-reports", "blue/summary.csv");
    }

    /** What the role denies, as the revoker sees it; empty when it denies nothing. */
    private String policy() {
        var aws = valet.deployment().aws();
        var function = aws.sessionFor(valet.deployment().revokingRole(), "a-test");
        try (var sts = at(StsClient.builder(), function)) {
            var revoker = sts.assumeRole(assume -> assume.roleArn("arn:aws:iam::444455556666:role/valet-revoker")
                            .roleSessionName("a-test"))
                    .credentials();
            var entered = new Credentials(
                    revoker.accessKeyId(),
                    revoker.secretAccessKey(),
                    Optional.of(revoker.sessionToken()),
                    Optional.empty());
            try (var iam = at(IamClient.builder(), entered)) {
                return iam.getRolePolicy(get -> get.roleName("reports").policyName("ValetRevocations"))
                        .policyDocument();
            } catch (NoSuchEntityException none) {
                return "";
            }
        }
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C at(B builder, Credentials who) {
        return builder.endpointOverride(valet.deployment().aws().endpoint())
                .region(Region.EU_WEST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(AwsSessionCredentials.create(
                        who.accessKeyId(),
                        who.secretAccessKey(),
                        who.sessionToken().orElseThrow())))
                .build();
    }

    private Lease lease() {
        var asked = "{\"grant\":\"reports-reader\",\"parameters\":{\"team\":\"blue\"}}";
        return Lease.read(http.signed(reporter(), "POST", "/v1/leases", Optional.of(asked)));
    }

    private Credentials reporter() {
        return valet.session(new Principal.AwsRole("aws", "444455556666", "reporter", "AROAREPORTERAGENT001"));
    }

    private Credentials release() {
        var agent = valet.agents().stream()
                .filter(one -> one.id().text().equals("release"))
                .findFirst()
                .orElseThrow();
        return valet.session((Principal.AwsRole) agent.identities().getFirst());
    }

    private SignedHttp.Response operator(String path, String body) {
        return http.signed(valet.deployment().operator("ann"), "POST", path, Optional.of(body));
    }

    private static String revocation(SignedHttp.Response response, String member) {
        return Tree.text(StrictJson.read(response.body()), "revocation", member).orElse("");
    }
}
