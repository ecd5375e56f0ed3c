package dev.valet.act;

import dev.valet.Json;
import dev.valet.performance.ActionGrant;
import dev.valet.registry.BudgetDocument;

/** An action as its agent sees it: what to give and what may be spent, never where it leads or with what. */
final class ActionJson {
    private ActionJson() {}

    static Json write(ActionGrant found) {
        var action = found.action().value();
        var grant = found.grant().value();
        var written = Json.object()
                .with("name", action.id().text())
                .with("grant", grant.id().text())
                .with("description", action.description())
                .with("impact", action.impact().word())
                .with("environment", action.environment().word())
                .with("input", action.input());
        found.caps().ifPresent(caps -> written.with("budget", BudgetDocument.write(caps)));
        if (!grant.approval().isNone()) {
            written.with("approvers", grant.approval().approvers());
        }
        return written.build();
    }
}
