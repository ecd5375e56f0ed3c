package dev.valet.aws;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Reason;
import dev.valet.Unavailable;
import dev.valet.action.PerformanceId;
import dev.valet.approval.ApprovalId;
import dev.valet.budget.Amount;
import dev.valet.budget.Charge;
import dev.valet.budget.Unit;
import dev.valet.grant.ActionId;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.identity.Environment;
import dev.valet.performance.Performance;
import dev.valet.performance.Performance.State;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A performance as a row, and back. */
final class PerformanceRow {
    /**
     * How long a key is remembered, and with it what became of it: longer than any provider remembers its own, so that a key
     * that Valet forgot is not one that a provider would still take for a repeat. TTL may take days more (T-33).
     */
    static final Duration RETENTION = Duration.ofDays(30);

    private PerformanceRow() {}

    static StateKey key(Performance performance) {
        return StateKey.performance(performance.id());
    }

    static AttributeValue ttl(Performance performance) {
        return number(performance.reservedAt().plus(RETENTION).getEpochSecond());
    }

    static Map<String, AttributeValue> write(Performance performance) {
        var row = new HashMap<>(key(performance).attributes());
        row.put("id", text(performance.id().text()));
        row.put("agent", text(performance.agent().text()));
        row.put("grant", text(performance.grant().text()));
        row.put("action", text(performance.action().text()));
        row.put("environment", text(performance.environment().word()));
        row.put("principal", text(performance.principal()));
        row.put("inputHash", text(performance.inputHash()));
        row.put("reservedAt", text(performance.reservedAt().toString()));
        row.put("sendBy", text(performance.sendBy().toString()));
        row.put("agentVersion", number(performance.basis().agentVersion()));
        row.put("grantVersion", number(performance.basis().grantVersion()));
        row.put("actionVersion", number(performance.basis().actionVersion()));
        row.put("killEpoch", number(performance.basis().killEpoch()));
        row.put("revision", number(performance.basis().revision()));
        row.put("nonce", text(performance.nonce()));
        row.put("ttl", ttl(performance));
        performance.input().ifPresent(input -> row.put("input", text(input.canonical())));
        performance.charge().ifPresent(charge -> row.putAll(charge(charge)));
        performance.approval().ifPresent(approval -> row.put("approval", text(approval.text())));
        row.putAll(state(performance));
        return row;
    }

    private static Map<String, AttributeValue> charge(Charge charge) {
        var row = new HashMap<String, AttributeValue>();
        row.put("unit", text(charge.amount().unit().code()));
        row.put("amount", number(charge.amount().units()));
        row.put("day", text(charge.day().toString()));
        row.put("perDay", number(charge.perDay()));
        charge.payee().ifPresent(payee -> row.put("payee", text(payee)));
        charge.perPayee().ifPresent(cap -> row.put("perPayee", number(cap)));
        return row;
    }

    /** What moving it on changes, and nothing else. */
    static Map<String, AttributeValue> state(Performance performance) {
        var row = new HashMap<String, AttributeValue>();
        row.put("state", text(performance.state().word()));
        row.put("recorded", AttributeValue.fromBool(performance.recorded()));
        switch (performance.state()) {
            case State.Reserved() -> {}
            case State.Sent(Instant at) -> row.put("sentAt", text(at.toString()));
            case State.Unknown(Instant at, String cause) -> {
                row.put("unknownAt", text(at.toString()));
                row.put("cause", text(cause));
            }
            case State.Released(Instant at, Reason reason, String cause) -> {
                row.put("endedAt", text(at.toString()));
                row.put("reason", text(reason.name()));
                row.put("cause", text(cause));
            }
            case State.Settled settled -> {
                row.put("endedAt", text(settled.at().toString()));
                row.put("reference", text(settled.reference()));
                row.put("spent", number(settled.spent()));
                row.put("cause", text(settled.cause()));
                settled.result().ifPresent(result -> row.put("result", text(result.canonical())));
            }
        }
        return row;
    }

    /** @throws Unavailable when the row is not as {@link #write} leaves it: nothing is done or told on a guess */
    static Performance read(Row row) {
        try {
            return new Performance(
                    PerformanceId.parse(row.text("id")),
                    AgentId.parse(row.text("agent")),
                    GrantId.parse(row.text("grant")),
                    ActionId.parse(row.text("action")),
                    Environment.parse(row.text("environment")),
                    row.text("principal"),
                    object(row, "input"),
                    row.text("inputHash"),
                    row.has("unit") ? Optional.of(charge(row)) : Optional.empty(),
                    row.has("approval") ? Optional.of(ApprovalId.parse(row.text("approval"))) : Optional.empty(),
                    Instant.parse(row.text("reservedAt")),
                    Instant.parse(row.text("sendBy")),
                    new Performance.Basis(
                            row.number("agentVersion"),
                            row.number("grantVersion"),
                            row.number("actionVersion"),
                            row.number("killEpoch"),
                            row.number("revision")),
                    row.text("nonce"),
                    state(row),
                    row.flag("recorded"));
        } catch (Malformed | DateTimeParseException | IllegalArgumentException unreadable) {
            throw new Unavailable("performance-unreadable");
        }
    }

    private static Charge charge(Row row) {
        return new Charge(
                new Amount(Unit.parse(row.text("unit")), row.number("amount")),
                row.has("payee") ? Optional.of(row.text("payee")) : Optional.empty(),
                LocalDate.parse(row.text("day")),
                row.number("perDay"),
                row.has("perPayee") ? Optional.of(row.number("perPayee")) : Optional.empty());
    }

    private static State state(Row row) {
        return switch (row.text("state")) {
            case "RESERVED" -> new State.Reserved();
            case "SENT" -> new State.Sent(time(row, "sentAt"));
            case "UNKNOWN" -> new State.Unknown(time(row, "unknownAt"), row.text("cause"));
            case "RELEASED" -> new State.Released(time(row, "endedAt"), reason(row.text("reason")), row.text("cause"));
            case "SETTLED" ->
                new State.Settled(
                        time(row, "endedAt"),
                        object(row, "result"),
                        row.text("reference"),
                        row.number("spent"),
                        row.text("cause"));
            default -> throw new Malformed("is a word Valet writes");
        };
    }

    private static Optional<Json.Obj> object(Row row, String name) {
        if (!row.has(name)) {
            return Optional.empty();
        }
        Malformed.unless(row.json(name) instanceof Json.Obj, "is a JSON object");
        return Optional.of((Json.Obj) row.json(name));
    }

    private static Reason reason(String text) {
        return Arrays.stream(Reason.values())
                .filter(reason -> reason.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new Malformed("is a word Valet writes"));
    }

    private static Instant time(Row row, String name) {
        return Instant.parse(row.text(name));
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
