package dev.valet.act;

import dev.valet.Json;
import dev.valet.Reason;
import dev.valet.edge.Call;
import dev.valet.edge.HttpReply;
import dev.valet.edge.Replies;
import dev.valet.identity.Agent;
import dev.valet.identity.Environment;
import dev.valet.identity.Principal;
import dev.valet.performance.ActionGrant;
import dev.valet.registry.Control;
import dev.valet.registry.Registry;
import java.util.List;
import java.util.function.BiPredicate;

/** {@code GET /v1/actions}: what the caller may have performed now, with the schema of each input. */
final class ActionsRoute {
    private final Registry registry;
    private final BiPredicate<Principal, Control> development;

    ActionsRoute(Registry registry, BiPredicate<Principal, Control> development) {
        this.registry = registry;
        this.development = development;
    }

    HttpReply list(Call call) {
        ActJson.expectNoQuery(call);
        var fresh = registry.fresh();
        var agent = fresh.agentOf(call.principal());
        if (agent.isEmpty()) {
            return Replies.refused(Reason.UNKNOWN_PRINCIPAL, call);
        }
        var control = fresh.rules().control();
        var most = development.test(call.principal(), control) ? Environment.SANDBOX : Environment.PRODUCTION;
        boolean any = agent.get().live() && control.open();
        var actions = any ? live(fresh, agent.get().value(), most) : List.<Json>of();
        return Replies.read(Json.object().with("actions", new Json.Arr(actions)).build());
    }

    private static List<Json> live(Registry fresh, Agent agent, Environment most) {
        return fresh.grantsOf(agent.id()).stream()
                .flatMap(grant -> ActionGrant.of(fresh, grant).stream())
                .filter(ActionGrant::live)
                .filter(found -> found.action().value().environment().isWithin(most))
                .map(ActionJson::write)
                .toList();
    }
}
