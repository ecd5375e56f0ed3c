package dev.valet.local.aws;

import static dev.valet.local.aws.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.s3.S3Client;

class IamTest {
    private final World world = new World();
    private final IamClient iam = world.client(IamClient.builder(), world.administrator(World.TARGET));

    @AfterEach
    void close() {
        iam.close();
        world.close();
    }

    @Test
    void aDenyPutThroughIamKillsALiveSession() {
        try (S3Client s3 = world.s3(world.lease("vl-1", World.EU_ONLY))) {
            s3.getObjectAsBytes(b -> b.bucket("orders").key("eu/1.json"));
            iam.putRolePolicy(b ->
                    b.roleName("orders-read").policyName("ValetRevocations").policyDocument("""
                            {"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*",
                             "Condition":{"StringLike":{"aws:userid":"*:vl-1"}}}}"""));
            refused(
                    "AccessDenied",
                    () -> s3.getObjectAsBytes(b -> b.bucket("orders").key("eu/1.json")));
            iam.deleteRolePolicy(b -> b.roleName("orders-read").policyName("ValetRevocations"));
            s3.getObjectAsBytes(b -> b.bucket("orders").key("eu/1.json"));
        }
    }

    @Test
    void aBoundaryBounds() {
        String arn = iam.createPolicy(b -> b.policyName("bound").policyDocument(World.EU_ONLY))
                .policy()
                .arn();
        try (S3Client s3 = world.s3(world.lease("vl-1", World.EVERYTHING))) {
            s3.getObjectAsBytes(b -> b.bucket("orders").key("us/2.json"));
            iam.putRolePermissionsBoundary(b -> b.roleName("orders-read").permissionsBoundary(arn));
            refused(
                    "AccessDenied",
                    () -> s3.getObjectAsBytes(b -> b.bucket("orders").key("us/2.json")));
        }
        assertThat(iam.getRole(b -> b.roleName("orders-read"))
                        .role()
                        .permissionsBoundary()
                        .permissionsBoundaryArn())
                .isEqualTo(arn);
    }

    @Test
    void aRoleIsSetUpAndTakenDown() {
        var role = iam.createRole(b -> b.roleName("fresh")
                        .path("/valet/")
                        .assumeRolePolicyDocument(World.TRUST)
                        .tags(tag("a", "b")))
                .role();
        assertThat(role.arn()).isEqualTo("arn:aws:iam::444455556666:role/valet/fresh");
        assertThat(role.roleId()).matches("AROA[A-Z2-7]{17}");
        refused(
                "EntityAlreadyExists",
                () -> iam.createRole(b -> b.roleName("fresh").assumeRolePolicyDocument(World.TRUST)));
        String arn = iam.createPolicy(b -> b.policyName("eu").policyDocument(World.EU_ONLY))
                .policy()
                .arn();
        iam.attachRolePolicy(b -> b.roleName("fresh").policyArn(arn));
        iam.tagRole(b -> b.roleName("fresh").tags(tag("A", "c")));
        assertThat(iam.getRole(b -> b.roleName("fresh")).role().tags())
                .singleElement()
                .satisfies(tag -> assertThat(tag.value()).isEqualTo("c"));
        refused("DeleteConflict", () -> iam.deleteRole(b -> b.roleName("fresh")));
        iam.detachRolePolicy(b -> b.roleName("fresh").policyArn(arn));
        iam.deleteRole(b -> b.roleName("fresh"));
        refused("NoSuchEntity", () -> iam.getRole(b -> b.roleName("fresh")));
    }

    @Test
    void documentsComeBackAsTheyWentIn() {
        iam.putRolePolicy(b -> b.roleName("orders-read").policyName("eu").policyDocument(World.EU_ONLY));
        String encoded = iam.getRolePolicy(b -> b.roleName("orders-read").policyName("eu"))
                .policyDocument();
        assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8)).isEqualTo(World.EU_ONLY);
        assertThat(iam.listRolePolicies(b -> b.roleName("orders-read")).policyNames())
                .containsExactly("eu", "read");
    }

    @Test
    void whatCannotBeEvaluatedIsNotStored() {
        String message = refused(
                "MalformedPolicyDocument",
                () -> iam.putRolePolicy(
                        b -> b.roleName("orders-read").policyName("x").policyDocument("""
                        {"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*",
                         "Condition":{"StringEquals":{"aws:PrincipalOrgPaths":"o-1"}}}}""")));
        assertThat(message).isEqualTo("the local endpoint does not evaluate the condition key aws:PrincipalOrgPaths");
        refused(
                "MalformedPolicyDocument",
                () -> iam.createRole(
                        b -> b.roleName("y").assumeRolePolicyDocument(World.TRUST.replace("valet-issue", "nobody"))));
    }

    @Test
    void inlinePoliciesHaveTheirLimit() {
        String big =
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":[\"*\""
                        + ",\"arn:aws:s3:::x\"".repeat(700) + "]}}";
        refused(
                "LimitExceeded",
                () -> iam.putRolePolicy(
                        b -> b.roleName("orders-read").policyName("big").policyDocument(big)));
    }

    @Test
    void aRevokerMayPutPoliciesOnlyWhereTheBoundaryIs() {
        String bound = world.aws.account(World.TARGET).policy("bound", World.EU_ONLY);
        String revoker = world.aws
                .account(World.TARGET)
                .put(RoleDraft.named("revoker", """
                        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole",
                         "Principal":{"Service":"lambda.amazonaws.com"}}}""").allowing("revoke", """
                        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:PutRolePolicy",
                         "Resource":"arn:aws:iam::444455556666:role/valet/*",
                         "Condition":{"StringEquals":{"iam:PermissionsBoundary":"%s"}}}}""".formatted(bound)));
        try (var client = world.client(IamClient.builder(), World.key(world.aws.sessionFor(revoker, "revoke-1")))) {
            refused(
                    "AccessDenied",
                    () -> client.putRolePolicy(
                            b -> b.roleName("orders-read").policyName("p").policyDocument(World.EU_ONLY)));
            iam.putRolePermissionsBoundary(b -> b.roleName("orders-read").permissionsBoundary(bound));
            client.putRolePolicy(b -> b.roleName("orders-read").policyName("p").policyDocument(World.EU_ONLY));
        }
    }

    @Test
    void anUnknownCallIsRefusedByName() {
        assertThat(refused("NotImplemented", iam::listRoles)).isEqualTo("the local endpoint has no iam:ListRoles");
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
