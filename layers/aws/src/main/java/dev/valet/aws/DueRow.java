package dev.valet.aws;

import dev.valet.grant.GrantId;
import dev.valet.grant.SecretArn;
import dev.valet.identity.AgentId;
import dev.valet.lease.Lease;
import dev.valet.lease.LeaseId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A lease whose end takes an act, as a row that lies there until the act is listed. No time removes it. */
record DueRow(AgentId agent, GrantId grant, LeaseId lease, SecretArn secret, Instant end) {

    static Map<String, AttributeValue> write(Lease lease) {
        var row = new HashMap<>(StateKey.due(lease.id(), lease.expiresAt()).attributes());
        row.put("agent", AttributeValue.fromS(lease.agent().text()));
        row.put("grant", AttributeValue.fromS(lease.grant().text()));
        row.put("lease", AttributeValue.fromS(lease.id().text()));
        row.put("secret", AttributeValue.fromS(lease.target()));
        row.put("end", AttributeValue.fromS(lease.expiresAt().toString()));
        return row;
    }

    /** Empty when the row is not as {@link #write} leaves it. */
    static Optional<DueRow> read(Row row) {
        try {
            return Row.reading(() -> new DueRow(
                    AgentId.parse(row.text("agent")),
                    GrantId.parse(row.text("grant")),
                    LeaseId.parse(row.text("lease")),
                    SecretArn.parse(row.text("secret")),
                    Instant.parse(row.text("end"))));
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }
}
