package dev.valet.aws;

import static dev.valet.aws.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Unavailable;
import dev.valet.identity.RoleArn;
import dev.valet.revocation.ProbeId;
import dev.valet.revocation.Probes.Answer;
import dev.valet.revocation.Probes.Probe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The revoker of an account, and what is done through it: to write denies, and to see them act. */
class RevokerTest {
    private static final RoleArn REPORTS = RoleArn.parse(Samples.ROLE);
    private static final RoleArn ELSEWHERE = RoleArn.parse("arn:aws:iam::777788889999:role/valet/exports");
    private static final ProbeId PROBE = ProbeId.next(NOON);
    /** With what percent-encoding and forms write in their own ways. */
    private static final String DOCUMENT = "{\"a\":\"1+1 = 2 & 100%\"}";

    private final FakeAws aws = new FakeAws();
    private final AwsClients clients = aws.clients();
    private final TurningClock clock = new TurningClock(NOON);
    private final Revoker revoker = new Revoker(clients.sts(), new Theirs(clients), clock);
    private final StsProbes probes = new StsProbes(revoker);
    private final IamRolePolicies policies = new IamRolePolicies(revoker);

    private record Theirs(AwsClients clients) implements Revoker.Clients {
        @Override
        public IamClient iam(AwsCredentialsProvider credentials) {
            return clients.as(credentials).iam();
        }

        @Override
        public StsClient sts(AwsCredentialsProvider credentials) {
            return clients.as(credentials).sts();
        }

        @Override
        public SecretsManagerClient secretsManager(AwsCredentialsProvider credentials) {
            return clients.as(credentials).secretsManager();
        }
    }

    @BeforeEach
    void everybodyMayAssume() {
        aws.answerTo("AssumeRole", 200, """
                <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
                <AccessKeyId>ASIAREVOKER</AccessKeyId><SecretAccessKey>canary-revoker-key-6d1e</SecretAccessKey>
                <SessionToken>canary-revoker-token-90c4</SessionToken><Expiration>2026-11-23T12:15:00Z</Expiration>
                </Credentials></AssumeRoleResult></AssumeRoleResponse>""");
    }

    @AfterEach
    void close() {
        clients.close();
        aws.close();
    }

    @Test
    void anAccountIsEnteredWithAClosedSetOfParameters() { // INV-10
        revoker.in(REPORTS);
        assertThat(aws.form(0))
                .isEqualTo(Map.of(
                        "Action", "AssumeRole",
                        "Version", "2011-06-15",
                        "RoleArn", "arn:aws:iam::444455556666:role/valet-revoker",
                        "RoleSessionName", "valet-revoke",
                        "DurationSeconds", "900",
                        "Policy",
                                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":["
                                        + "\"iam:GetRolePolicy\",\"iam:PutRolePolicy\",\"iam:DeleteRolePolicy\","
                                        + "\"sts:AssumeRole\",\"sts:SetSourceIdentity\"],"
                                        + "\"Resource\":\"arn:aws:iam::444455556666:role/valet/*\"}}"));
    }

    @Test
    void anAccountIsEnteredOnceInThirteenMinutes() {
        revoker.in(REPORTS);
        clock.turn(Duration.ofMinutes(13).minusSeconds(1));
        revoker.in(REPORTS);
        assertThat(aws.bodies()).hasSize(1);
        clock.turn(Duration.ofSeconds(1));
        revoker.in(REPORTS);
        assertThat(aws.bodies()).hasSize(2);
    }

    @Test
    void eachAccountHasARevokerOfItsOwn() {
        revoker.in(REPORTS);
        revoker.in(ELSEWHERE);
        assertThat(aws.form(1)).containsEntry("RoleArn", "arn:aws:iam::777788889999:role/valet-revoker");
        assertThat(aws.form(1).get("Policy")).contains("arn:aws:iam::777788889999:role/valet/*");
    }

    @Test
    void nothingIsHeldBeforeOrAfterASnapshot() { // INV-16
        assertThat(revoker.holdsNothing()).isTrue();
        revoker.in(REPORTS);
        assertThat(revoker.holdsNothing()).isFalse();
        revoker.forget();
        assertThat(revoker.holdsNothing()).isTrue();
    }

    @Test
    void anAccountThatLetsNobodyInIsAskedAgainTheNextTime() {
        aws.answerTo("AssumeRole", 403, refusal("AccessDenied"));
        assertThatThrownBy(() -> revoker.in(REPORTS))
                .isInstanceOf(Unavailable.class)
                .hasMessage("sts-access-denied")
                .hasNoCause();
        assertThat(revoker.holdsNothing()).isTrue();
        everybodyMayAssume();
        assertThat(revoker.in(REPORTS).until()).isEqualTo(NOON.plus(Duration.ofMinutes(13)));
        assertThat(aws.bodies()).as("T-31: once each time").hasSize(2);
    }

    @Test
    void aProbeIsASessionWithAClosedSetOfParameters() { // INV-10
        assertThat(probes.open(REPORTS, PROBE)).isPresent();
        assertThat(aws.form(1))
                .isEqualTo(Map.of(
                        "Action",
                        "AssumeRole",
                        "Version",
                        "2011-06-15",
                        "RoleArn",
                        Samples.ROLE,
                        "RoleSessionName",
                        PROBE.text(),
                        "SourceIdentity",
                        PROBE.text(),
                        "DurationSeconds",
                        "900",
                        "Policy",
                        StsProbes.POLICY));
        assertThat(StsProbes.POLICY).contains("\"Action\":\"secretsmanager:GetRandomPassword\"");
    }

    @ParameterizedTest
    @MethodSource
    void aProbeKnowsYesFromNoAndBothFromAFailure(int status, String body, Answer answer) {
        aws.answerTo("GetRandomPassword", status, body);
        assertThat(probes.open(REPORTS, PROBE).map(Probe::ask)).contains(answer);
    }

    static Stream<Arguments> aProbeKnowsYesFromNoAndBothFromAFailure() {
        return Stream.of(
                arguments(200, "{\"RandomPassword\":\"x\"}", Answer.ALLOWED),
                arguments(400, "{\"__type\":\"AccessDeniedException\"}", Answer.DENIED),
                arguments(400, "{\"__type\":\"ExpiredTokenException\"}", Answer.UNKNOWN),
                arguments(400, "{\"__type\":\"InvalidRequestException\"}", Answer.UNKNOWN),
                arguments(500, "{\"__type\":\"InternalServiceError\"}", Answer.UNKNOWN));
    }

    @Test
    void whereNoProbeCanBeOpenedNothingIsConfirmed() {
        aws.answerTo("AssumeRole", 403, refusal("AccessDenied"));
        assertThat(probes.open(REPORTS, PROBE)).isEmpty();
    }

    @Test
    void aPolicyIsReadAsItWasWritten() {
        aws.answerTo("GetRolePolicy", 200, """
                <GetRolePolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRolePolicyResult>
                <RoleName>reports</RoleName><PolicyName>ValetRevocations</PolicyName>
                <PolicyDocument>%7B%22a%22%3A%221+1%20%3D%202%20%26%20100%25%22%7D</PolicyDocument>
                </GetRolePolicyResult></GetRolePolicyResponse>""");
        assertThat(policies.read(REPORTS)).isEqualTo(Optional.of(DOCUMENT));
        assertThat(aws.form(1)).isEqualTo(onTheRole("GetRolePolicy"));
    }

    @Test
    void aPolicyIsWrittenByNameAndNothingElseIsSaid() {
        aws.answerTo("PutRolePolicy", 200, "<PutRolePolicyResponse/>");
        policies.put(REPORTS, DOCUMENT);
        var expected = onTheRole("PutRolePolicy");
        expected.put("PolicyDocument", DOCUMENT);
        assertThat(aws.form(1)).isEqualTo(expected);
    }

    @Test
    void aPolicyIsRemovedByName() {
        aws.answerTo("DeleteRolePolicy", 200, "<DeleteRolePolicyResponse/>");
        policies.remove(REPORTS);
        assertThat(aws.form(1)).isEqualTo(onTheRole("DeleteRolePolicy"));
    }

    @Test
    void whereThereIsNoPolicyThereIsNothingToReadOrToRemove() {
        aws.answer(404, refusal("NoSuchEntity"));
        assertThat(policies.read(REPORTS)).isEmpty();
        policies.remove(REPORTS);
        assertThatThrownBy(() -> policies.put(REPORTS, DOCUMENT)).isInstanceOf(Unavailable.class);
    }

    @ParameterizedTest
    @MethodSource
    void whatIamFailsAtIsACode(int status, String code, String expected) { // INV-5
        aws.answer(status, refusal(code));
        for (Runnable asked : List.<Runnable>of(
                () -> policies.read(REPORTS), () -> policies.put(REPORTS, DOCUMENT), () -> policies.remove(REPORTS))) {
            assertThatThrownBy(asked::run)
                    .isInstanceOf(Unavailable.class)
                    .hasMessage(expected)
                    .hasNoCause();
        }
    }

    static Stream<Arguments> whatIamFailsAtIsACode() {
        return Stream.of(
                arguments(403, "AccessDenied", "iam-access-denied"),
                arguments(409, "LimitExceeded", "iam-refused"),
                arguments(400, "MalformedPolicyDocument", "iam-malformed-policy"),
                arguments(403, "SomethingNew", "iam-refused"));
    }

    @Test
    void aServiceThatDoesNotAnswerIsACode() {
        revoker.in(REPORTS);
        aws.close();
        assertThatThrownBy(() -> policies.put(REPORTS, DOCUMENT))
                .isInstanceOf(Unavailable.class)
                .hasMessage("iam-unreachable");
        assertThat(probes.open(REPORTS, PROBE)).isEmpty();
    }

    private static Map<String, String> onTheRole(String action) {
        return new java.util.TreeMap<>(Map.of(
                "Action", action,
                "Version", "2010-05-08",
                "RoleName", "reports",
                "PolicyName", "ValetRevocations"));
    }

    private static String refusal(String code) {
        return "<ErrorResponse><Error><Type>Sender</Type><Code>" + code
                + "</Code><Message>text of AWS's</Message></Error></ErrorResponse>";
    }
}
