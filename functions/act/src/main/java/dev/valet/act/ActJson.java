package dev.valet.act;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.approval.ApprovalId;
import dev.valet.edge.Call;
import dev.valet.grant.ActionId;
import dev.valet.performance.ActionRequest;

/** What agents send. No member is an ARN, a host, a header or a path (INV-7); what {@code input} may be, its schema says. */
final class ActJson {
    private ActJson() {}

    /** @throws Malformed with every problem found */
    static ActionRequest read(Call call) {
        return Fields.read(call.json(), fields -> {
            var input = fields.read("input", Json.Null.NULL, ActJson::object);
            var reason = fields.optionalText("reason");
            var approval = fields.optionalParsed("approval", ApprovalId::parse);
            return fields.build(() -> new ActionRequest(
                    action(call),
                    input.get(),
                    reason.get().orElse(""),
                    key(call),
                    approval.get(),
                    call.token(),
                    call.origin()));
        });
    }

    private static Json.Obj object(Json json) {
        if (json instanceof Json.Obj object) {
            return object;
        }
        throw new Malformed("is an object");
    }

    /** Without one, a repeat after a lost answer could not be told from a second wish (INV-20). */
    private static String key(Call call) {
        return call.idempotencyKey().orElseThrow(() -> new Malformed("has an Idempotency-Key header"));
    }

    private static ActionId action(Call call) {
        try {
            return ActionId.parse(call.path().getOrDefault("name", ""));
        } catch (Malformed malformed) {
            throw new Malformed("/name", malformed.problems().getFirst().rule());
        }
    }

    /** A parameter that does nothing here was meant to do something. */
    static void expectNoQuery(Call call) {
        Malformed.unless(call.query().isEmpty(), "has no query parameters");
    }
}
