package dev.valet.revocation;

import dev.valet.Json;
import dev.valet.audit.AuditEntry;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.lease.LeaseId;

/** How much is ended. Each is named with what it lies in, so it is found by its key and by nothing else. */
public sealed interface Scope {
    record OfLease(AgentId agent, GrantId grant, LeaseId lease) implements Scope {}

    record OfGrant(AgentId agent, GrantId grant) implements Scope {}

    record OfAgent(AgentId agent) implements Scope {}

    record Everything() implements Scope {}

    /** The members {@code agent}, {@code grant} and {@code lease}, as many as there are, or {@code everything}. */
    default Json json() {
        return switch (this) {
            case OfLease(var agent, var grant, var lease) ->
                Json.object()
                        .with("agent", agent.text())
                        .with("grant", grant.text())
                        .with("lease", lease.text())
                        .build();
            case OfGrant(var agent, var grant) ->
                Json.object()
                        .with("agent", agent.text())
                        .with("grant", grant.text())
                        .build();
            case OfAgent(var agent) -> Json.object().with("agent", agent.text()).build();
            case Everything() -> Json.object().with("everything", true).build();
        };
    }

    /** An entry under its names, so that the history of an agent, a grant or a lease tells of it. */
    default AuditEntry named(AuditEntry entry) {
        return switch (this) {
            case OfLease(var agent, var grant, var lease) ->
                entry.agent(agent.text()).grant(grant.text()).lease(lease.text());
            case OfGrant(var agent, var grant) -> entry.agent(agent.text()).grant(grant.text());
            case OfAgent(var agent) -> entry.agent(agent.text());
            case Everything() -> entry.with("scope", "everything");
        };
    }
}
