package dev.valet.aws;

import static dev.valet.aws.Samples.NOON;
import static dev.valet.aws.Samples.grant;
import static dev.valet.aws.Samples.lease;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Reason;
import dev.valet.grant.Grant;
import dev.valet.grant.GrantId;
import dev.valet.grant.SecretArn;
import dev.valet.grant.SessionPolicy;
import dev.valet.grant.Terms;
import dev.valet.identity.AgentId;
import dev.valet.identity.Environment;
import dev.valet.identity.RoleArn;
import dev.valet.lease.Credential;
import dev.valet.lease.Minting;
import dev.valet.limit.Limits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StsMinterTest {
    private static final String KEY = "canary-secret-access-key-1f0c";
    private static final String TOKEN = "canary-session-token-77ab";
    private static final String ARN = "arn:aws:secretsmanager:eu-west-1:444455556666:secret:db/reports-AbCdEf";

    private final FakeAws aws = new FakeAws();
    private final AwsClients clients = aws.clients();
    private final List<String> reported = new ArrayList<>();
    private final PolicySizes sizes = (grant, percent) -> reported.add(grant + " " + percent);
    private final SessionPolicy policies = new SessionPolicy("111122223333");
    private final KindMinter minter = new KindMinter(
            new StsMinter(clients.sts(), policies, sizes),
            new SecretsMinter(clients.sts(), clients.secretsManager(), policies, sizes));

    @AfterEach
    void close() {
        clients.close();
        aws.close();
    }

    @Test
    void assumeRoleIsTheClosedSetOfParametersAndNothingElse() { // S-1, S-5, INV-10
        aws.answer(200, session(40));
        var lease = lease(NOON);
        minter.mint(lease, grant("reporter", "reports-reader"));

        var expected = new TreeMap<String, String>();
        expected.put("Action", "AssumeRole");
        expected.put("Version", "2011-06-15");
        expected.put("RoleArn", "arn:aws:iam::444455556666:role/valet/reports");
        expected.put("ExternalId", "vx-7f3a91");
        expected.put("DurationSeconds", "900");
        expected.put("SourceIdentity", lease.id().text());
        expected.put("RoleSessionName", lease.id().text());
        expected.put(
                "Policy",
                "{\"Version\":\"2012-10-17\",\"Statement\":["
                        + "{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\"],\"Resource\":[\"arn:aws:s3:::acme-reports/sales/*\"]},"
                        + "{\"Effect\":\"Deny\",\"Action\":[\"iam:*\",\"sts:*\"],\"Resource\":\"*\"},"
                        + "{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:ResourceAccount\":\"111122223333\"}}}]}");
        tag(expected, 1, "valet:lease", lease.id().text());
        tag(expected, 2, "valet:agent", "reporter");
        tag(expected, 3, "valet:grant", "reports-reader");
        tag(expected, 4, "valet:env", "sandbox");
        assertThat(withoutEmpty(aws.form(0))).isEqualTo(expected);
    }

    private static void tag(Map<String, String> form, int at, String key, String value) {
        form.put("Tags.member." + at + ".Key", key);
        form.put("Tags.member." + at + ".Value", value);
    }

    /** The query protocol writes an empty list as a name without a value. */
    private static Map<String, String> withoutEmpty(Map<String, String> form) {
        var rest = new TreeMap<>(form);
        rest.values().removeIf(String::isEmpty);
        return rest;
    }

    @Test
    void managedPoliciesOfTheGrantGoAlong() {
        aws.answer(200, session(40));
        var terms = (Terms.Aws) grant("reporter", "reports-reader").terms();
        var managed = "arn:aws:iam::444455556666:policy/reports";
        minter.mint(
                lease(NOON),
                with(new Terms.Aws(terms.role(), terms.externalId(), terms.statements(), List.of(managed), List.of())));
        assertThat(aws.form(0))
                .containsEntry("PolicyArns.member.1.arn", managed)
                .containsKey("Policy");
    }

    @Test
    void aShorterLeaseEndsByADateInItsPolicy() { // INV-12
        aws.answer(200, session(40));
        minter.mint(lease(NOON.plusMillis(500), 60), grant("reporter", "reports-reader"));
        assertThat(aws.form(0).get("Policy"))
                .contains("{\"DateGreaterThanEquals\":{\"aws:CurrentTime\":\"2026-11-23T12:01:00Z\"}}");
        assertThat(aws.form(0)).containsEntry("DurationSeconds", "900");
    }

    @Test
    void theSessionIsHandedOnAndPrintsNoSecret() { // INV-15
        aws.answer(200, session(40));
        var minting = minter.mint(lease(NOON), grant("reporter", "reports-reader"));
        assertThat(minting).isInstanceOfSatisfying(Minting.Minted.class, minted -> {
            var session = (Credential.AwsSession) minted.credential();
            assertThat(session.accessKeyId()).isEqualTo("ASIALOCAL");
            assertThat(session.secretAccessKey().<String>use(text -> text)).isEqualTo(KEY);
            assertThat(session.sessionToken().<String>use(text -> text)).isEqualTo(TOKEN);
            assertThat(session.expiration()).isEqualTo(Instant.parse("2026-11-23T12:15:00Z"));
        });
        assertThat(minting.toString()).doesNotContain(KEY, TOKEN);
        assertThat(reported).isEmpty();
    }

    @Test
    void aNearlyFullPolicyIsReported() { // S-4
        aws.answer(200, session(80));
        minter.mint(lease(NOON), grant("reporter", "reports-reader"));
        assertThat(reported).containsExactly("reports-reader 80");
    }

    @ParameterizedTest
    @MethodSource
    void whatStsRefusesIsNeverAskedAgain(int status, String code, String cause) { // INV-10, T-09, T-31
        aws.answer(
                status,
                "<ErrorResponse><Error><Type>Sender</Type><Code>" + code + "</Code><Message>" + TOKEN
                        + "</Message></Error></ErrorResponse>");
        assertThat(minter.mint(lease(NOON), grant("reporter", "reports-reader")))
                .isEqualTo(new Minting.Failed(Reason.UPSTREAM_BUSY, cause));
        assertThat(aws.bodies()).hasSize(1);
    }

    static Stream<Arguments> whatStsRefusesIsNeverAskedAgain() {
        return Stream.of(
                arguments(400, "PackedPolicyTooLarge", "packed-policy-too-large"),
                arguments(400, "MalformedPolicyDocument", "sts-malformed-policy"),
                arguments(403, "AccessDenied", "sts-access-denied"),
                arguments(403, "RegionDisabledException", "sts-region-disabled"),
                arguments(403, "ExpiredTokenException", "sts-expired-token"),
                arguments(400, "Throttling", "sts-throttled"),
                arguments(500, "InternalFailure", "sts-failed"),
                arguments(503, "ServiceUnavailable", "sts-failed"),
                arguments(400, "SomethingNew", "sts-refused"));
    }

    @Test
    void halfAnAnswerIsNoCredential() { // INV-5
        aws.answer(200, "<AssumeRoleResponse><AssumeRoleResult/></AssumeRoleResponse>");
        assertThat(minter.mint(lease(NOON), grant("reporter", "reports-reader")))
                .isEqualTo(new Minting.Failed(Reason.UPSTREAM_BUSY, "sts-incomplete"));
    }

    @Test
    void anStsThatIsAwayIsARefusal() { // INV-5
        aws.close();
        assertThat(minter.mint(lease(NOON), grant("reporter", "reports-reader")))
                .isEqualTo(new Minting.Failed(Reason.UPSTREAM_BUSY, "sts-unreachable"));
    }

    @Test
    void aSecretsSessionMayReadThatSecretOnly() { // S-7
        aws.answer(200, session(40));
        var minting = minter.mint(lease(NOON), with(secretSession()));
        assertThat(aws.form(0).get("Policy"))
                .startsWith("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
                        + "\"secretsmanager:GetSecretValue\",\"Resource\":\"" + ARN + "\"");
        assertThat(minting).isInstanceOfSatisfying(Minting.Minted.class, minted -> {
            var session = (Credential.AwsSession) minted.credential();
            assertThat(session.secretArn()).contains(ARN);
            assertThat(session.region()).contains("eu-west-1");
        });
    }

    @Test
    void aSecretsValueIsReadByItsCurrentLabelAndItsVersionIsKept() {
        aws.answer(200, "{\"ARN\":\"" + ARN + "\",\"VersionId\":\"v-1\",\"SecretString\":\"" + KEY + "\"}");
        var minting = minter.mint(lease(NOON), with(new Terms.SecretValue(SecretArn.parse(ARN), false)));
        assertThat(aws.bodies()).containsExactly("{\"SecretId\":\"" + ARN + "\",\"VersionStage\":\"AWSCURRENT\"}");
        assertThat(minting).isInstanceOfSatisfying(Minting.Minted.class, minted -> {
            var secret = (Credential.SecretValue) minted.credential();
            assertThat(secret.versionId()).isEqualTo("v-1");
            assertThat(secret.value().<String>use(text -> text)).isEqualTo(KEY);
        });
        assertThat(minting.toString()).doesNotContain(KEY);
    }

    @ParameterizedTest
    @MethodSource
    void aSecretThatCannotBeHandedOnIsARefusal(int status, String answer, Reason reason, String cause) {
        aws.answer(status, answer);
        assertThat(minter.mint(lease(NOON), with(new Terms.SecretValue(SecretArn.parse(ARN), false))))
                .isEqualTo(new Minting.Failed(reason, cause));
    }

    static Stream<Arguments> aSecretThatCannotBeHandedOnIsARefusal() {
        var another = ARN.replace("reports", "payroll");
        return Stream.of(
                arguments(
                        200,
                        "{\"ARN\":\"" + ARN + "\",\"VersionId\":\"v-1\",\"SecretBinary\":\"AAAA\"}",
                        Reason.NOT_OFFERED,
                        "secret-is-binary"),
                arguments(
                        200,
                        "{\"ARN\":\"" + another + "\",\"VersionId\":\"v-1\",\"SecretString\":\"x\"}",
                        Reason.UPSTREAM_BUSY,
                        "secretsmanager-incomplete"),
                arguments(
                        200,
                        "{\"ARN\":\"" + ARN + "\",\"VersionId\":\"v 1\",\"SecretString\":\"x\"}",
                        Reason.UPSTREAM_BUSY,
                        "secretsmanager-incomplete"),
                arguments(
                        400,
                        "{\"__type\":\"ResourceNotFoundException\",\"message\":\"" + KEY + "\"}",
                        Reason.UPSTREAM_BUSY,
                        "secretsmanager-not-found"),
                arguments(
                        400,
                        "{\"__type\":\"AccessDeniedException\"}",
                        Reason.UPSTREAM_BUSY,
                        "secretsmanager-access-denied"));
    }

    @Test
    void aSecretOfAnotherRegionIsNotOffered() {
        var arn = SecretArn.parse(ARN.replace("eu-west-1", "us-east-1"));
        assertThat(minter.mint(lease(NOON), with(new Terms.SecretValue(arn, false))))
                .isEqualTo(new Minting.Failed(Reason.NOT_OFFERED, "secret-in-another-region"));
        assertThat(aws.bodies()).isEmpty();
    }

    @Test
    void aMinterOfTheWrongKindMintsNothing() {
        var sts = new StsMinter(clients.sts(), policies, sizes);
        assertThat(sts.mint(lease(NOON), with(secretSession()))).isInstanceOf(Minting.Failed.class);
        var secrets = new SecretsMinter(clients.sts(), clients.secretsManager(), policies, sizes);
        assertThat(secrets.mint(lease(NOON), grant("reporter", "reports-reader")))
                .isInstanceOf(Minting.Failed.class);
        assertThat(aws.bodies()).isEmpty();
    }

    private static Terms secretSession() {
        return new Terms.SecretSession(
                RoleArn.parse("arn:aws:iam::444455556666:role/valet/secrets"),
                "vx-7f3a91",
                SecretArn.parse(ARN),
                Optional.empty());
    }

    private static Grant with(Terms terms) {
        return new Grant(
                GrantId.parse("reports-reader"),
                AgentId.parse("reporter"),
                Environment.SANDBOX,
                "Reads",
                terms,
                new TreeMap<>(),
                900,
                Limits.NONE);
    }

    private static String session(int percent) {
        return "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>"
                + "<AccessKeyId>ASIALOCAL</AccessKeyId><SecretAccessKey>" + KEY + "</SecretAccessKey><SessionToken>"
                + TOKEN + "</SessionToken><Expiration>2026-11-23T12:15:00Z</Expiration></Credentials>"
                + "<PackedPolicySize>" + percent + "</PackedPolicySize></AssumeRoleResult></AssumeRoleResponse>";
    }
}
