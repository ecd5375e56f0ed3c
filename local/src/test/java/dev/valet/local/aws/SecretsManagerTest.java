package dev.valet.local.aws;

import static dev.valet.local.aws.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

class SecretsManagerTest {
    private static final String FIRST = "11111111-1111-4111-8111-111111111111";
    private static final String SECOND = "22222222-2222-4222-8222-222222222222";

    private final World world = new World();
    private final SecretsManagerClient administrator =
            world.client(SecretsManagerClient.builder(), world.administrator(World.TARGET));

    @AfterEach
    void close() {
        administrator.close();
        world.close();
    }

    @Test
    void oneSecretAndOneStageAreLeased() {
        String arn = world.aws.secret(World.TARGET, "app/db", "canary-4711");
        world.aws.secret(World.TARGET, "app/other", "canary-4712");
        String policy = """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"secretsmanager:GetSecretValue",
                 "Resource":"%s","Condition":{"StringEquals":{"secretsmanager:VersionStage":"AWSCURRENT"}}}}""".formatted(arn);
        try (var agent = world.client(SecretsManagerClient.builder(), world.lease("vl-1", policy))) {
            assertThat(agent.getSecretValue(b -> b.secretId("app/db").versionStage("AWSCURRENT"))
                            .secretString())
                    .isEqualTo("canary-4711");
            assertThat(agent.getSecretValue(b -> b.secretId(arn).versionStage("AWSCURRENT"))
                            .secretString())
                    .isEqualTo("canary-4711");
            refused(
                    "AccessDeniedException",
                    () -> agent.getSecretValue(b -> b.secretId(arn).versionStage("AWSPREVIOUS")));
            refused(
                    "AccessDeniedException",
                    () -> agent.getSecretValue(b -> b.secretId("app/other").versionStage("AWSCURRENT")));
            refused("AccessDeniedException", () -> agent.getSecretValue(b -> b.secretId("no/such")));
            refused("AccessDeniedException", () -> agent.describeSecret(b -> b.secretId(arn)));
        }
    }

    @Test
    void labelsMoveAsOneValueFollowsAnother() {
        administrator.createSecret(b -> b.name("s").secretString("one").clientRequestToken(FIRST));
        administrator.putSecretValue(b ->
                b.secretId("s").secretString("two").clientRequestToken(SECOND).versionStages("AWSPENDING"));
        assertThat(value("AWSCURRENT")).isEqualTo("one");
        assertThat(value("AWSPENDING")).isEqualTo("two");
        refused(
                "InvalidParameterException",
                () -> administrator.updateSecretVersionStage(
                        b -> b.secretId("s").versionStage("AWSCURRENT").moveToVersionId(SECOND)));
        administrator.updateSecretVersionStage(b -> b.secretId("s")
                .versionStage("AWSCURRENT")
                .moveToVersionId(SECOND)
                .removeFromVersionId(FIRST));
        assertThat(value("AWSCURRENT")).isEqualTo("two");
        assertThat(value("AWSPREVIOUS")).isEqualTo("one");
        assertThat(administrator
                        .describeSecret(b -> b.secretId("s"))
                        .versionIdsToStages()
                        .get(SECOND))
                .containsExactlyInAnyOrder("AWSCURRENT", "AWSPENDING");
    }

    @Test
    void oneTokenIsOneValue() {
        administrator.createSecret(b -> b.name("s").secretString("one").clientRequestToken(FIRST));
        administrator.putSecretValue(b -> b.secretId("s").secretString("one").clientRequestToken(FIRST));
        refused(
                "ResourceExistsException",
                () -> administrator.putSecretValue(
                        b -> b.secretId("s").secretString("two").clientRequestToken(FIRST)));
        refused(
                "ResourceExistsException",
                () -> administrator.createSecret(b -> b.name("s").secretString("x")));
    }

    @Test
    void bytesComeBackAsBytes() {
        administrator.createSecret(b -> b.name("s").secretBinary(SdkBytes.fromByteArray(new byte[] {0, 1, -1})));
        assertThat(administrator
                        .getSecretValue(b -> b.secretId("s"))
                        .secretBinary()
                        .asByteArray())
                .containsExactly(0, 1, -1);
    }

    @Test
    void aSecretIsRotatedAsItIsSetUpAndEachTokenOnce() {
        String arn = world.aws.secret(World.TARGET, "s", "one");
        assertThat(administrator.describeSecret(b -> b.secretId(arn)).rotationEnabled())
                .isNull();
        refused("InvalidRequestException", () -> administrator.rotateSecret(b -> b.secretId(arn)));
        assertThat(value("AWSCURRENT")).isEqualTo("one");

        world.aws.rotating(arn, () -> "made up");
        assertThat(administrator
                        .rotateSecret(b -> b.secretId(arn).clientRequestToken(FIRST))
                        .versionId())
                .isEqualTo(FIRST);
        var seen = administrator.describeSecret(b -> b.secretId(arn));
        assertThat(seen.rotationEnabled()).isTrue();
        assertThat(seen.lastRotatedDate()).isNotNull();
        assertThat(seen.versionIdsToStages().get(FIRST)).containsExactly("AWSCURRENT");
        assertThat(value("AWSCURRENT")).isEqualTo("made up");
        assertThat(value("AWSPREVIOUS")).isEqualTo("one");

        world.aws.rotating(arn, () -> "another");
        administrator.rotateSecret(b -> b.secretId(arn).clientRequestToken(FIRST));
        assertThat(value("AWSCURRENT")).isEqualTo("made up");
    }

    @Test
    void oneRotationAtATime() {
        String arn = world.aws.secret(World.TARGET, "s", "one");
        world.aws.rotating(arn, () -> "made up");
        administrator.putSecretValue(b ->
                b.secretId(arn).secretString("two").clientRequestToken(SECOND).versionStages("AWSPENDING"));
        refused("InvalidRequestException", () -> administrator.rotateSecret(b -> b.secretId(arn)));
        assertThat(value("AWSCURRENT")).isEqualTo("one");
    }

    /** The conditions of template.yaml: who may start a rotation may not say whose it is, or when. */
    @Test
    void whoMayRotateMayNotSayHow() {
        String arn = world.aws.secret(World.TARGET, "s", "one");
        world.aws.rotating(arn, () -> "made up");
        String policy = """
                {"Version":"2012-10-17","Statement":[
                 {"Effect":"Allow","Action":"secretsmanager:RotateSecret","Resource":"%s","Condition":{
                  "Null":{"secretsmanager:RotationLambdaARN":"true"},
                  "BoolIfExists":{"secretsmanager:ModifyRotationRules":"false"}}}]}""".formatted(arn);
        try (var revoker = world.client(SecretsManagerClient.builder(), world.lease("vl-1", policy))) {
            refused(
                    "AccessDeniedException",
                    () -> revoker.rotateSecret(b ->
                            b.secretId(arn).rotationLambdaARN("arn:aws:lambda:eu-west-1:444455556666:function:mine")));
            refused(
                    "AccessDeniedException",
                    () -> revoker.rotateSecret(b -> b.secretId(arn).rotationRules(r -> r.automaticallyAfterDays(1L))));
            refused("AccessDeniedException", () -> revoker.getSecretValue(b -> b.secretId(arn)));
            revoker.rotateSecret(b -> b.secretId(arn));
        }
        assertThat(value("AWSCURRENT")).isEqualTo("made up");
    }

    @Test
    void aDeletedSecretIsNotRead() {
        administrator.createSecret(b -> b.name("s").secretString("one"));
        administrator.deleteSecret(b -> b.secretId("s"));
        refused("InvalidRequestException", () -> administrator.getSecretValue(b -> b.secretId("s")));
        administrator.deleteSecret(b -> b.secretId("s").forceDeleteWithoutRecovery(true));
        refused("ResourceNotFoundException", () -> administrator.getSecretValue(b -> b.secretId("s")));
    }

    @Test
    void anotherAccountsSecretIsOutOfReach() {
        String arn = world.aws.secret(World.VALET, "valet/own", "canary-4713");
        refused("AccessDeniedException", () -> administrator.getSecretValue(b -> b.secretId(arn)));
    }

    @Test
    void anUnknownCallIsRefusedByName() {
        assertThat(refused("NotImplemented", administrator::listSecrets))
                .isEqualTo("the local endpoint has no secretsmanager:ListSecrets");
    }

    private String value(String stage) {
        return administrator
                .getSecretValue(b -> b.secretId("s").versionStage(stage))
                .secretString();
    }
}
