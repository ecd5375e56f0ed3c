package dev.valet.aws;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Unavailable;
import dev.valet.grant.ActionId;
import dev.valet.grant.GrantId;
import dev.valet.guardrail.GuardrailId;
import dev.valet.identity.AgentId;
import dev.valet.registry.ActionDocument;
import dev.valet.registry.AgentDocument;
import dev.valet.registry.Configuration;
import dev.valet.registry.Document;
import dev.valet.registry.GrantDocument;
import dev.valet.registry.GuardrailDocument;
import dev.valet.registry.IssuerDocument;

/**
 * A document's row, for those who change it.
 *
 * @param live of a tombstone, what it was before it was removed
 */
record DocumentRow(Document document, long version, boolean live, boolean removed) {

    /** @throws Unavailable when the row is not as Valet writes it: nothing may be changed on a guess */
    static DocumentRow read(Document.Kind kind, Row row) {
        try {
            boolean removed = row.isRemoved();
            boolean live = row.flag(removed && row.has("wasLive") ? "wasLive" : "live");
            return new DocumentRow(document(kind, row.json("doc")), row.number("version"), live, removed);
        } catch (Malformed unreadable) {
            throw new Unavailable("document-unreadable");
        }
    }

    private static Document document(Document.Kind kind, Json json) {
        return switch (kind) {
            case ISSUER -> new Document.OfIssuer(IssuerDocument.read(json));
            case AGENT -> new Document.OfAgent(AgentDocument.read(json));
            case ACTION -> new Document.OfAction(ActionDocument.read(json));
            case GRANT -> new Document.OfGrant(GrantDocument.read(json));
            case GUARDRAIL -> new Document.OfGuardrail(GuardrailDocument.read(json));
        };
    }

    Configuration.Stored stored() {
        return new Configuration.Stored(document, version, live && !removed);
    }

    static StateKey key(Document document) {
        return switch (document) {
            case Document.OfIssuer(var issuer) -> StateKey.issuer(issuer.issuer());
            case Document.OfAgent(var agent) -> StateKey.agent(agent.id());
            case Document.OfAction(var action) -> StateKey.action(action.id());
            case Document.OfGrant(var grant) -> StateKey.grant(grant.agent(), grant.id());
            case Document.OfGuardrail(var guardrail) -> StateKey.guardrail(guardrail.id());
        };
    }

    /** @throws Unavailable when the listing is not as Valet writes it */
    static StateKey key(Document.Kind kind, Row listing) {
        try {
            var id = listing.text(StateKey.SORT);
            return switch (kind) {
                case ISSUER -> StateKey.issuer(listing.text("url"));
                case AGENT -> StateKey.agent(AgentId.parse(id));
                case ACTION -> StateKey.action(ActionId.parse(id));
                case GRANT -> StateKey.grant(AgentId.parse(listing.text("agent")), GrantId.parse(id));
                case GUARDRAIL -> StateKey.guardrail(GuardrailId.parse(id));
            };
        } catch (Malformed unreadable) {
            throw new Unavailable("listing-unreadable");
        }
    }
}
