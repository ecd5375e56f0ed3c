package dev.valet.act;

import dev.valet.Json;
import dev.valet.Reason;
import dev.valet.edge.Call;
import dev.valet.edge.HttpReply;
import dev.valet.edge.Replies;
import dev.valet.grant.Grant;
import dev.valet.performance.ActionGrant;
import dev.valet.registry.Registered;
import dev.valet.registry.Registry;
import dev.valet.registry.UsableGrants;
import java.util.List;

/** {@code GET /v1/actions}: what the caller may have performed now, with the schema of each input. */
final class ActionsRoute {
    private final Registry registry;
    private final UsableGrants usable;

    ActionsRoute(Registry registry, UsableGrants usable) {
        this.registry = registry;
        this.usable = usable;
    }

    HttpReply list(Call call) {
        ActJson.expectNoQuery(call);
        var fresh = registry.fresh();
        return usable.of(fresh, call.principal())
                .map(grants -> Replies.read(Json.object()
                        .with("actions", new Json.Arr(actions(fresh, grants)))
                        .build()))
                .orElseGet(() -> Replies.refused(Reason.UNKNOWN_PRINCIPAL, call));
    }

    private static List<Json> actions(Registry fresh, List<Registered<Grant>> grants) {
        return grants.stream()
                .flatMap(grant -> ActionGrant.of(fresh, grant).stream())
                .filter(ActionGrant::live)
                .map(ActionJson::write)
                .toList();
    }
}
