package dev.valet.aws;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.grant.GrantId;
import dev.valet.grant.Kind;
import dev.valet.grant.Parameters;
import dev.valet.identity.AgentId;
import dev.valet.identity.Environment;
import dev.valet.lease.EndedBy;
import dev.valet.lease.Lease;
import dev.valet.lease.LeaseId;
import dev.valet.revocation.Handed;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A lease as a row, and back. */
final class LeaseRow {
    /** How long a lease stays on record after its end. DynamoDB may take days more, which matters to nobody (T-33). */
    static final Duration RETENTION = Duration.ofDays(30);

    /** Of the secret, where a value may have been handed over and is to be rotated. It is no part of the lease as it was opened. */
    static final String VERSION = "version";

    private LeaseRow() {}

    static Map<String, AttributeValue> write(Lease lease) {
        var row = new HashMap<>(key(lease).attributes());
        row.put("agent", text(lease.agent().text()));
        row.put("grant", text(lease.grant().text()));
        row.put("environment", text(lease.environment().word()));
        row.put("kind", text(lease.kind().word()));
        row.put("endedBy", text(lease.endedBy().word()));
        if (lease.rotateOnEnd()) {
            row.put("rotateOnEnd", AttributeValue.fromBool(true));
        }
        row.put("target", text(lease.target()));
        row.put("principal", text(lease.principal()));
        row.put("parameters", text(lease.parameters().canonical()));
        row.put("reason", text(lease.reason()));
        row.put("issuedAt", text(lease.issuedAt().toString()));
        row.put("expiresAt", text(lease.expiresAt().toString()));
        row.put("agentVersion", number(lease.basis().agentVersion()));
        row.put("grantVersion", number(lease.basis().grantVersion()));
        row.put("killEpoch", number(lease.basis().killEpoch()));
        row.put("revision", number(lease.basis().revision()));
        row.put("state", text(lease.state().name()));
        row.put("ttl", number(lease.expiresAt().plus(RETENTION).getEpochSecond()));
        return row;
    }

    static StateKey key(Lease lease) {
        return StateKey.lease(lease.agent(), lease.grant(), lease.id());
    }

    /** What it handed over, of what ending it takes. */
    static Handed handed(Row row) {
        return row.has(VERSION) ? new Handed.Version(row.text(VERSION)) : new Handed.Nothing();
    }

    /** Empty when the row is not as {@link #write} leaves it. */
    static Optional<Lease> read(Row row) {
        return Row.reading(() -> new Lease(
                LeaseId.parse(row.text(StateKey.SORT)),
                AgentId.parse(row.text("agent")),
                GrantId.parse(row.text("grant")),
                Environment.parse(row.text("environment")),
                one(Kind.values(), Kind::word, row.text("kind")),
                one(EndedBy.values(), EndedBy::word, row.text("endedBy")),
                row.has("rotateOnEnd") && row.flag("rotateOnEnd"),
                row.text("target"),
                row.text("principal"),
                parameters(row.json("parameters")),
                row.text("reason"),
                time(row.text("issuedAt")),
                time(row.text("expiresAt")),
                new Lease.Basis(
                        row.number("agentVersion"),
                        row.number("grantVersion"),
                        row.number("killEpoch"),
                        row.number("revision")),
                one(Lease.State.values(), Lease.State::name, row.text("state"))));
    }

    private static <E> E one(E[] all, Function<E, String> word, String text) {
        return Arrays.stream(all)
                .filter(each -> word.apply(each).equals(text))
                .findFirst()
                .orElseThrow(() -> new Malformed("is a word Valet writes"));
    }

    private static Parameters parameters(Json json) {
        var values = new TreeMap<String, String>();
        Malformed.unless(json instanceof Json.Obj, "is a JSON object");
        ((Json.Obj) json).members().forEach((name, value) -> {
            Malformed.unless(value instanceof Json.Str, "is a string");
            values.put(name, ((Json.Str) value).text());
        });
        return new Parameters(values);
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException notATime) {
            throw new Malformed("is a time");
        }
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
