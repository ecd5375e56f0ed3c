package dev.valet.it.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.it.template.Template.Form;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables, keys and logs: what is written down stays, and only its own service reads it. */
class DataTest {
    @ParameterizedTest
    @EnumSource
    void tablesAreKeptProtectedAndEncrypted(Form form) {
        var tables = form.read().ofType("AWS::DynamoDB::Table");
        assertThat(tables).containsOnlyKeys("StateTable", "AuditTable");
        tables.forEach((id, table) -> assertThat(tableFaults(table)).as(id).isEmpty());
    }

    @Test
    void aTableThatIsNotIsFound() {
        var table = Template.written().at("Resources", "AuditTable");
        for (var path : List.of(
                List.of("DeletionPolicy"),
                List.of("UpdateReplacePolicy"),
                List.of("Properties", "DeletionProtectionEnabled"),
                List.of("Properties", "PointInTimeRecoverySpecification"),
                List.of("Properties", "SSESpecification", "KMSMasterKeyId"))) {
            assertThat(tableFaults(table.with(Optional.empty(), path)))
                    .as(path.toString())
                    .isNotEmpty();
        }
    }

    private static List<String> tableFaults(Tree table) {
        var properties = table.at("Properties");
        return broken(Map.of(
                "kept", isKept(table),
                "protected", properties.at("DeletionProtectionEnabled").text().equals("true"),
                "recoverable",
                        properties
                                .at("PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled")
                                .text()
                                .equals("true"),
                "encrypted",
                        properties.at("SSESpecification", "SSEEnabled").text().equals("true")
                                && properties
                                        .at("SSESpecification", "SSEType")
                                        .text()
                                        .equals("KMS")
                                && properties
                                        .at("SSESpecification", "KMSMasterKeyId")
                                        .has("Fn::GetAtt"),
                "on demand", properties.at("BillingMode").text().equals("PAY_PER_REQUEST")));
    }

    private static boolean isKept(Tree resource) {
        return resource.at("DeletionPolicy").text().equals("Retain")
                && resource.at("UpdateReplacePolicy").text().equals("Retain");
    }

    private static List<String> broken(Map<String, Boolean> rules) {
        return rules.entrySet().stream()
                .filter(rule -> !rule.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void theTablesHaveTheKeysThatTheCodeUses(Form form) {
        var template = form.read();
        assertThat(template.at("Resources", "StateTable", "Properties", "TimeToLiveSpecification", "AttributeName")
                        .text())
                .isEqualTo("ttl");
        assertThat(template.at("Resources", "AuditTable", "Properties").has("TimeToLiveSpecification"))
                .isFalse();
        for (var table : template.ofType("AWS::DynamoDB::Table").values()) {
            assertThat(keys(table.at("Properties"))).containsExactly("pk HASH", "sk RANGE");
        }
        assertThat(template.at("Resources", "AuditTable", "Properties", "GlobalSecondaryIndexes").items().stream()
                        .collect(Collectors.toMap(index -> index.at("IndexName").text(), DataTest::keys)))
                .isEqualTo(Map.of(
                        "byAgent", List.of("agentShard HASH", "place RANGE"),
                        "byGrant", List.of("grantShard HASH", "place RANGE"),
                        "byLease", List.of("lease HASH", "place RANGE")));
    }

    private static List<String> keys(Tree owner) {
        return owner.at("KeySchema").items().stream()
                .map(key ->
                        key.at("AttributeName").text() + " " + key.at("KeyType").text())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void everyKeyHasOnePurposeAndIsKept(Form form) { // INV-17, T-34
        var template = form.read();
        var keys = template.ofType("AWS::KMS::Key");
        assertThat(keys)
                .containsOnlyKeys("StateKey", "AuditKey", "LogKey", "CheckpointKey", "ReceiptKey", "AnnouncementKey");
        keys.forEach((id, key) -> assertThat(keyFaults(key)).as(id).isEmpty());
        assertThat(template.ofType("AWS::DynamoDB::Table").values().stream()
                        .map(table -> table.at("Properties", "SSESpecification", "KMSMasterKeyId", "Fn::GetAtt", "0")
                                .text()))
                .containsExactlyInAnyOrder("StateKey", "AuditKey");
    }

    @Test
    void aKeyThatIsTooOpenIsFound() {
        var key = Template.written().at("Resources", "StateKey");
        var statement = List.of("Properties", "KeyPolicy", "Statement", "1");
        assertThat(keyFaults(key.with(
                        Optional.of(
                                Tree.read("{Effect: Allow, Principal: {AWS: arn}, Action: 'kms:*', Resource: '*'}")),
                        statement)))
                .isNotEmpty();
        assertThat(keyFaults(key.with(
                        Optional.of(Tree.read(
                                "{Effect: Allow, Principal: {AWS: arn}, Action: kms:Decrypt, Resource: '*'}")),
                        statement)))
                .isNotEmpty();
        assertThat(keyFaults(key.with(
                        Optional.of(
                                Tree.read("{Effect: Allow, Principal: '*', Action: kms:DescribeKey, Resource: '*'}")),
                        statement)))
                .isNotEmpty();
        assertThat(keyFaults(key.with(Optional.empty(), List.of("DeletionPolicy"))))
                .isNotEmpty();
        assertThat(keyFaults(key.with(Optional.empty(), List.of("Properties", "EnableKeyRotation"))))
                .isNotEmpty();
    }

    private static List<String> keyFaults(Tree key) {
        var policy = Statement.of("key", key.at("Properties", "KeyPolicy"));
        return broken(Map.of(
                "kept", isKept(key),
                "rotated",
                        signs(key) // KMS rotates no key of two halves: its successor is another key
                                || key.at("Properties", "EnableKeyRotation")
                                        .text()
                                        .equals("true"),
                "no star",
                        policy.stream()
                                .flatMap(statement -> statement.actions().stream())
                                .noneMatch(action -> action.contains("*")),
                "named principals",
                        policy.stream()
                                .noneMatch(statement ->
                                        statement.tree().at("Principal").text().equals("*")),
                "data through a service",
                        policy.stream().filter(DataTest::touchesData).allMatch(DataTest::namesItsService),
                "one purpose", signs(key) ? policy.stream().noneMatch(DataTest::touchesData) : !mentions(policy, SIGN),
                "signatures of one form by one role",
                        policy.stream()
                                .filter(statement -> mentions(List.of(statement), SIGN))
                                .allMatch(statement -> signsOneForm(statement, key))));
    }

    private static final String SIGN = "kms:Sign";

    private static boolean signs(Tree key) {
        return key.at("Properties", "KeyUsage").text().equals("SIGN_VERIFY");
    }

    private static boolean mentions(List<Statement> policy, String action) {
        return policy.stream().anyMatch(statement -> statement.actions().contains(action));
    }

    /** The text itself, never a digest, which could be one of anything (T-17). */
    private static boolean signsOneForm(Statement statement, Tree key) {
        var form = statement.condition("StringEquals");
        var spec = key.at("Properties", "KeySpec").text();
        return statement.actions().equals(List.of(SIGN))
                && form.at("kms:SigningAlgorithm").text().equals(ALGORITHMS.get(spec))
                && form.at("kms:MessageType").text().equals("RAW")
                && form.has("kms:CallerAccount")
                && statement
                        .condition("ArnEquals")
                        .at("aws:PrincipalArn")
                        .flat()
                        .endsWith(":role/${AWS::StackName}-" + SIGNERS.get(spec));
    }

    /** Of the keys that sign, by their spec: what each signs by, and the one role that may. */
    private static final Map<String, String> ALGORITHMS =
            Map.of("ECC_NIST_EDWARDS25519", "ED25519_SHA_512", "ECC_NIST_P256", "ECDSA_SHA_256");

    private static final Map<String, String> SIGNERS =
            Map.of("ECC_NIST_EDWARDS25519", "upkeep", "ECC_NIST_P256", "act");

    @ParameterizedTest
    @ValueSource(strings = {"CheckpointKey", "ReceiptKey"})
    void aSigningKeyThatSignsMoreIsFound(String id) { // INV-17
        var key = Template.written().at("Resources", id);
        var condition = List.of("Properties", "KeyPolicy", "Statement", "1", "Condition");
        for (var broken : List.of(
                key.with(Optional.empty(), condition),
                key.with(Optional.of(Tree.read("DIGEST")), path(condition, "StringEquals", "kms:MessageType")),
                key.with(Optional.empty(), path(condition, "StringEquals", "kms:SigningAlgorithm")),
                key.with(Optional.of(Tree.read("'*'")), path(condition, "ArnEquals", "aws:PrincipalArn")),
                key.with(
                        Optional.of(Tree.read("arn:aws:iam::1:role/${AWS::StackName}-issue")),
                        path(condition, "ArnEquals", "aws:PrincipalArn")),
                key.with(
                        Optional.of(Tree.read("[kms:Sign, kms:Decrypt]")),
                        List.of("Properties", "KeyPolicy", "Statement", "1", "Action")))) {
            assertThat(keyFaults(broken)).isNotEmpty();
        }
        assertThat(keyFaults(key)).isEmpty();
    }

    private static List<String> path(List<String> start, String... rest) {
        return Stream.concat(start.stream(), Stream.of(rest)).toList();
    }

    private static final Set<String> DATA = Set.of(
            "kms:Encrypt",
            "kms:Decrypt",
            "kms:GenerateDataKey",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
            "kms:CreateGrant");

    private static boolean touchesData(Statement statement) {
        return statement.actions().stream().anyMatch(DATA::contains);
    }

    private static boolean namesItsService(Statement statement) {
        return statement
                        .condition("StringEquals")
                        .members()
                        .keySet()
                        .containsAll(Set.of("kms:ViaService", "kms:CallerAccount"))
                || statement.tree().at("Principal").has("Service")
                        && (statement.condition("ArnLike").has("kms:EncryptionContext:aws:logs:arn")
                                || statement.condition("StringEquals").has("kms:EncryptionContext:aws:sns:topicArn"));
    }

    @ParameterizedTest
    @EnumSource
    void everyLogIsEncryptedAndEnds(Form form) {
        var template = form.read();
        var logs = template.ofType("AWS::Logs::LogGroup");
        assertThat(logs).hasSize(11);
        assertThat(logs.values()).allSatisfy(log -> {
            assertThat(log.at("Properties", "KmsKeyId", "Fn::GetAtt", "0").text())
                    .isEqualTo("LogKey");
            assertThat(log.at("Properties").has("RetentionInDays")).isTrue();
        });
        assertThat(template.functions().values().stream()
                        .map(function ->
                                function.at("LoggingConfig", "LogGroup", "Ref").text()))
                .doesNotHaveDuplicates()
                .isSubsetOf(logs.keySet());
    }
}
