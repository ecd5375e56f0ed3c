package dev.valet.aws;

import dev.valet.Malformed;
import dev.valet.Unavailable;
import dev.valet.action.Action;
import dev.valet.grant.ActionId;
import dev.valet.grant.Grant;
import dev.valet.grant.GrantId;
import dev.valet.guardrail.Guardrail;
import dev.valet.guardrail.Guardrails;
import dev.valet.identity.Agent;
import dev.valet.identity.AgentId;
import dev.valet.identity.Principal;
import dev.valet.registry.ActionDocument;
import dev.valet.registry.AgentDocument;
import dev.valet.registry.GrantDocument;
import dev.valet.registry.GuardrailDocument;
import dev.valet.registry.Registered;
import dev.valet.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The registry as strongly consistent reads say it is now. */
final class FreshRegistry implements Registry {
    private final StateTable table;
    private final Function<List<Guardrail>, Guardrails> compiler;
    private final AtomicReference<@Nullable Compiled> compiled = new AtomicReference<>();

    private record Compiled(long revision, long writes, Guardrails guardrails) {}

    FreshRegistry(StateTable table, Function<List<Guardrail>, Guardrails> compiler) {
        this.table = table;
        this.compiler = compiler;
    }

    @Override
    public Optional<Registered<Agent>> agentOf(Principal principal) {
        return table.get(StateKey.principal(principal))
                .filter(row -> Row.reading(() -> row.text("key")).equals(Optional.of(principal.key())))
                .flatMap(row -> Row.reading(() -> AgentId.parse(row.text("agent"))))
                .flatMap(this::agent)
                // The agent's own document has the last word on who speaks for it.
                .filter(agent -> agent.value().identities().contains(principal));
    }

    private Optional<Registered<Agent>> agent(AgentId id) {
        return table.get(StateKey.agent(id))
                .flatMap(row -> row.registered(AgentDocument::read))
                .filter(agent -> agent.value().id().equals(id));
    }

    @Override
    public Optional<Registered<Grant>> grant(AgentId agent, GrantId grant) {
        return table.get(StateKey.grant(agent, grant))
                .flatMap(row -> row.registered(GrantDocument::read))
                .filter(found -> found.value().agent().equals(agent))
                .filter(found -> found.value().id().equals(grant));
    }

    @Override
    public Optional<Registered<Grant>> grantFor(AgentId agent, ActionId action) {
        return table.get(StateKey.performs(agent, action))
                .flatMap(row -> Row.reading(() -> GrantId.parse(row.text("grant"))))
                .flatMap(grant -> grant(agent, grant))
                // The grant's own document has the last word on what it is of.
                .filter(found -> found.value().terms().performs().equals(Optional.of(action)));
    }

    @Override
    public Optional<Registered<Action>> action(ActionId action) {
        return table.get(StateKey.action(action))
                .flatMap(row -> row.registered(ActionDocument::read))
                .filter(found -> found.value().id().equals(action));
    }

    @Override
    public List<Registered<Grant>> grantsOf(AgentId agent) {
        return table.query(StateKey.Range.grants(agent)).stream()
                .filter(row -> !Row.reading(row::isRemoved).orElse(true))
                .flatMap(row -> row.registered(GrantDocument::read).stream())
                .filter(found -> found.value().agent().equals(agent))
                .limit(MOST_GRANTS)
                .toList();
    }

    @Override
    public Ruleset rules() {
        // The control row first: should the guardrails move in between, the look finds a newer revision than this one.
        var row = ControlRow.read(table.get(StateKey.control()));
        var last = compiled.get();
        if (last == null || last.revision != row.control().revision() || last.writes != row.guardrailWrites()) {
            last = new Compiled(row.control().revision(), row.guardrailWrites(), compile(row.guardrailWrites()));
            compiled.set(last);
        }
        return new Ruleset(row.control(), last.guardrails);
    }

    private Guardrails compile(long writes) {
        var rows = table.query(StateKey.Range.guardrails());
        try {
            // A transaction's rows may become visible one by one. Each write of a guardrail adds one to its own version
            // and one to the control row's count, so a torn read, or a row that somebody deleted, shows in the sum.
            if (rows.stream().mapToLong(row -> row.number("version")).sum() != writes) {
                throw new Unavailable("guardrails-in-motion");
            }
            var inForce = new ArrayList<Guardrail>();
            for (var row : rows) {
                if (!row.isRemoved()) {
                    inForce.add(GuardrailDocument.read(row.json("doc")));
                }
            }
            return inForce.isEmpty() ? Guardrails.NONE : compiler.apply(inForce);
        } catch (Malformed unreadable) {
            return Guardrails.REFUSING; // to leave one out would be to lift it (INV-6)
        }
    }

    @Override
    public Registry fresh() {
        return this;
    }
}
