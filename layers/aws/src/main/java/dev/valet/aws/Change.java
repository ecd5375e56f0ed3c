package dev.valet.aws;

import dev.valet.grant.Grant;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.identity.Issuer;
import dev.valet.identity.Principal;
import dev.valet.registry.Document;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** One change of the configuration: a transaction in which every write has a condition (INV-28). */
final class Change {
    static final String EDITION = "edition";

    private static final String OWN_OR_FREE = "attribute_not_exists(pk) OR #agent = :agent";
    private static final Map<String, String> AGENT = Map.of("#agent", "agent"); // a reserved word of DynamoDB's

    private final StateTable table;
    private final List<TransactWriteItem> writes = new ArrayList<>();

    Change(StateTable table) {
        this.table = table;
    }

    /** @param there the row as it was read; empty when there was none */
    Change write(Document document, Optional<DocumentRow> there, long version, boolean live) {
        var values = new HashMap<>(Map.of(
                ":doc", text(document.json().canonical()),
                ":version", number(version),
                ":removed", AttributeValue.fromBool(false)));
        var update = Update.builder()
                .tableName(table.name)
                .key(DocumentRow.key(document).attributes());
        if (there.isPresent()) {
            values.put(":seen", number(there.get().version()));
        }
        // Of a row that is in use, liveness is left alone.
        boolean fresh = there.map(DocumentRow::removed).orElse(true);
        if (fresh) {
            values.put(":live", AttributeValue.fromBool(live));
        }
        writes.add(TransactWriteItem.builder()
                .update(update.updateExpression("SET doc = :doc, version = :version, removed = :removed"
                                + (fresh ? ", live = :live REMOVE wasLive" : ""))
                        .conditionExpression(there.isPresent() ? "version = :seen" : "attribute_not_exists(pk)")
                        .expressionAttributeValues(values)
                        .build())
                .build());
        return this;
    }

    Change tombstone(DocumentRow row) {
        writes.add(TransactWriteItem.builder()
                .update(update -> update.tableName(table.name)
                        .key(DocumentRow.key(row.document()).attributes())
                        .updateExpression(
                                "SET wasLive = live, live = :dead, removed = :removed, version = version + :one")
                        .conditionExpression("version = :seen")
                        .expressionAttributeValues(Map.of(
                                ":dead", AttributeValue.fromBool(false),
                                ":removed", AttributeValue.fromBool(true),
                                ":one", number(1),
                                ":seen", number(row.version()))))
                .build());
        return this;
    }

    /** A name belongs to one document of its kind: that is what the listing is conditional on. */
    Change list(Document document, boolean listed) {
        var row = new HashMap<>(StateKey.listing(document).attributes());
        switch (document) {
            case Document.OfGrant(var grant) ->
                row.put("agent", text(grant.agent().text()));
            case Document.OfIssuer(var issuer) -> row.put("url", text(issuer.issuer()));
            case Document.OfAgent _, Document.OfAction _, Document.OfGuardrail _ -> {}
        }
        writes.add(TransactWriteItem.builder()
                .put(Put.builder()
                        .tableName(table.name)
                        .item(row)
                        .conditionExpression(listed ? "attribute_exists(pk)" : "attribute_not_exists(pk)")
                        .build())
                .build());
        return this;
    }

    Change unlist(Document document) {
        writes.add(TransactWriteItem.builder()
                .delete(Delete.builder()
                        .tableName(table.name)
                        .key(StateKey.listing(document).attributes())
                        .conditionExpression("attribute_exists(pk)")
                        .build())
                .build());
        return this;
    }

    /** One identity speaks for one agent: its row is taken by nobody else, and given up only by its own agent. */
    Change identities(Optional<Document> before, Optional<Document> after) {
        var wanted = identities(after);
        wanted.forEach(principal -> take(principal, agent(after)));
        identities(before).stream()
                .filter(principal -> !wanted.contains(principal))
                .forEach(principal -> giveUp(principal, agent(before)));
        return this;
    }

    private void take(Principal principal, AgentId agent) {
        var row = new HashMap<>(StateKey.principal(principal).attributes());
        row.put("key", text(principal.key()));
        row.put("agent", text(agent.text()));
        writes.add(TransactWriteItem.builder()
                .put(Put.builder()
                        .tableName(table.name)
                        .item(row)
                        .conditionExpression(OWN_OR_FREE)
                        .expressionAttributeNames(AGENT)
                        .expressionAttributeValues(Map.of(":agent", text(agent.text())))
                        .build())
                .build());
    }

    private void giveUp(Principal principal, AgentId agent) {
        writes.add(TransactWriteItem.builder()
                .delete(Delete.builder()
                        .tableName(table.name)
                        .key(StateKey.principal(principal).attributes())
                        .conditionExpression(OWN_OR_FREE)
                        .expressionAttributeNames(AGENT)
                        .expressionAttributeValues(Map.of(":agent", text(agent.text())))
                        .build())
                .build());
    }

    private static Set<Principal> identities(Optional<Document> document) {
        return document.map(found -> ((Document.OfAgent) found).agent().identities())
                .<Set<Principal>>map(HashSet::new)
                .orElseGet(Set::of);
    }

    private static AgentId agent(Optional<Document> document) {
        return ((Document.OfAgent) document.orElseThrow()).agent().id();
    }

    /** Keys loaded for what an issuer was before must not speak for what it is now. */
    Change forgetKeys(Optional<Document> before, Optional<Document> after) {
        if (!source(before).equals(source(after))) {
            var issuer = issuer(after.or(() -> before)).orElseThrow();
            writes.add(TransactWriteItem.builder()
                    .delete(Delete.builder()
                            .tableName(table.name)
                            .key(StateKey.keys(issuer.id()).attributes())
                            .build())
                    .build());
        }
        return this;
    }

    private static Optional<Issuer> issuer(Optional<Document> document) {
        return document.map(found -> ((Document.OfIssuer) found).issuer());
    }

    private static Optional<List<Object>> source(Optional<Document> document) {
        return issuer(document).map(issuer -> List.of(issuer.issuer(), issuer.keys()));
    }

    /** Every role that is leased is on a list of its own, so that all of them can deny everything without a search. */
    Change leasing(Optional<Document> grant) {
        grant.map(found -> ((Document.OfGrant) found).grant())
                .flatMap(found -> found.terms().sessionsOf())
                .ifPresent(role -> writes.add(TransactWriteItem.builder()
                        .update(update -> update.tableName(table.name)
                                .key(StateKey.leased(role).attributes())
                                .updateExpression("SET #role = :role")
                                .expressionAttributeNames(Map.of("#role", "role"))
                                .expressionAttributeValues(Map.of(":role", text(role.toString()))))
                        .build()));
        return this;
    }

    /**
     * An agent has one grant of an action: the row that leads to it is taken by no other, and given up only by its own. It
     * lies among rows that are never deleted, so one that leads nowhere stays.
     */
    Change performing(Optional<Document> before, Optional<Document> after) {
        var now = after.map(Change::grant);
        var was = before.map(Change::grant).filter(old -> !pointer(old).equals(now.flatMap(Change::pointer)));
        now.ifPresent(grant -> pointer(grant).ifPresent(key -> lead(key, grant.id(), "SET #grant = :grant")));
        was.ifPresent(grant -> pointer(grant).ifPresent(key -> lead(key, grant.id(), "REMOVE #grant")));
        return this;
    }

    private static Grant grant(Document document) {
        return ((Document.OfGrant) document).grant();
    }

    private static Optional<StateKey> pointer(Grant grant) {
        return grant.terms().performs().map(action -> StateKey.performs(grant.agent(), action));
    }

    private void lead(StateKey key, GrantId grant, String expression) {
        writes.add(TransactWriteItem.builder()
                .update(update -> update.tableName(table.name)
                        .key(key.attributes())
                        .updateExpression(expression)
                        .conditionExpression("attribute_not_exists(#grant) OR #grant = :grant")
                        .expressionAttributeNames(Map.of("#grant", "grant")) // reserved as well
                        .expressionAttributeValues(Map.of(":grant", text(grant.text()))))
                .build());
    }

    /** Moves the revision, so that whatever was decided before is decided again. */
    Change revision(int guardrailWrites) {
        writes.add(TransactWriteItem.builder()
                .update(update -> update.tableName(table.name)
                        .key(StateKey.control().attributes())
                        .updateExpression("SET revision = if_not_exists(revision, :zero) + :one,"
                                + " guardrailWrites = if_not_exists(guardrailWrites, :zero) + :guardrails,"
                                + " killEpoch = if_not_exists(killEpoch, :zero), #open = if_not_exists(#open, :open)")
                        .expressionAttributeNames(Map.of("#open", "open"))
                        .expressionAttributeValues(Map.of(
                                ":zero", number(0),
                                ":one", number(1),
                                ":guardrails", number(guardrailWrites),
                                ":open", AttributeValue.fromBool(true))))
                .build());
        return this;
    }

    /** Only over the edition that the change was found to fit in: the rules between documents are rules over all of them. */
    Change edition(long seen) {
        writes.add(TransactWriteItem.builder()
                .update(update -> update.tableName(table.name)
                        .key(StateKey.configuration().attributes())
                        .updateExpression("SET " + EDITION + " = :next")
                        .conditionExpression(seen == 0 ? "attribute_not_exists(pk)" : EDITION + " = :seen")
                        .expressionAttributeValues(
                                seen == 0
                                        ? Map.of(":next", number(1))
                                        : Map.of(":next", number(seen + 1), ":seen", number(seen))))
                .build());
        return this;
    }

    /**
     * @return false when something is no longer as it was read
     * @throws dev.valet.Unavailable when it is not known whether the change was made, or others were in the way for too long
     */
    boolean run() {
        return new Transaction(table, Transaction.Pause.SLEEP).write(writes).isEmpty();
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
