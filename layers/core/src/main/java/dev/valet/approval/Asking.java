package dev.valet.approval;

import dev.valet.Json;
import dev.valet.grant.ApprovalRule;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import java.time.Instant;
import java.util.Set;

/**
 * A request of an agent that needs a yes, as it was decided just now.
 *
 * @param act what kind of request: {@code lease}, or the name of an action
 * @param principal the caller, as {@link dev.valet.identity.Principal#key()}
 * @param facts everything else that is asked for, and every version it was decided on
 * @param basis the versions among them, which an approval given beforehand is bound to as well
 * @param rule how many people, and for how long
 * @param because the rule that wants it, by name
 * @param excluded who may not decide, in lower case
 */
public record Asking(
        AgentId agent,
        GrantId grant,
        String act,
        String principal,
        Json.Obj facts,
        Json.Obj basis,
        ApprovalRule rule,
        String because,
        Set<String> excluded) {

    public Asking {
        excluded = Set.copyOf(excluded);
    }

    /** What people read of this very request. */
    Json.Obj text(ApprovalId id, Instant expires) {
        return Json.object()
                .with("act", act)
                .with("agent", agent.text())
                .with("grant", grant.text())
                .with("principal", principal)
                .with("request", facts)
                .with("basis", basis)
                .with("because", because)
                .with("approval", id.text())
                .with("expires", expires)
                .build();
    }

    /** What people read of an approval given beforehand: any request of this grant, so many times. */
    Json.Obj textBeforehand(ApprovalId id, int uses, Instant expires) {
        return beforehand(agent, grant, act, basis, id, uses, expires);
    }

    static Json.Obj beforehand(
            AgentId agent, GrantId grant, String act, Json.Obj basis, ApprovalId id, int uses, Instant expires) {
        return Json.object()
                .with("act", act)
                .with("agent", agent.text())
                .with("grant", grant.text())
                .with("uses", uses)
                .with("basis", basis)
                .with("approval", id.text())
                .with("expires", expires)
                .build();
    }
}
