package dev.valet.aws;

import static dev.valet.aws.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.audit.AuditEntry;
import dev.valet.audit.AuditLog;
import dev.valet.audit.AuditRecord;
import dev.valet.audit.AuditStore.Kept;
import dev.valet.audit.Phase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoAuditStoreTest {
    private static final String WRITER = "3f".repeat(16);
    private static final AuditEntry INTENT = AuditEntry.of(Phase.INTENT, NOON, "[\"aws\"]")
            .agent("reporter")
            .grant("reports-reader")
            .lease("vl-1")
            .with("kind", "aws");

    private final Wire wire = new Wire();
    private final LocalTables tables = new LocalTables();
    private final DynamoAuditStore store = tables.audit(wire);

    @Test
    void aRecordStandsInItsPlaceWithItsHashAndItsText() {
        var written = new AuditRecord(WRITER, 7, "0".repeat(64), INTENT);
        assertThat(store.add(written)).isEqualTo(Kept.YES);
        assertThat(rows("pk = :v", null, "w#" + WRITER)).singleElement().satisfies(row -> {
            assertThat(row.text("sk")).isEqualTo("000000000007");
            assertThat(row.text("hash")).isEqualTo(written.hash());
            assertThat(row.text("record")).isEqualTo(written.canonical());
            assertThat(row.text("place")).startsWith("2026-11-23T12:00:00.000Z");
        });
    }

    @Test
    void anIntentIsOneWriteUnit() {
        var intent = AuditEntry.of(
                        Phase.INTENT,
                        java.time.Instant.parse("2026-11-23T12:00:00.123Z"),
                        Samples.role("reporter").key())
                .agent("reporter")
                .grant("reports-reader")
                .lease("vl-01KJPZ8000REP0RTER00000000")
                .with("kind", "aws")
                .with("environment", "production")
                .with("parameters", "{\"team\":\"payments\"}")
                .with("reason", "nightly report")
                .with("expiresAt", "2026-11-23T12:15:00.123Z")
                .with("agentVersion", "12")
                .with("grantVersion", "34")
                .with("revision", "56");
        store.add(new AuditRecord(WRITER, 123_456, "0".repeat(64), intent));
        assertThat(rows("pk = :v", null, "w#" + WRITER))
                .singleElement()
                .satisfies(row -> assertThat(row.attributes().entrySet().stream()
                                .mapToInt(attribute -> attribute.getKey().length()
                                        + attribute.getValue().s().length())
                                .sum())
                        .isLessThanOrEqualTo(1024));
    }

    @Test // a stream is filtered by attributes; and no INTENT grows by one
    void whatIsAnnouncedIsMarkedAndNothingElseIs() {
        long seq = 0;
        for (var phase : Phase.values()) {
            store.add(new AuditRecord(WRITER, seq++, "0".repeat(64), AuditEntry.of(phase, NOON, "[\"aws\"]")));
        }
        assertThat(rows("pk = :v", null, "w#" + WRITER).stream()
                        .flatMap(row -> Optional.ofNullable(row.attributes().get("announced")).stream())
                        .map(AttributeValue::s))
                .containsExactly("APPROVAL_ASKED", "APPROVAL_APPROVED", "APPROVAL_DENIED", "REVOCATION", "LIFT");
    }

    @Test
    void itIsFoundByAgentGrantAndLease() {
        store.add(new AuditRecord(WRITER, 0, "0".repeat(64), INTENT));
        assertThat(rows("agentShard = :v", "byAgent", "reporter#3")).hasSize(1);
        assertThat(rows("grantShard = :v", "byGrant", "reports-reader#3")).hasSize(1);
        assertThat(rows("lease = :v", "byLease", "vl-1")).hasSize(1);
    }

    @Test
    void whatNamesNobodyIsInNoIndex() {
        assertThat(store.add(new AuditRecord(WRITER, 0, "0".repeat(64), AuditEntry.of(Phase.OPEN, NOON, "valet"))))
                .isEqualTo(Kept.YES);
        assertThat(rows("agentShard = :v", "byAgent", "#3")).isEmpty();
    }

    @Test
    void aTakenPlaceIsDoubtfulAndARepeatIsNot() { // INV-22
        var written = new AuditRecord(WRITER, 0, "0".repeat(64), INTENT);
        store.add(written);
        assertThat(store.add(written)).isEqualTo(Kept.YES);
        var another = new AuditRecord(WRITER, 0, "0".repeat(64), INTENT.with("kind", "secret"));
        assertThat(store.add(another)).isEqualTo(Kept.DOUBTFUL);
        assertThat(rows("pk = :v", null, "w#" + WRITER))
                .singleElement()
                .satisfies(row -> assertThat(row.text("hash")).isEqualTo(written.hash()));
    }

    @Test
    void aLostReplyIsRecognised() { // T-32
        wire.loseRepliesOf("PutItem", 3);
        assertThat(store.add(new AuditRecord(WRITER, 0, "0".repeat(64), INTENT)))
                .isEqualTo(Kept.YES);
        assertThat(wire.calls()).containsExactly("PutItem", "PutItem", "PutItem", "GetItem");
    }

    @Test
    void whatIsNotThereOrCannotBeReadIsDoubtful() { // T-14
        wire.cut("PutItem");
        assertThat(store.add(new AuditRecord(WRITER, 0, "0".repeat(64), INTENT)))
                .isEqualTo(Kept.DOUBTFUL);
        wire.cut("*");
        assertThat(store.add(new AuditRecord(WRITER, 0, "0".repeat(64), INTENT)))
                .isEqualTo(Kept.DOUBTFUL);
    }

    @Test
    void aLogOverItKeepsItsChainAndOpensAnotherAfterADoubt() {
        var log = new AuditLog(store);
        assertThat(log.append(INTENT)).isTrue();
        assertThat(log.append(INTENT)).isTrue();
        wire.cut("*");
        assertThat(log.append(INTENT)).isFalse();
        wire.cut("none");
        assertThat(log.append(INTENT)).isTrue();
        assertThat(rows("lease = :v", "byLease", "vl-1")).hasSize(3);
    }

    private List<Row> rows(String condition, @org.jspecify.annotations.Nullable String index, String value) {
        return LocalTables.client()
                .query(query -> query.tableName(tables.auditTable())
                        .indexName(index)
                        .keyConditionExpression(condition)
                        .expressionAttributeValues(Map.of(":v", AttributeValue.fromS(value))))
                .items()
                .stream()
                .map(Row::new)
                .toList();
    }
}
