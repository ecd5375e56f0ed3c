package dev.valet.local.aws;

import static dev.valet.local.aws.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.local.aws.wire.Blob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/** Roles of one account, where a trust policy that names somebody is enough by itself. */
class SameAccountTest {
    private static final String RUNTIME = """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole",
             "Principal":{"Service":"lambda.amazonaws.com"}}}""";

    private final World world = new World();
    private final Account account = world.aws.account(World.TARGET);
    private final String first = account.put(RoleDraft.named("first", RUNTIME));

    @BeforeEach
    void aSecondRoleThatNamesTheFirst() {
        account.put(RoleDraft.named("second", trusting(first))
                .tagged("Team", "role")
                .allowing("own", """
                        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject",
                         "Resource":"arn:aws:s3:::orders/${aws:PrincipalTag/team}/*"}}"""));
        world.aws.object(World.TARGET, "orders", "role/1", Blob.of("by role tag"));
        world.aws.object(World.TARGET, "orders", "session/1", Blob.of("by session tag"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whomTheTrustPolicyNamesNeedsNoPolicyOfItsOwn() {
        assume(World.key(first()), ask().build());
    }

    @Test
    void whomItKnowsByAccountAloneNeedsOne() {
        account.put(RoleDraft.named("second", trusting("arn:aws:iam::444455556666:root")));
        try (StsClient sts = world.sts(World.key(first()))) {
            refused("AccessDenied", () -> sts.assumeRole(ask().build()));
        }
        account.put(RoleDraft.named("first", RUNTIME).allowing("all", World.EVERYTHING));
        assume(World.key(first()), ask().build());
    }

    @Test
    void aBoundaryHoldsEvenWhomTheTrustPolicyNames() {
        String bound = account.policy("bound", World.EU_ONLY.replace("sts:*", "iam:*"));
        account.put(RoleDraft.named("first", RUNTIME).boundedBy(bound));
        try (StsClient sts = world.sts(World.key(first()))) {
            refused("AccessDenied", () -> sts.assumeRole(ask().build()));
        }
    }

    @Test
    void anOwnDenyHoldsEvenWhomTheTrustPolicyNames() {
        account.put(RoleDraft.named("first", RUNTIME).allowing("deny", World.EU_ONLY));
        try (StsClient sts = world.sts(World.key(first()))) {
            refused("AccessDenied", () -> sts.assumeRole(ask().build()));
        }
    }

    @Test
    void aSessionTagOverridesTheRolesOwnInAnyCase() {
        try (S3Client plain = world.s3(assume(World.key(first()), ask().build()));
                S3Client tagged = world.s3(assume(
                        World.key(first()),
                        ask().tags(World.tag("TEAM", "session")).build()))) {
            assertThat(read(plain, "role/1")).isEqualTo("by role tag");
            refused("AccessDenied", () -> read(plain, "session/1"));
            assertThat(read(tagged, "session/1")).isEqualTo("by session tag");
            refused("AccessDenied", () -> read(tagged, "role/1"));
        }
    }

    @Test
    void aSourceIdentityStaysThroughEveryHop() {
        account.put(RoleDraft.named("third", trusting("arn:aws:iam::444455556666:role/second"))
                .allowing("all", World.EVERYTHING));
        AwsCredentials hop =
                assume(World.key(first()), ask().sourceIdentity("vl-1").build());
        var next = ask().roleArn("arn:aws:iam::444455556666:role/third");
        try (StsClient sts = world.sts(hop)) {
            assertThat(sts.assumeRole(next.build()).sourceIdentity()).isEqualTo("vl-1");
            refused(
                    "AccessDenied",
                    () -> sts.assumeRole(next.sourceIdentity("vl-2").build()));
        }
    }

    private Credentials first() {
        return world.aws.sessionFor(first, "first-1");
    }

    private AwsCredentials assume(AwsCredentials as, AssumeRoleRequest ask) {
        try (StsClient sts = world.sts(as)) {
            var minted = sts.assumeRole(ask).credentials();
            return AwsSessionCredentials.create(minted.accessKeyId(), minted.secretAccessKey(), minted.sessionToken());
        }
    }

    private static AssumeRoleRequest.Builder ask() {
        return AssumeRoleRequest.builder()
                .roleArn("arn:aws:iam::444455556666:role/second")
                .roleSessionName("second-1");
    }

    private static String trusting(String principal) {
        return """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:*","Principal":{"AWS":"%s"}}}""".formatted(principal);
    }

    private static String read(S3Client s3, String key) {
        return s3.getObjectAsBytes(b -> b.bucket("orders").key(key)).asUtf8String();
    }
}
