package dev.valet.audit;

import dev.valet.Json;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One thing that happened. The constructors' parameters are an allow-list: nothing else reaches the log.
 *
 * @param agent empty when nobody known was calling
 * @param grant empty where no grant of the agent's was named
 * @param lease empty where none was opened
 * @param facts closed names; values of Valet's own making, or a caller's whose form was checked, never an upstream's text
 */
public record AuditEntry(
        Phase phase,
        Instant at,
        String principal,
        String agent,
        String grant,
        String lease,
        SortedMap<String, String> facts) {

    public AuditEntry {
        facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    }

    public static AuditEntry of(Phase phase, Instant at, String principal) {
        return new AuditEntry(phase, at, principal, "", "", "", new TreeMap<>());
    }

    public AuditEntry agent(String name) {
        return new AuditEntry(phase, at, principal, name, grant, lease, facts);
    }

    public AuditEntry grant(String name) {
        return new AuditEntry(phase, at, principal, agent, name, lease, facts);
    }

    public AuditEntry lease(String id) {
        return new AuditEntry(phase, at, principal, agent, grant, id, facts);
    }

    public AuditEntry with(String name, String value) {
        var more = new TreeMap<>(facts);
        more.put(name, value);
        return new AuditEntry(phase, at, principal, agent, grant, lease, more);
    }

    Json json() {
        return Json.object()
                .with("phase", phase.name())
                .with("at", at)
                .with("principal", principal)
                .with("agent", agent)
                .with("grant", grant)
                .with("lease", lease)
                .with("facts", Json.strings(facts))
                .build();
    }
}
