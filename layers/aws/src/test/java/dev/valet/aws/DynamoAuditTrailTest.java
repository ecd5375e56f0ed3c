package dev.valet.aws;

import static dev.valet.aws.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Unavailable;
import dev.valet.audit.AuditEntry;
import dev.valet.audit.AuditPage;
import dev.valet.audit.AuditPage.Found;
import dev.valet.audit.AuditQuestion;
import dev.valet.audit.AuditQuestion.About;
import dev.valet.audit.AuditRecord;
import dev.valet.audit.Phase;
import dev.valet.audit.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoAuditTrailTest {
    private static final Instant LATER = NOON.plusSeconds(86_400);

    private final Wire wire = new Wire();
    private final LocalTables tables = new LocalTables();
    private final DynamoAuditStore store = tables.audit();
    private final DynamoAuditTrail trail = new DynamoAuditTrail(LocalTables.client(wire), tables.auditTable());

    private AuditRecord write(int writer, long seq, Instant at, AuditEntry entry) {
        var record = new AuditRecord(
                "%x%031d".formatted(writer % 16, writer),
                seq,
                "0".repeat(64),
                new AuditEntry(
                        entry.phase(),
                        at,
                        entry.principal(),
                        entry.agent(),
                        entry.grant(),
                        entry.lease(),
                        entry.facts()));
        store.add(record);
        return record;
    }

    private static AuditEntry of(String agent) {
        return AuditEntry.of(Phase.DENY, NOON, "somebody").agent(agent).grant(agent + "-reads");
    }

    private static AuditQuestion question(About about, String name) {
        return new AuditQuestion(about, name, NOON, LATER, Optional.empty());
    }

    /** Every page of it. */
    private List<AuditPage> pages(AuditQuestion first) {
        var pages = new ArrayList<AuditPage>();
        var after = Optional.<Place>empty();
        do {
            var page = trail.find(new AuditQuestion(first.about(), first.name(), first.from(), first.to(), after));
            pages.add(page);
            after = page.next();
        } while (after.isPresent() && pages.size() < 100);
        return pages;
    }

    private static List<String> places(List<AuditPage> pages) {
        return pages.stream()
                .flatMap(page -> page.records().stream())
                .map(Found::place)
                .map(Place::text)
                .toList();
    }

    @Test
    void anAgentsRecordsOfAllWritersComeInTheOrderOfTime() {
        var written = new ArrayList<AuditRecord>();
        var random = new Random(1);
        for (int i = 0; i < 260; i++) { // most of them by two writers, whose shards fill more than a page
            int writer = random.nextInt(3) > 0 ? random.nextInt(2) : random.nextInt(40);
            written.add(write(writer, i, NOON.plusMillis(random.nextInt(1_000_000)), of("reporter")));
            write(writer, 1_000 + i, NOON, of("billing"));
        }
        var pages = pages(question(About.AGENT, "reporter"));
        var expected = new ArrayList<>(
                written.stream().map(record -> Place.of(record).text()).toList());
        Collections.sort(expected);
        assertThat(places(pages)).containsExactlyElementsOf(expected);
        assertThat(pages).hasSizeBetween(3, 12).allMatch(page -> page.records().size() <= DynamoAuditTrail.PAGE);
        assertThat(pages.getFirst().records().getFirst().line().hash()).hasSize(64);
    }

    @Test
    void aGrantAndALeaseAreFoundToo() {
        write(1, 0, NOON, of("reporter").lease("vl-01KJ7V8M40000000000000000A"));
        write(2, 0, NOON, of("reporter").lease("vl-01KJ7V8M40000000000000000B"));
        assertThat(places(pages(question(About.GRANT, "reporter-reads")))).hasSize(2);
        assertThat(places(pages(question(About.LEASE, "vl-01KJ7V8M40000000000000000A"))))
                .hasSize(1);
        assertThat(places(pages(question(About.AGENT, "report")))).isEmpty();
    }

    @Test
    void aRangeIncludesItsStartAndNotItsEnd() {
        for (int i = 0; i < 4; i++) {
            write(1, i, NOON.plusSeconds(i), of("reporter"));
        }
        var range =
                new AuditQuestion(About.AGENT, "reporter", NOON.plusSeconds(1), NOON.plusSeconds(3), Optional.empty());
        assertThat(trail.find(range).records())
                .extracting(found -> found.place().seq())
                .containsExactly(1L, 2L);
        assertThat(trail.find(range).next()).isEmpty();
    }

    @Test
    void nothingIsScannedAndAPageCostsTheSameWhateverElseThereIs() {
        trail.find(question(About.AGENT, "reporter"));
        assertThat(wire.calls()).hasSize(16).containsOnly("Query");
        wire.forgetCalls();
        trail.find(question(About.LEASE, "vl-01KJ7V8M40000000000000000A"));
        assertThat(wire.calls()).containsExactly("Query");
    }

    @Test
    void aRowThatNoWriterMadeIsNotLeftOutInSilence() {
        LocalTables.client()
                .putItem(put -> put.tableName(tables.auditTable())
                        .item(Map.of(
                                "pk", AttributeValue.fromS("w#forged"),
                                "sk", AttributeValue.fromS("1"),
                                "agentShard", AttributeValue.fromS("reporter#0"),
                                "place", AttributeValue.fromS("2026-11-23T12:00:01.000Z"),
                                "record", AttributeValue.fromS("{}"),
                                "hash", AttributeValue.fromS("0"))));
        assertThatThrownBy(() -> trail.find(question(About.AGENT, "reporter")))
                .isInstanceOf(Unavailable.class)
                .hasMessage("audit-row-unreadable");
    }

    @Test
    void aTableThatIsAwayIsSaidToBe() {
        wire.cut("*");
        assertThatThrownBy(() -> trail.find(question(About.AGENT, "reporter"))).isInstanceOf(Unavailable.class);
    }
}
