package dev.valet.local.aws;

import static dev.valet.local.aws.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.local.aws.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.Tag;

class AssumeRoleTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void tagAndSourceIdentityArrive() {
        world.aws.tokenIssuer(World.TARGET);
        try (StsClient sts = world.sts(world.lease("vl-1", World.EVERYTHING))) {
            assertThat(sts.getCallerIdentity().arn())
                    .isEqualTo("arn:aws:sts::444455556666:assumed-role/orders-read/vl-1");
            String token = sts.getWebIdentityToken(b -> b.audience("https://valet.example.com")
                            .signingAlgorithm("ES384")
                            .durationSeconds(60))
                    .webIdentityToken();
            String payload = new String(
                    Base64.getUrlDecoder().decode(token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'))),
                    StandardCharsets.UTF_8);
            assertThat(Json.object(Json.read(payload).getOrDefault("https://sts.amazonaws.com/", ""), "about"))
                    .containsEntry("source_identity", "vl-1")
                    .containsEntry(
                            "principal_tags",
                            Map.of("Team", "orders", "valet:lease", "vl-1", "valet:agent", "billing"));
        }
    }

    @Test
    void theReplySaysWhatWasMinted() {
        try (StsClient sts = world.valet()) {
            var reply = sts.assumeRole(World.ask("vl-1", World.EU_ONLY).build());
            assertThat(reply.sourceIdentity()).isEqualTo("vl-1");
            assertThat(reply.packedPolicySize()).isBetween(1, 100);
            assertThat(reply.assumedRoleUser().assumedRoleId()).matches("AROA[A-Z2-7]{17}:vl-1");
            assertThat(reply.credentials().expiration())
                    .isBetween(
                            world.clock.instant().plusSeconds(890),
                            world.clock.instant().plusSeconds(901));
        }
    }

    @ParameterizedTest
    @MethodSource
    void aRequestOutOfBoundsIsRefused(String code, Consumer<AssumeRoleRequest.Builder> change) {
        try (StsClient sts = world.valet()) {
            var ask = World.ask("vl-1", World.EU_ONLY);
            change.accept(ask);
            refused(code, () -> sts.assumeRole(ask.build()));
        }
    }

    static Stream<Arguments> aRequestOutOfBoundsIsRefused() {
        return Stream.of(
                row("AccessDenied", ask -> ask.externalId("vx-wrong")),
                row("AccessDenied", ask -> ask.externalId(null)),
                row("AccessDenied", ask -> ask.roleArn("arn:aws:iam::444455556666:role/valet/none")),
                row("AccessDenied", ask -> ask.roleArn("arn:aws:iam::444455556666:role/orders-read")),
                row("AccessDenied", ask -> ask.sourceIdentity("other-1")),
                row("AccessDenied", ask -> ask.roleSessionName("other-1")),
                row("AccessDenied", ask -> ask.tags(World.tag("valet:agent", "billing"))),
                row("AccessDenied", ask -> ask.tags(World.tag("valet:lease", "a"), World.tag("Admin", "yes"))),
                row("InvalidInput", ask -> ask.tags(World.tag("valet:lease", "a"), World.tag("Valet:Lease", "b"))),
                row("ValidationError", ask -> ask.durationSeconds(899)),
                row("ValidationError", ask -> ask.durationSeconds(3601)),
                row("ValidationError", ask -> ask.roleSessionName("a b")),
                row("ValidationError", ask -> ask.externalId("a b")),
                row("ValidationError", ask -> ask.policy(World.EU_ONLY + " ".repeat(2048))),
                row("ValidationError", ask -> ask.policy(World.EU_ONLY.replace("orders", "\u20ac"))),
                row("ValidationError", ask -> ask.tags(tags(51, 1))),
                row("ValidationError", ask -> ask.tags(World.tag("valet:lease", "x".repeat(257)))),
                row("MalformedPolicyDocument", ask -> ask.policy("{}")),
                row("MalformedPolicyDocument", ask -> ask.policy(World.EU_ONLY.replace("\"Action\"", "\"Actions\""))),
                row("MalformedPolicyDocument", ask -> ask.policyArns(arn("arn:aws:iam::111122223333:policy/foreign"))),
                row(
                        "NotImplemented",
                        ask -> ask.serialNumber("arn:aws:iam::1:mfa/x").tokenCode("123456")));
    }

    @Test
    void tooManyTagsDoNotPack() {
        world.aws
                .account(World.TARGET)
                .change(
                        "orders-read",
                        role -> role.withTrust(world.aws.account(World.TARGET).trust("""
                        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:*",
                         "Principal":{"AWS":"111122223333"}}}""")));
        try (StsClient sts = world.valet()) {
            refused(
                    "PackedPolicyTooLarge",
                    () -> sts.assumeRole(
                            World.ask("vl-1", World.EU_ONLY).tags(tags(50, 200)).build()));
        }
    }

    @Test
    void chainedSessionsEndAfterAnHour() {
        world.aws.account(World.VALET).put(RoleDraft.named("long", """
                        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole",
                         "Principal":{"AWS":"arn:aws:iam::111122223333:root"}}}""").lastingUpTo(43_200));
        AssumeRoleRequest ask = AssumeRoleRequest.builder()
                .roleArn("arn:aws:iam::111122223333:role/long")
                .roleSessionName("long")
                .durationSeconds(43_200)
                .build();
        try (StsClient administrator = world.sts(world.administrator(World.VALET))) {
            var first = administrator.assumeRole(ask).credentials();
            world.aws
                    .account(World.VALET)
                    .change("long", role -> role.withInline("all", Policies.identity(World.EVERYTHING)));
            try (StsClient session = world.sts(
                    AwsSessionCredentials.create(first.accessKeyId(), first.secretAccessKey(), first.sessionToken()))) {
                refused("ValidationError", () -> session.assumeRole(ask));
            }
        }
    }

    @Test
    void acrossAccountsBothSidesMustAgree() {
        world.aws.account(World.VALET).change("valet-issue", role -> role.withoutInline("assume"));
        try (StsClient sts = world.valet()) {
            refused(
                    "AccessDenied",
                    () -> sts.assumeRole(World.ask("vl-1", World.EU_ONLY).build()));
        }
    }

    @Test
    void tagsNeedConsentOfTheirOwn() {
        world.aws.account(World.VALET).change("valet-issue", role -> role.withInline("assume", Policies.identity("""
                        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Resource":"*",
                         "Action":["sts:AssumeRole","sts:SetSourceIdentity"]}}""")));
        try (StsClient sts = world.valet()) {
            refused(
                    "AccessDenied",
                    () -> sts.assumeRole(World.ask("vl-1", World.EU_ONLY).build()));
        }
    }

    @Test
    void aRoleMadeAnewUnderTheSameNameIsSomebodyElse() {
        world.aws
                .account(World.VALET)
                .put(RoleDraft.named("valet-issue", """
                        {"Version":"2012-10-17","Statement":{"Effect":"Allow",
                         "Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}""")
                        .id("AROASOMEBODYELSE00001")
                        .allowing("all", World.EVERYTHING));
        try (StsClient sts = world.valet()) {
            refused(
                    "AccessDenied",
                    () -> sts.assumeRole(World.ask("vl-1", World.EU_ONLY).build()));
        }
    }

    @Test
    void managedSessionPoliciesNarrowToo() {
        String arn = world.aws.account(World.TARGET).policy("eu", World.EU_ONLY);
        try (StsClient sts = world.valet()) {
            var minted = sts.assumeRole(World.ask("vl-1", World.EU_ONLY)
                            .policy(null)
                            .policyArns(arn(arn))
                            .build())
                    .credentials();
            try (var s3 = world.s3(AwsSessionCredentials.create(
                    minted.accessKeyId(), minted.secretAccessKey(), minted.sessionToken()))) {
                s3.getObjectAsBytes(b -> b.bucket("orders").key("eu/1.json"));
                refused(
                        "AccessDenied",
                        () -> s3.getObjectAsBytes(b -> b.bucket("orders").key("us/2.json")));
            }
        }
    }

    @Test
    void aSessionThatDeniesStsCannotGoOnAndGetCallerIdentityCannotBeDenied() {
        try (StsClient sts = world.sts(world.lease("vl-1", World.EU_ONLY))) {
            refused(
                    "AccessDenied",
                    () -> sts.assumeRole(World.ask("vl-1", World.EU_ONLY).build()));
            refused(
                    "AccessDenied",
                    () -> sts.getWebIdentityToken(b -> b.audience("a").signingAlgorithm("RS256")));
            assertThat(sts.getCallerIdentity().account()).isEqualTo(World.TARGET);
        }
    }

    @Test
    void anUnknownCallIsRefusedByName() {
        try (StsClient sts = world.valet()) {
            assertThat(refused("NotImplemented", () -> sts.decodeAuthorizationMessage(b -> b.encodedMessage("x"))))
                    .isEqualTo("the local endpoint has no sts:DecodeAuthorizationMessage");
        }
    }

    private static PolicyDescriptorType arn(String arn) {
        return PolicyDescriptorType.builder().arn(arn).build();
    }

    private static List<Tag> tags(int count, int length) {
        var random = new Random(7);
        return IntStream.range(0, count)
                .mapToObj(i -> World.tag(
                        "k" + i,
                        random.ints(length, 'a', 'z' + 1)
                                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                                .toString()))
                .toList();
    }

    private static Arguments row(String code, Consumer<AssumeRoleRequest.Builder> change) {
        return arguments(code, change);
    }
}
