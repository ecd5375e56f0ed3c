package dev.valet.aws;

import dev.valet.Unavailable;
import dev.valet.identity.Issuer;
import dev.valet.identity.IssuerId;
import dev.valet.identity.Issuers;
import dev.valet.registry.Document;
import dev.valet.registry.IssuerDocument;
import dev.valet.registry.Registered;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Issuers and their keys in the state table, read strongly each time: a removed issuer is unknown at once. */
public final class DynamoIssuers implements Issuers {
    /** So often at most may strangers' tokens make upkeep load an issuer's keys (T-28). */
    static final Duration BETWEEN_REFRESHES = Duration.ofSeconds(60);

    private final StateTable table;
    private final Clock clock;

    public DynamoIssuers(StateTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    @Override
    public Optional<Issuer> byUrl(String issuer) {
        return table.get(StateKey.issuer(issuer))
                .flatMap(DynamoIssuers::live)
                .filter(found -> found.issuer().equals(issuer));
    }

    @Override
    public List<Issuer> all() {
        var keys = table.query(StateKey.Range.listing(Document.Kind.ISSUER)).stream()
                .flatMap(row -> Row.reading(() -> StateKey.issuer(row.text("url"))).stream())
                .toList();
        return table.getAll(keys).stream()
                .flatMap(row -> live(row).stream())
                .sorted(Comparator.comparing(Issuer::id))
                .toList();
    }

    private static Optional<Issuer> live(Row row) {
        return row.registered(IssuerDocument::read).filter(Registered::live).map(Registered::value);
    }

    @Override
    public Optional<StoredKeys> keys(IssuerId issuer) {
        return table.get(StateKey.keys(issuer))
                .filter(row -> row.has("jwks"))
                .flatMap(row -> Row.reading(() -> {
                    long fetched = row.number("fetchedAt");
                    boolean wanted = row.has("refreshWantedAt") && row.number("refreshWantedAt") > fetched;
                    return new StoredKeys(row.json("jwks"), Instant.ofEpochMilli(fetched), wanted);
                }));
    }

    /** Of two that were loaded at the same time, the later stays. */
    @Override
    public void store(IssuerId issuer, StoredKeys keys) {
        update(UpdateItemRequest.builder()
                .tableName(table.name)
                .key(StateKey.keys(issuer).attributes())
                .updateExpression("SET jwks = :jwks, fetchedAt = :at")
                .conditionExpression("attribute_not_exists(fetchedAt) OR fetchedAt <= :at")
                .expressionAttributeValues(
                        Map.of(":jwks", AttributeValue.fromS(keys.jwks().canonical()), ":at", millis(keys.fetchedAt())))
                .build());
    }

    @Override
    public void wantRefresh(IssuerId issuer) {
        var now = clock.instant();
        try {
            update(UpdateItemRequest.builder()
                    .tableName(table.name)
                    .key(StateKey.keys(issuer).attributes())
                    .updateExpression("SET refreshWantedAt = :now")
                    .conditionExpression("attribute_not_exists(refreshWantedAt) OR refreshWantedAt <= :earlier")
                    .expressionAttributeValues(
                            Map.of(":now", millis(now), ":earlier", millis(now.minus(BETWEEN_REFRESHES))))
                    .build());
        } catch (Unavailable notAsked) {
            // The token that led here is refused anyway, and upkeep loads the keys on its own clock too.
        }
    }

    private void update(UpdateItemRequest update) {
        try {
            table.dynamo.updateItem(update);
        } catch (ConditionalCheckFailedException done) {
            // Somebody else did it just now.
        } catch (SdkException failure) {
            throw new Unavailable(AwsFailure.code("dynamodb", failure));
        }
    }

    private static AttributeValue millis(Instant time) {
        return AttributeValue.fromN(Long.toString(time.toEpochMilli()));
    }
}
