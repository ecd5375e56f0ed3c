package dev.valet.aws;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Unavailable;
import dev.valet.grant.GrantId;
import dev.valet.grant.SecretArn;
import dev.valet.identity.AgentId;
import dev.valet.identity.RoleArn;
import dev.valet.json.StrictJson;
import dev.valet.lease.LeaseId;
import dev.valet.revocation.Asker;
import dev.valet.revocation.Revocation;
import dev.valet.revocation.RevocationId;
import dev.valet.revocation.Scope;
import dev.valet.revocation.SecretVersion;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A revocation as a row, and back. */
final class RevocationRow {
    /** The audit keeps it for good; the row is for those who work with it. */
    private static final Duration RETENTION = Duration.ofDays(400);

    private RevocationRow() {}

    static Map<String, AttributeValue> write(Revocation revocation) {
        var row = new HashMap<>(StateKey.revocation(revocation.id()).attributes());
        row.put("scope", text(revocation.scope().json().canonical()));
        row.put("principal", text(revocation.by().principal()));
        row.put("person", text(revocation.by().person()));
        row.put("reason", text(revocation.reason()));
        row.put("at", text(revocation.at().toString()));
        row.put("state", text(revocation.state().name()));
        revocation.revokedAt().ifPresent(at -> row.put("revokedAt", text(at.toString())));
        revocation.confirmedAt().ifPresent(at -> row.put("confirmedAt", text(at.toString())));
        row.put("roles", roles(revocation));
        row.put("values", values(revocation));
        row.put("leavesValues", AttributeValue.fromBool(revocation.leavesValues()));
        row.put("recorded", AttributeValue.fromBool(revocation.recorded()));
        var end = revocation.at().plus(RETENTION).getEpochSecond();
        row.put("ttl", AttributeValue.fromN(Long.toString(end)));
        return row;
    }

    static AttributeValue roles(Revocation revocation) {
        return AttributeValue.fromL(
                revocation.roles().stream().map(role -> text(role.toString())).toList());
    }

    static AttributeValue values(Revocation revocation) {
        return AttributeValue.fromL(
                revocation.values().stream().map(value -> text(value.text())).toList());
    }

    /** @throws Unavailable when the row is not as {@link #write} leaves it: nothing may be ended, or allowed, on a guess */
    static Revocation read(Row row) {
        try {
            return new Revocation(
                    RevocationId.parse(row.text(StateKey.SORT)),
                    scope(row.json("scope")),
                    new Asker(row.text("principal"), row.text("person")),
                    row.text("reason"),
                    Instant.parse(row.text("at")),
                    state(row.text("state")),
                    time(row, "revokedAt"),
                    time(row, "confirmedAt"),
                    row.texts("roles").stream().map(RoleArn::parse).toList(),
                    // Absent in rows of releases that rotated nothing.
                    row.has("values")
                            ? row.texts("values").stream()
                                    .map(RevocationRow::value)
                                    .toList()
                            : List.of(),
                    row.has("leavesValues") && row.flag("leavesValues"),
                    row.flag("recorded"));
        } catch (Malformed | DateTimeParseException unreadable) {
            throw new Unavailable("revocation-unreadable");
        }
    }

    private static SecretVersion value(String text) {
        if (StrictJson.read(text) instanceof Json.Arr(var both)
                && both.size() == 2
                && both.get(0) instanceof Json.Str(var secret)
                && both.get(1) instanceof Json.Str(var id)) {
            return new SecretVersion(SecretArn.parse(secret), id);
        }
        throw new Malformed("is a secret and one of its versions");
    }

    private static Scope scope(Json json) {
        Malformed.unless(json instanceof Json.Obj, "is a JSON object");
        var members = ((Json.Obj) json).members();
        if (members.containsKey("everything")) {
            return new Scope.Everything();
        }
        var agent = AgentId.parse(text(members, "agent"));
        if (members.containsKey("lease")) {
            return new Scope.OfLease(
                    agent, GrantId.parse(text(members, "grant")), LeaseId.parse(text(members, "lease")));
        }
        return members.containsKey("grant")
                ? new Scope.OfGrant(agent, GrantId.parse(text(members, "grant")))
                : new Scope.OfAgent(agent);
    }

    private static String text(Map<String, Json> members, String name) {
        return members.get(name) instanceof Json.Str(var text) ? text : "";
    }

    private static Revocation.State state(String text) {
        return Arrays.stream(Revocation.State.values())
                .filter(state -> state.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new Malformed("is a word Valet writes"));
    }

    private static Optional<Instant> time(Row row, String name) {
        return row.has(name) ? Optional.of(Instant.parse(row.text(name))) : Optional.empty();
    }

    static List<RevocationId> ids(List<Row> rows) {
        return rows.stream()
                .map(row -> RevocationId.parse(row.text(StateKey.SORT)))
                .toList();
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }
}
