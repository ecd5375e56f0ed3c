package dev.valet.it.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * target.yaml: a leased role is leased by Valet's issue function alone (S-9), bounded against climbing (S-6), and denied and
 * probed by the revoker.
 */
class TargetTest {
    private static final List<String> TAGS = List.of("valet:lease", "valet:agent", "valet:grant", "valet:env");

    @Test
    void aLeasedRoleKeepsTheRules() {
        assertThat(roleFaults(role())).isEmpty();
    }

    @Test
    void oneThatDoesNotIsFound() {
        assertThat(roleFaults(without("PermissionsBoundary"))).isNotEmpty();
        assertThat(roleFaults(without("Path"))).isNotEmpty();
        assertThat(roleFaults(without("Tags"))).isNotEmpty();
        assertThat(roleFaults(with("[{PolicyName: a}]", "Policies"))).isNotEmpty();
        var trust = new String[] {"AssumeRolePolicyDocument", "Statement", "0"};
        assertThat(roleFaults(with("{AWS: '*'}", trust[0], trust[1], trust[2], "Principal")))
                .isNotEmpty();
        for (var condition : List.of("StringEquals", "StringLike", "Null")) {
            assertThat(roleFaults(without(trust[0], trust[1], trust[2], "Condition", condition)))
                    .as(condition)
                    .isNotEmpty();
        }
        assertThat(roleFaults(without(trust[0], trust[1], "1", "Condition"))).isNotEmpty();
        assertThat(roleFaults(without(trust[0], trust[1], "2", "Condition"))).isNotEmpty();
    }

    private static Tree role() {
        return Template.target().at("Resources", "SampleRole", "Properties");
    }

    private static Tree with(String yaml, String... path) {
        return role().with(Optional.of(Tree.read(yaml)), List.of(path));
    }

    private static Tree without(String... path) {
        return role().with(Optional.empty(), List.of(path));
    }

    private static List<String> roleFaults(Tree role) {
        var all = Statement.of("trust", role.at("AssumeRolePolicyDocument"));
        var probes = all.stream().filter(TargetTest::isTheRevokers).toList();
        var trust = all.stream().filter(statement -> !isTheRevokers(statement)).toList();
        return Map.of(
                        "path", role.at("Path").text().equals("/valet/"),
                        "bounded", role.at("PermissionsBoundary", "Ref").text().equals("Boundary"),
                        "marked", role.at("Tags").items().contains(Tree.read("{Key: 'valet:managed', Value: 'true'}")),
                        "inline space is revocation's", !role.has("Policies"),
                        "trusts Valet alone",
                                trust.stream()
                                        .allMatch(statement -> statement
                                                .tree()
                                                .at("Principal")
                                                .equals(Tree.read("{AWS: !Ref ValetIssueRoleArn}"))),
                        "leases",
                                trust.stream()
                                        .filter(statement -> statement.actions().contains("sts:AssumeRole"))
                                        .allMatch(TargetTest::asksForEverything),
                        "marks",
                                trust.stream()
                                        .filter(statement ->
                                                !statement.actions().contains("sts:AssumeRole"))
                                        .allMatch(TargetTest::takesTheseTagsOnly),
                        "is probed", probes.size() == 1 && probes.stream().allMatch(TargetTest::asksForAProbe),
                        "no more",
                                trust.stream()
                                        .flatMap(statement -> statement.actions().stream())
                                        .sorted()
                                        .toList()
                                        .equals(List.of("sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession")))
                .entrySet()
                .stream()
                .filter(rule -> !rule.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isTheRevokers(Statement statement) {
        return statement.tree().at("Principal").equals(Tree.read("{AWS: !GetAtt Revoker.Arn}"));
    }

    /** A session of that name is nobody's lease. */
    private static boolean asksForAProbe(Statement statement) {
        return statement.actions().equals(List.of("sts:AssumeRole", "sts:SetSourceIdentity"))
                && statement
                        .condition("StringLike")
                        .at("sts:SourceIdentity")
                        .text()
                        .equals("vp-*");
    }

    @Test // T-42
    void theRevokerDeniesOnBoundedRolesAndIsNeverLeased() {
        var revoker = Template.target().at("Resources", "Revoker", "Properties");
        assertThat(revoker.has("Path")).isFalse();
        assertThat(Statement.of("trust", revoker.at("AssumeRolePolicyDocument")))
                .singleElement()
                .satisfies(trust -> assertThat(trust.tree().at("Principal"))
                        .isEqualTo(Tree.read("{AWS: !Ref ValetRevokeRoleArn}")));
        var may = Statement.of("revoke", revoker.at("Policies", "0", "PolicyDocument"));
        assertThat(may)
                .allSatisfy(statement -> assertThat(statement.resources())
                        .containsExactly("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/valet/*"));
        assertThat(may.stream().filter(statement -> statement.actions().contains("iam:PutRolePolicy")))
                .singleElement()
                .satisfies(statement -> assertThat(
                                statement.condition("StringEquals").at("iam:PermissionsBoundary"))
                        .isEqualTo(Tree.read("!Ref Boundary")));
        assertThat(may.stream().filter(statement -> statement.actions().contains("sts:AssumeRole")))
                .singleElement()
                .matches(TargetTest::asksForAProbe);
    }

    private static boolean asksForEverything(Statement statement) {
        var like = statement.condition("StringLike");
        return statement.condition("StringEquals").has("sts:ExternalId")
                && List.of("sts:SourceIdentity", "sts:RoleSessionName", "aws:RequestTag/valet:lease").stream()
                        .allMatch(key -> like.at(key).text().equals("vl-*"))
                && TAGS.stream()
                        .allMatch(tag -> statement
                                .condition("Null")
                                .at("aws:RequestTag/" + tag)
                                .text()
                                .equals("false"));
    }

    private static boolean takesTheseTagsOnly(Statement statement) {
        var keys = statement.condition("ForAllValues:StringEquals");
        return keys.at("aws:TagKeys").texts().equals(TAGS);
    }

    @Test
    void theBoundaryDeniesClimbingAndAllOfValetsAccount() { // S-6
        var denied =
                Statement.of("Boundary", Template.target().at("Resources", "Boundary", "Properties", "PolicyDocument"))
                        .stream()
                        .filter(statement -> !statement.allows())
                        .toList();
        assertThat(denied).anySatisfy(statement -> {
            assertThat(statement.actions()).containsExactlyInAnyOrder("iam:*", "sts:*");
            assertThat(statement.resources()).containsExactly("*");
            assertThat(statement.tree().has("Condition")).isFalse();
        });
        assertThat(denied).anySatisfy(statement -> {
            assertThat(statement.actions()).containsExactly("*");
            assertThat(statement.condition("StringEquals").at("aws:ResourceAccount"))
                    .isEqualTo(Tree.read("!Ref ValetAccount"));
        });
        assertThat(denied)
                .anySatisfy(statement -> assertThat(statement.resources())
                        .contains(
                                "arn:${AWS::Partition}:execute-api:*:${ValetAccount}:*",
                                "arn:${AWS::Partition}:secretsmanager:*:${ValetAccount}:*",
                                "arn:${AWS::Partition}:kms:*:${ValetAccount}:*"));
    }

    @Test
    void whatARoleMayDoIsInItsManagedPolicies() {
        assertThat(Statement.of(
                        "sample",
                        Template.target().at("Resources", "SamplePermissions", "Properties", "PolicyDocument")))
                .filteredOn(statement -> !statement.actions().equals(List.of("secretsmanager:GetRandomPassword")))
                .hasSize(1)
                .allSatisfy(statement -> assertThat(statement.resources()).noneMatch(arn -> arn.equals("*")));
        assertThat(role().at("ManagedPolicyArns").items()).hasSize(1);
    }
}
