package dev.valet.performance;

import dev.valet.Json;
import dev.valet.approval.Approval;
import dev.valet.approval.Asking;
import dev.valet.identity.Principal;
import dev.valet.registry.Control;

/** What people read before they approve an action: all that it will be made of, its input whole (INV-18). */
public final class ActionText {
    private ActionText() {}

    static Asking asking(Principal principal, ActionRequest request, ActionVerdict.Allowed allowed) {
        var grant = allowed.grant().grant().value();
        var action = allowed.grant().action().value();
        var facts = Json.object()
                .with("description", action.description())
                .with("environment", action.environment().word())
                .with("impact", action.impact().word())
                .with("input", request.input())
                .with("amount", allowed.charge().map(charge -> charge.amount().toString()))
                .with("payee", allowed.charge().flatMap(charge -> charge.payee()))
                .with("reason", request.reason())
                .build();
        return new Asking(
                grant.agent(),
                grant.id(),
                action.id().text(),
                principal.key(),
                facts,
                basis(allowed.grant(), allowed.control()),
                allowed.approval(),
                allowed.because(),
                Approval.excluded(allowed.agent().value().people()));
    }

    /** An approval dies with the version of the grant or the action, with a change of the rules, and with a kill of everything. */
    public static Json.Obj basis(ActionGrant grant, Control control) {
        return Json.object()
                .with("grantVersion", grant.grant().version())
                .with("actionVersion", grant.action().version())
                .with("revision", control.revision())
                .with("killEpoch", control.killEpoch())
                .build();
    }
}
