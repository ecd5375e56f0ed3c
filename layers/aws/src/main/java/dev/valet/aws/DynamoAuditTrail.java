package dev.valet.aws;

import dev.valet.Malformed;
import dev.valet.Unavailable;
import dev.valet.audit.ArchiveLine;
import dev.valet.audit.AuditPage;
import dev.valet.audit.AuditPage.Found;
import dev.valet.audit.AuditQuestion;
import dev.valet.audit.AuditTrail;
import dev.valet.audit.Place;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Reads the audit table by its indexes: a lease's records in one query, an agent's or a grant's in one for each shard, all at
 * once. Indexes lag by a moment, so what was written within the last second may be missing here; nothing is decided on this.
 */
public final class DynamoAuditTrail implements AuditTrail {
    static final int PAGE = 100;

    private static final List<String> SHARDS = List.of("0123456789abcdef".split(""));
    /** Sorts right behind the place it is put after. */
    private static final String BEHIND = "#";

    private final DynamoDbClient dynamo;
    private final String table;

    public DynamoAuditTrail(DynamoDbClient dynamo, String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    /** One shard's answer; beyond {@code until} it may have more that it did not tell. */
    private record Told(List<Found> records, Optional<Place> until) {}

    @Override
    public AuditPage find(AuditQuestion question) {
        var told = queries(question)
                .map(query -> CompletableFuture.supplyAsync(
                        () -> ask(query), task -> Thread.ofVirtual().start(task)))
                .toList() // all of them are under way before the first is waited for
                .stream()
                .map(DynamoAuditTrail::answer)
                .toList();
        return merge(told);
    }

    private Stream<QueryRequest> queries(AuditQuestion question) {
        return switch (question.about()) {
            case AGENT -> shards(question).map(shard -> query(question, "byAgent", "agentShard", shard));
            case GRANT -> shards(question).map(shard -> query(question, "byGrant", "grantShard", shard));
            case LEASE -> Stream.of(query(question, "byLease", "lease", question.name()));
        };
    }

    private static Stream<String> shards(AuditQuestion question) {
        return SHARDS.stream().map(shard -> question.name() + "#" + shard);
    }

    private QueryRequest query(AuditQuestion question, String index, String key, String value) {
        var from = question.after().map(place -> place.text() + BEHIND).orElseGet(() -> Place.time(question.from()));
        return QueryRequest.builder()
                .tableName(table)
                .indexName(index)
                .keyConditionExpression("#key = :key AND #place BETWEEN :from AND :to")
                .projectionExpression("#place, #hash, #record")
                .expressionAttributeNames(Map.of("#key", key, "#place", "place", "#hash", "hash", "#record", "record"))
                .expressionAttributeValues(Map.of(
                        ":key", AttributeValue.fromS(value),
                        ":from", AttributeValue.fromS(from),
                        ":to", AttributeValue.fromS(Place.time(question.to())))) // places at that time are longer
                .limit(PAGE)
                .build();
    }

    private Told ask(QueryRequest query) {
        var answer = AwsFailure.guard("dynamodb", () -> dynamo.query(query));
        var records = answer.items().stream()
                .map(Row::new)
                .map(DynamoAuditTrail::read)
                .toList();
        boolean more = answer.hasLastEvaluatedKey() && !records.isEmpty();
        return new Told(records, more ? Optional.of(records.getLast().place()) : Optional.empty());
    }

    /** A row that no audit writer made is not left out in silence. */
    private static Found read(Row row) {
        try {
            return new Found(Place.parse(row.text("place")), ArchiveLine.of(row.text("hash"), row.text("record")));
        } catch (Malformed notOurs) {
            throw new Unavailable("audit-row-unreadable");
        }
    }

    private static Told answer(CompletableFuture<Told> asked) {
        try {
            return asked.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof Unavailable unavailable) {
                throw unavailable;
            }
            throw failed;
        }
    }

    private static AuditPage merge(List<Told> told) {
        var order = Comparator.comparing(Place::text);
        var until = told.stream().flatMap(shard -> shard.until().stream()).min(order);
        var sure = told.stream()
                .flatMap(shard -> shard.records().stream())
                .filter(found -> until.isEmpty() || order.compare(found.place(), until.get()) <= 0)
                .sorted(Comparator.comparing(Found::place, order))
                .toList();
        var page = sure.subList(0, Math.min(PAGE, sure.size()));
        boolean more = until.isPresent() || sure.size() > page.size();
        return new AuditPage(page, more ? Optional.of(page.getLast().place()) : Optional.empty());
    }
}
