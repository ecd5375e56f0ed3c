package dev.valet.it.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.it.template.Template.Form;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each function's role does what its function does, on named things, and no more. */
class RoleTest {
    private static final Set<String> GUARDED = Set.of("sts", "secretsmanager", "kms", "iam", "events");
    /** What Lambda asks of the role of a function in a network; on everything, or it refuses the role. */
    private static final Set<String> INTERFACES = Set.of(
            "ec2:CreateNetworkInterface",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSubnets",
            "ec2:DeleteNetworkInterface",
            "ec2:AssignPrivateIpAddresses",
            "ec2:UnassignPrivateIpAddresses");

    private static final String SECRETS_OF_ACTIONS =
            "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:valet/actions/*";
    private static final String[] ISSUE = {
        "Resources", "IssueRole", "Properties", "Policies", "0", "PolicyDocument", "Statement"
    };

    @ParameterizedTest
    @EnumSource
    void nothingIsAllowedOnEverything(Form form) {
        assertThat(wide(form.read())).isEmpty();
    }

    @Test
    void aStarIsFound() {
        assertThat(wide(issue("{Sid: A, Effect: Allow, Action: 'sts:*', Resource: arn:aws:iam::1:role/valet/x}")))
                .contains("IssueRole/A");
        assertThat(wide(issue("{Sid: A, Effect: Allow, Action: kms:Decrypt, Resource: '*'}")))
                .contains("IssueRole/A");
        assertThat(
                        wide(
                                issue(
                                        "{Sid: A, Effect: Allow, Action: secretsmanager:GetSecretValue, Resource: 'arn:aws:secretsmanager:*:*:secret:*'}")))
                .contains("IssueRole/A");
        assertThat(wide(issue(
                        "{Sid: A, Effect: Allow, Action: sts:AssumeRole, Resource: 'arn:aws:iam::*:role/valet/*'}")))
                .contains("IssueRole/A");
        assertThat(
                        wide(
                                issue(
                                        "{Sid: A, Effect: Allow, Action: sts:AssumeRole, Resource: 'arn:aws:iam::444455556666:role/*'}")))
                .contains("IssueRole/A");
        assertThat(wide(issue("{Sid: A, Effect: Allow, Action: '*', Resource: 'x'}")))
                .contains("IssueRole/A");
        assertThat(wide(issue("{Sid: A, Effect: Allow, NotAction: 'iam:*', Resource: 'x'}")))
                .contains("IssueRole/A");
    }

    /** The template with this as the first statement of the issue role. */
    private static Template issue(String statement) {
        return Template.written()
                .with(statement, Stream.concat(Stream.of(ISSUE), Stream.of("0")).toArray(String[]::new));
    }

    private static List<String> wide(Template template) {
        return Statement.ofIdentities(template).stream()
                .filter(Statement::allows)
                .filter(RoleTest::isWide)
                .map(Statement::where)
                .distinct()
                .toList();
    }

    private static boolean isWide(Statement statement) {
        if (statement.speaksOf("xray")) {
            return !statement.actions().stream().allMatch(action -> action.startsWith("xray:Put"));
        }
        if (statement.speaksOf("ec2")) {
            return !INTERFACES.containsAll(statement.actions());
        }
        boolean anyAction =
                statement.actions().isEmpty() || statement.actions().stream().anyMatch(action -> action.contains("*"));
        boolean anyResource = statement.resources().isEmpty()
                || statement.resources().stream().anyMatch(arn -> arn.equals("*"));
        boolean guarded = GUARDED.stream().anyMatch(statement::speaksOf);
        return anyAction
                || anyResource
                || guarded && !statement.resources().stream().allMatch(RoleTest::isNamed);
    }

    /** A thing of the template, a parameter, or an ARN whose only {@code *} ends it, after a path. */
    private static boolean isNamed(String arn) {
        if (arn.contains("Fn::Split")) {
            return (arn.contains(":role/valet/*,arn:aws:iam::") || arn.contains(":role/valet-revoker,arn:aws:iam::"))
                    && arn.contains("Ref=Tree[value=TargetAccounts]");
        }
        return arn.startsWith("{")
                || arn.indexOf('*') < 0
                || arn.endsWith(":secret:${LeasableSecretsPath}*")
                || arn.endsWith(":secret:${ActionSecretsPath}*");
    }

    @ParameterizedTest
    @EnumSource
    void onlyIssueLeasesAndReadsWhatIsLeased(Form form) {
        var template = form.read();
        assertThat(rolesOf(template, "secretsmanager")).containsExactly("ActRole", "IssueRole", "RevokeRole");
        assertThat(readersOf(template, "LeasableSecretsPath"))
                .containsExactly("IssueRole/ReadLeasableSecrets", "Boundary/LeasableSecrets");
        assertThat(rolesOf(template, "sts")).containsExactly("IssueRole", "RevokeRole");
        assertThat(statements(template, "RevokeRole").filter(statement -> statement.speaksOf("sts")))
                .singleElement()
                .satisfies(entering -> {
                    assertThat(entering.actions()).containsExactly("sts:AssumeRole");
                    assertThat(entering.resources()).allMatch(arn -> arn.contains(":role/valet-revoker"));
                });
        assertThat(rolesOf(template, "iam")).isEmpty();
        assertThat(rolesOf(template, "lambda")).containsExactlyInAnyOrder("ActRole", "RevokeRole");
        assertThat(statements(template, "ActRole").filter(statement -> statement.speaksOf("lambda")))
                .singleElement()
                .satisfies(invoke -> {
                    assertThat(invoke.actions()).containsExactly("lambda:InvokeFunction");
                    assertThat(invoke.tree().at("Resource", "Ref").text()).isEqualTo("ActionFunctions");
                });
    }

    @ParameterizedTest // B-11
    @EnumSource
    void actAloneOpensTheSecretsOfActions(Form form) {
        var template = form.read();
        assertThat(readersOf(template, "ActionSecretsPath"))
                .containsExactly("ActRole/OpenSecretsOfActions", "Boundary/ActionSecrets");
        assertThat(statements(template, "ActRole").filter(statement -> statement.speaksOf("secretsmanager")))
                .singleElement()
                .satisfies(open -> {
                    assertThat(open.actions()).containsExactly("secretsmanager:GetSecretValue");
                    assertThat(open.condition("StringEquals")
                                    .at("secretsmanager:VersionStage")
                                    .text())
                            .isEqualTo("AWSCURRENT");
                });
        assertThat(statements(template, "ActRole")
                        .filter(statement -> statement.where().endsWith("/DecryptSecretsOfActions")))
                .singleElement()
                .satisfies(decrypt -> {
                    assertThat(decrypt.condition("StringEquals")
                                    .at("kms:ViaService")
                                    .flat())
                            .startsWith("secretsmanager.");
                    assertThat(decrypt.condition("StringLike")
                                    .at("kms:EncryptionContext:SecretARN")
                                    .flat())
                            .endsWith(":secret:${ActionSecretsPath}*");
                });
    }

    /** Statements that allow to read a secret below a path. */
    private static List<String> readersOf(Template template, String path) {
        return Statement.ofIdentities(template).stream()
                .filter(Statement::allows)
                .filter(statement -> statement.actions().contains("secretsmanager:GetSecretValue"))
                .filter(statement -> statement.resources().stream().anyMatch(arn -> arn.contains("${" + path + "}")))
                .map(Statement::where)
                .toList();
    }

    @ParameterizedTest // whatever is attached to them later, or written on a secret
    @EnumSource
    void whoLeasesOrRotatesIsDeniedThem(Form form) {
        var template = form.read();
        for (var role : List.of("IssueRole", "RevokeRole")) {
            assertThat(statements(template, role).filter(statement -> !statement.allows()))
                    .singleElement()
                    .satisfies(deny -> {
                        assertThat(deny.actions()).containsExactly("secretsmanager:*");
                        assertThat(deny.resources()).containsExactly(SECRETS_OF_ACTIONS);
                        assertThat(deny.tree().has("Condition")).isFalse();
                    });
        }
        assertThat(boundary(template).filter(statement -> statement.where().endsWith("/ActionSecrets")))
                .singleElement()
                .satisfies(most -> {
                    assertThat(most.actions()).containsExactly("secretsmanager:GetSecretValue");
                    assertThat(most.condition("ArnEquals")
                                    .at("aws:PrincipalArn")
                                    .flat())
                            .isEqualTo("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${AWS::StackName}-act");
                });
        assertThat(template.at("Resources", "ActRole", "Properties", "RoleName").flat())
                .isEqualTo("${AWS::StackName}-act");
    }

    private static Stream<Statement> boundary(Template template) {
        return Statement.of("Boundary", template.at("Resources", "Boundary", "Properties", "PolicyDocument")).stream();
    }

    @ParameterizedTest
    @EnumSource
    void actAloneUsesTheKeysOfActions(Form form) {
        assertThat(Statement.ofIdentities(form.read()).stream()
                        .filter(statement ->
                                statement.tree().at("Resource").names().contains("ActionKeys"))
                        .map(Statement::where))
                .containsExactly("ActRole/SignDocuments", "Boundary/ActionKeys");
    }

    @ParameterizedTest // what runs in the function could otherwise move into another network
    @EnumSource
    void lambdaKeepsTheInterfacesOfActAndActTouchesNone(Form form) {
        var template = form.read();
        assertThat(rolesOf(template, "ec2")).containsExactly("ActRole");
        assertThat(statements(template, "ActRole").filter(statement -> statement.speaksOf("ec2")))
                .satisfiesExactly(
                        allow -> {
                            assertThat(allow.allows()).isTrue();
                            assertThat(allow.actions()).containsExactlyInAnyOrderElementsOf(INTERFACES);
                        },
                        deny -> {
                            assertThat(deny.allows()).isFalse();
                            assertThat(deny.actions()).containsExactly("ec2:*");
                            assertThat(deny.resources()).containsExactly("*");
                            assertThat(deny.condition("Null")
                                            .at("lambda:SourceFunctionArn")
                                            .text())
                                    .isEqualTo("false");
                        });
        assertThat(boundary(template).filter(statement -> statement.speaksOf("ec2")))
                .singleElement()
                .satisfies(most -> {
                    assertThat(most.actions()).containsExactlyInAnyOrderElementsOf(INTERFACES);
                    assertThat(most.condition("Null")
                                    .at("lambda:SourceFunctionArn")
                                    .text())
                            .isEqualTo("true");
                });
    }

    @ParameterizedTest // who could name another function, or another day, could have every value brought to himself
    @EnumSource
    void revokeRotatesAsTheSecretSaysAndReadsNoValue(Form form) {
        var template = form.read();
        var secrets = statements(template, "RevokeRole")
                .filter(statement -> statement.allows() && statement.speaksOf("secretsmanager"))
                .toList();
        assertThat(secrets)
                .flatExtracting(Statement::actions)
                .containsExactlyInAnyOrder("secretsmanager:DescribeSecret", "secretsmanager:RotateSecret");
        assertThat(secrets)
                .flatExtracting(Statement::resources)
                .allMatch(arn -> arn.toString().endsWith(":${AWS::AccountId}:secret:${LeasableSecretsPath}*"));
        assertThat(secrets)
                .filteredOn(statement -> statement.actions().contains("secretsmanager:RotateSecret"))
                .singleElement()
                .satisfies(rotate -> {
                    assertThat(rotate.condition("Null")
                                    .at("secretsmanager:RotationLambdaARN")
                                    .text())
                            .isEqualTo("true");
                    assertThat(rotate.condition("BoolIfExists")
                                    .at("secretsmanager:ModifyRotationRules")
                                    .text())
                            .isEqualTo("false");
                });
    }

    @ParameterizedTest // T-01
    @EnumSource
    void functionsAreReachedThroughSecretsManagerOnly(Form form) {
        assertThat(statements(form.read(), "RevokeRole").filter(statement -> statement.speaksOf("lambda")))
                .singleElement()
                .satisfies(invoke -> {
                    assertThat(invoke.actions()).containsExactly("lambda:InvokeFunction");
                    assertThat(invoke.tree().at("Resource", "Ref").text()).isEqualTo("RotationFunctions");
                    assertThat(invoke.condition("Bool").at("aws:ViaAWSService").text())
                            .isEqualTo("true");
                });
    }

    private static Set<String> rolesOf(Template template, String service) {
        var roles = new TreeSet<String>();
        template.ofType("AWS::IAM::Role")
                .forEach((id, role) -> Statement.ofRole(id, role)
                        .filter(statement -> statement.speaksOf(service))
                        .forEach(_ -> roles.add(id)));
        return roles;
    }

    @ParameterizedTest // S-1, S-9: what the target's trust policy asks for, the caller may ask for nothing less
    @EnumSource
    void sessionsAreNamedAfterTheirLease(Form form) {
        var assume = statements(form.read(), "IssueRole")
                .filter(statement -> statement.actions().equals(List.of("sts:AssumeRole")))
                .toList();
        assertThat(assume).singleElement().satisfies(statement -> {
            assertThat(statement.condition("StringLike").members().keySet())
                    .containsExactlyInAnyOrder("sts:RoleSessionName", "sts:SourceIdentity");
            assertThat(statement.condition("Null").members().keySet())
                    .containsExactlyInAnyOrder("sts:ExternalId", "aws:RequestTag/valet:lease");
        });
    }

    @ParameterizedTest
    @EnumSource
    void theAuditIsOnlyAddedTo(Form form) { // INV-22
        assertThat(auditChangers(form.read())).isEmpty();
    }

    @Test
    void aRoleThatCanChangeTheAuditIsFound() {
        for (var action : List.of(
                "dynamodb:UpdateItem",
                "dynamodb:DeleteItem",
                "dynamodb:BatchWriteItem",
                "dynamodb:*",
                "dynamodb:PartiQLDelete")) {
            assertThat(auditChangers(issue(
                            "{Sid: A, Effect: Allow, Action: '" + action + "', Resource: !GetAtt AuditTable.Arn}")))
                    .contains("IssueRole/A");
        }
    }

    private static final Set<String> AUDIT_READERS_AND_WRITERS = Set.of(
            "dynamodb:PutItem",
            "dynamodb:GetItem",
            "dynamodb:Query",
            "dynamodb:DescribeStream",
            "dynamodb:GetRecords",
            "dynamodb:GetShardIterator",
            "dynamodb:ListStreams");

    private static List<String> auditChangers(Template template) {
        return Statement.ofIdentities(template).stream()
                .filter(Statement::allows)
                .filter(statement -> statement.speaksOf("dynamodb"))
                .filter(statement ->
                        statement.resources().stream().anyMatch(arn -> arn.contains("AuditTable") || arn.contains("*")))
                .filter(statement -> !AUDIT_READERS_AND_WRITERS.containsAll(statement.actions()))
                .map(Statement::where)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void everyRoleReachesItsOwnRows(Form form) {
        assertThat(rows(form.read(), role -> !role.equals("ActRole")))
                .isEqualTo(Map.of(
                        "IssueRole PutItem",
                                Set.of(
                                        "leases#*",
                                        "limits#*",
                                        "once#*",
                                        "approvals#*",
                                        "approvals",
                                        "revocations",
                                        "pending",
                                        "due#*",
                                        "w#*"),
                        "IssueRole UpdateItem", Set.of("leases#*", "limits#*", "once#*", "approvals#*"),
                        "AuthorizeRole UpdateItem", Set.of("jwks#*"),
                        "AdminRole UpdateItem",
                                Set.of(
                                        "agent#*",
                                        "action#*",
                                        "issuer#*",
                                        "guardrails",
                                        "control",
                                        "leased",
                                        "approvals#*",
                                        "approvals-of-configuration"),
                        "AdminRole PutItem",
                                Set.of(
                                        "list#*",
                                        "principal#*",
                                        "approvals#*",
                                        "approvals-of-configuration",
                                        "approvals",
                                        "w#*"),
                        "AdminRole DeleteItem", Set.of("list#*", "principal#*", "jwks#*"),
                        "RevokeRole UpdateItem",
                                Set.of(
                                        "agent#*",
                                        "control",
                                        "leases#*",
                                        "performance#*",
                                        "budgets#*",
                                        "revocations",
                                        "denied",
                                        "rotations"),
                        "RevokeRole PutItem",
                                Set.of("revocations", "pending", "denies#*", "lock#*", "rotations", "w#*"),
                        "RevokeRole DeleteItem",
                                Set.of("pending", "denies#*", "denied", "lock#*", "due#*", "rotations"),
                        "UpkeepRole UpdateItem", Set.of("jwks#*")));
    }

    @ParameterizedTest
    @EnumSource
    void actReachesWhatItPerformsAndWhatThatStandsOn(Form form) {
        assertThat(rows(form.read(), "ActRole"::equals))
                .isEqualTo(Map.of(
                        "ActRole ConditionCheckItem", Set.of("agent#*"),
                        "ActRole PutItem",
                                Set.of(
                                        "performance#*",
                                        "performances#*",
                                        "unfinished#*",
                                        "payees#*",
                                        "limits#*",
                                        "approvals#*",
                                        "approvals",
                                        "token#*",
                                        "w#*"),
                        "ActRole UpdateItem", Set.of("performance#*", "budgets#*", "limits#*", "approvals#*"),
                        "ActRole DeleteItem", Set.of("unfinished#*")));
        assertThat(statements(form.read(), "ActRole")
                        .filter(statement -> statement.actions().contains("dynamodb:Query")))
                .singleElement()
                .satisfies(read -> assertThat(read.leadingKeys())
                        .containsExactlyInAnyOrder(
                                "agent#*",
                                "action#*",
                                "principal#*",
                                "issuer#*",
                                "guardrails",
                                "control",
                                "approvals#*",
                                "performance#*",
                                "unfinished#*",
                                "payees#*"));
    }

    @ParameterizedTest // a used token that came back would perform once more (J-10)
    @EnumSource
    void usedTokensAreAddedAndNothingElse(Form form) {
        assertThat(Statement.ofIdentities(form.read()).stream()
                        .filter(statement -> statement.leadingKeys().stream().anyMatch(key -> key.startsWith("token")))
                        .map(statement -> statement.where() + " " + statement.actions()))
                .containsExactly("ActRole/UseUpTokens [dynamodb:PutItem]");
    }

    /** What each role writes, by action. */
    private static Map<String, Set<String>> rows(Template template, Predicate<String> which) {
        var rows = new TreeMap<String, Set<String>>();
        template.ofType("AWS::IAM::Role").entrySet().stream()
                .filter(role -> which.test(role.getKey()))
                .forEach(one -> Statement.ofRole(one.getKey(), one.getValue())
                        .filter(statement -> statement.speaksOf("dynamodb"))
                        .filter(statement -> statement.resources().stream().noneMatch(arn -> arn.contains("/stream/")))
                        .forEach(statement -> {
                            assertThat(statement.leadingKeys())
                                    .as(statement.where())
                                    .isNotEmpty();
                            statement.actions().stream()
                                    .map(action -> action.substring("dynamodb:".length()))
                                    .filter(action -> !Set.of("GetItem", "BatchGetItem", "Query")
                                            .contains(action))
                                    .forEach(action -> rows.computeIfAbsent(
                                                    one.getKey() + " " + action, _ -> new TreeSet<>())
                                            .addAll(statement.leadingKeys()));
                        }));
        return rows;
    }

    @ParameterizedTest // it sees what every agent asked for, and has nothing to do with it
    @EnumSource
    void theArchiverAddsAndReadsNothingBack(Form form) {
        assertThat(statements(form.read(), "ArchiveRole")
                        .filter(statement -> statement.speaksOf("s3"))
                        .flatMap(statement -> statement.actions().stream()))
                .containsExactly("s3:PutObject");
        assertThat(places(form.read(), "ArchiveRole", "s3:PutObject")).containsExactly("/records/*");
    }

    @ParameterizedTest // it reads every record, and what it says goes to mail and chat
    @EnumSource
    void theAnnouncerPutsValetsEventsOnValetsBus(Form form) {
        var template = form.read();
        assertThat(rolesOf(template, "events")).containsExactly("AnnounceRole");
        assertThat(statements(template, "AnnounceRole").flatMap(statement -> statement.actions().stream()))
                .containsExactlyInAnyOrder(
                        "dynamodb:DescribeStream",
                        "dynamodb:GetRecords",
                        "dynamodb:GetShardIterator",
                        "dynamodb:ListStreams",
                        "events:PutEvents",
                        "sqs:SendMessage",
                        "kms:Decrypt",
                        "logs:CreateLogStream",
                        "logs:PutLogEvents",
                        "xray:PutTraceSegments",
                        "xray:PutTelemetryRecords");
        assertThat(statements(template, "AnnounceRole").filter(statement -> statement.speaksOf("events")))
                .singleElement()
                .satisfies(put -> {
                    assertThat(put.tree().at("Resource", "Fn::GetAtt").texts())
                            .containsExactly("AnnouncementBus", "Arn");
                    assertThat(put.condition("StringEquals").at("events:source").text())
                            .isEqualTo("valet");
                    assertThat(put.condition("StringEquals")
                                    .at("events:detail-type")
                                    .texts())
                            .containsExactlyElementsOf(AnnouncementTest.TITLES);
                });
    }

    @ParameterizedTest
    @EnumSource
    void upkeepReadsTheArchiveAndAddsCheckpointsOnly(Form form) {
        assertThat(places(form.read(), "UpkeepRole", "s3:PutObject")).containsExactly("/checkpoints/*");
        assertThat(places(form.read(), "UpkeepRole", "s3:GetObject")).containsExactly("/records/*", "/checkpoints/*");
        for (var role : List.of("IssueRole", "AuthorizeRole", "AdminRole")) {
            assertThat(statements(form.read(), role).filter(statement -> statement.speaksOf("s3")))
                    .isEmpty();
        }
    }

    /** Below the archive's bucket, and in the account that is meant: a bucket's name can become somebody else's. */
    private static List<String> places(Template template, String role, String action) {
        return statements(template, role)
                .filter(statement -> statement.actions().contains(action))
                .peek(statement -> assertThat(
                                statement.condition("StringEquals").members())
                        .containsKey("aws:ResourceAccount"))
                .flatMap(statement -> statement.tree().at("Resource").items().stream())
                .map(resource -> resource.at("Fn::Sub", "0").text())
                .peek(arn -> assertThat(arn).startsWith("arn:${AWS::Partition}:s3:::${Bucket}"))
                .map(arn -> arn.substring(arn.indexOf('}', arn.indexOf("Bucket")) + 1))
                .toList();
    }

    @ParameterizedTest // INV-17
    @EnumSource
    void oneRoleSignsAndOneFormOfMessage(Form form) {
        var template = form.read();
        var signing = Statement.ofIdentities(template).stream()
                .filter(statement -> statement.actions().contains("kms:Sign"))
                .map(Statement::where);
        assertThat(signing)
                .containsExactlyInAnyOrder(
                        "UpkeepRole/SignCheckpoints",
                        "ActRole/SignReceipts",
                        "ActRole/SignDocuments",
                        "Boundary/Checkpoints",
                        "Boundary/Receipts",
                        "Boundary/ActionKeys");
        for (var role : List.of("UpkeepRole", "ActRole")) {
            assertThat(statements(template, role)
                            .filter(statement -> statement.actions().contains("kms:Sign")))
                    .isNotEmpty()
                    .allSatisfy(sign -> {
                        var message = sign.condition("StringEquals");
                        assertThat(message.members().keySet())
                                .containsExactlyInAnyOrder("kms:SigningAlgorithm", "kms:MessageType");
                        assertThat(message.at("kms:MessageType").text()).isEqualTo("RAW");
                    });
        }
    }

    @ParameterizedTest // whoever takes it over reads what anybody may read
    @EnumSource
    void theFunctionForAnybodyReadsPublicKeysAndNothingElse(Form form) {
        assertThat(statements(form.read(), "TokenRole").flatMap(statement -> statement.actions().stream()))
                .containsExactlyInAnyOrder(
                        "kms:GetPublicKey",
                        "logs:CreateLogStream",
                        "logs:PutLogEvents",
                        "xray:PutTraceSegments",
                        "xray:PutTelemetryRecords");
    }

    @ParameterizedTest
    @EnumSource
    void operatorsReadTheAuditByItsIndexesOnly(Form form) {
        assertThat(statements(form.read(), "AdminRole")
                        .filter(statement -> statement.actions().equals(List.of("dynamodb:Query"))))
                .singleElement()
                .satisfies(query -> assertThat(query.resources())
                        .containsExactly(
                                "${AuditTable.Arn}/index/byAgent",
                                "${AuditTable.Arn}/index/byGrant",
                                "${AuditTable.Arn}/index/byLease"));
    }

    @Test
    void aWriteWithoutKeysIsFound() {
        var loose = issue(
                "{Sid: A, Effect: Allow, Action: dynamodb:PutItem, Resource: !GetAtt StateTable.Arn, Condition: {'ForAllValues:StringLike': {'dynamodb:LeadingKeys': ['leases#*']}}}");
        assertThatThrownBy(() -> rows(loose, _ -> true)).isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest // it could otherwise write the very keys by which it judges tokens
    @EnumSource
    void theAuthorizerAsksForKeysAndCannotWriteThem(Form form) {
        assertThat(statements(form.read(), "AuthorizeRole")
                        .filter(statement -> statement.actions().contains("dynamodb:UpdateItem")))
                .singleElement()
                .satisfies(update -> {
                    assertThat(update.tree()
                                    .at("Condition", "ForAllValues:StringEquals", "dynamodb:Attributes")
                                    .texts())
                            .containsExactlyInAnyOrder("pk", "sk", "refreshWantedAt");
                    assertThat(update.condition("Null").members()).containsKey("dynamodb:Attributes");
                });
    }

    private static Stream<Statement> statements(Template template, String role) {
        return Statement.ofRole(role, template.at("Resources", role));
    }

    @ParameterizedTest
    @EnumSource
    void everyFunctionsRoleIsBoundedAndForLambdaAlone(Form form) {
        var template = form.read();
        var roles = template.functions().values().stream()
                .map(function -> function.at("Role", "Fn::GetAtt", "0").text());
        assertThat(roles).hasSize(9).allSatisfy(id -> {
            var role = template.at("Resources", id, "Properties");
            assertThat(role.at("PermissionsBoundary", "Fn::If").items()).hasSize(3);
            assertThat(role.has("ManagedPolicyArns")).isFalse();
            assertThat(Statement.of(id, role.at("AssumeRolePolicyDocument")))
                    .singleElement()
                    .satisfies(trust -> assertThat(
                                    trust.tree().at("Principal", "Service").text())
                            .isEqualTo("lambda.amazonaws.com"));
        });
    }

    @ParameterizedTest // T-11, T-01
    @EnumSource
    void theBoundaryDeniesRolesOfThisAccountAndInvoking(Form form) {
        var denied =
                Statement.of("Boundary", form.read().at("Resources", "Boundary", "Properties", "PolicyDocument"))
                        .stream()
                        .filter(statement -> !statement.allows())
                        .toList();
        assertThat(denied).anySatisfy(statement -> {
            assertThat(statement.actions()).containsExactly("sts:AssumeRole");
            assertThat(statement.resources()).containsExactly("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*");
        });
        assertThat(denied)
                .anySatisfy(statement -> assertThat(statement.actions()).contains("iam:*"));
        // But for the functions of actions, and for those that rotate where they are named, for Secrets Manager's own
        // call only.
        assertThat(denied).anySatisfy(statement -> {
            assertThat(statement.actions()).containsExactly("lambda:*");
            assertThat(statement.tree().at("NotResource", "Fn::If", "1", "Ref").text())
                    .isEqualTo("ActionFunctions");
            var condition = statement.tree().at("Condition", "Fn::If");
            assertThat(condition.at("0").text()).isEqualTo("HasRotationFunctions");
            assertThat(condition.at("1", "BoolIfExists", "aws:ViaAWSService").text())
                    .isEqualTo("false");
            assertThat(condition.at("2", "Ref").text()).isEqualTo("AWS::NoValue");
        });
        assertThat(denied).anySatisfy(statement -> {
            assertThat(statement.actions()).containsExactly("lambda:*");
            assertThat(statement.resources())
                    .containsExactly(
                            "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${AWS::StackName}-*");
        });
    }
}
