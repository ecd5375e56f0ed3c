package dev.valet.aws;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Unavailable;
import dev.valet.approval.Approval;
import dev.valet.approval.ApprovalId;
import dev.valet.approval.Vote;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An approval as a row, and back. */
final class ApprovalRow {
    /** The audit keeps it for good; the row is for those who work with it. */
    private static final Duration RETENTION = Duration.ofDays(400);

    private ApprovalRow() {}

    static StateKey key(Approval approval) {
        return key(approval.agent(), approval.id());
    }

    static StateKey key(Optional<AgentId> agent, ApprovalId id) {
        return agent.map(one -> StateKey.approval(one, id)).orElseGet(() -> StateKey.approval(id));
    }

    static Map<String, AttributeValue> write(Approval approval) {
        var row = new HashMap<>(key(approval).attributes());
        approval.agent().ifPresent(agent -> row.put("agent", text(agent.text())));
        approval.grant().ifPresent(grant -> row.put("grant", text(grant.text())));
        row.put("asked", text(approval.asked().canonical()));
        row.put("hash", text(approval.hash()));
        row.put("excluded", texts(approval.excluded()));
        row.put("approvers", number(approval.approvers()));
        row.put("uses", number(approval.uses()));
        row.put(
                "votes",
                AttributeValue.fromL(
                        approval.votes().stream().map(ApprovalRow::write).toList()));
        row.put("decision", decision(approval));
        row.put("at", text(approval.at().toString()));
        row.put("expires", number(approval.expires().getEpochSecond()));
        row.put("ttl", ttl(approval));
        return row;
    }

    /** The row that lists it, and says where it is. */
    static Map<String, AttributeValue> listing(Approval approval) {
        var row = new HashMap<>(StateKey.approvals(approval.id()).attributes());
        approval.agent().ifPresent(agent -> row.put("agent", text(agent.text())));
        row.put("ttl", ttl(approval));
        return row;
    }

    /** What using it is conditional on: a vote writes it together with itself. */
    static AttributeValue decision(Approval approval) {
        if (approval.isDenied()) {
            return text("DENIED");
        }
        return text(approval.isApproved() ? "APPROVED" : "OPEN");
    }

    static AttributeValue write(Vote vote) {
        return AttributeValue.fromM(Map.of(
                "person", text(vote.person()),
                "role", text(vote.role()),
                "choice", text(vote.choice().name()),
                "reason", text(vote.reason()),
                "at", text(vote.at().toString())));
    }

    /** @throws Unavailable when the row is not as {@link #write} leaves it: nothing is approved on a guess */
    static Approval read(Row row) {
        try {
            var id = ApprovalId.parse(row.text(StateKey.SORT));
            var asked = row.json("asked");
            Malformed.unless(asked instanceof Json.Obj, "is a JSON object");
            var approval = new Approval(
                    id,
                    row.has("agent") ? Optional.of(AgentId.parse(row.text("agent"))) : Optional.empty(),
                    row.has("grant") ? Optional.of(GrantId.parse(row.text("grant"))) : Optional.empty(),
                    (Json.Obj) asked,
                    Set.copyOf(row.texts("excluded")),
                    Math.toIntExact(row.number("approvers")),
                    Math.toIntExact(row.number("uses")),
                    row.has("usedBy") ? row.set("usedBy") : Set.of(),
                    row.list("votes").stream().map(ApprovalRow::vote).toList(),
                    Instant.parse(row.text("at")),
                    Instant.ofEpochSecond(row.number("expires")));
            Malformed.unless(approval.hash().equals(row.text("hash")), "hashes to what is beside it");
            return approval;
        } catch (Malformed | DateTimeException | ArithmeticException unreadable) {
            throw new Unavailable("approval-unreadable");
        }
    }

    private static Vote vote(AttributeValue written) {
        Malformed.unless(written.hasM(), "is a vote");
        var vote = new Row(written.m());
        return new Vote(
                vote.text("person"),
                vote.text("role"),
                choice(vote.text("choice")),
                vote.text("reason"),
                Instant.parse(vote.text("at")));
    }

    private static Vote.Choice choice(String text) {
        return Arrays.stream(Vote.Choice.values())
                .filter(choice -> choice.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new Malformed("is a word Valet writes"));
    }

    private static AttributeValue ttl(Approval approval) {
        return number(approval.expires().plus(RETENTION).getEpochSecond());
    }

    private static AttributeValue texts(Set<String> texts) {
        return AttributeValue.fromL(List.copyOf(new TreeSet<>(texts)).stream()
                .map(ApprovalRow::text)
                .toList());
    }

    static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
