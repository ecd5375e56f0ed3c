package dev.valet.admin;

import dev.valet.config.ReadConfiguration;
import dev.valet.edge.Call;
import dev.valet.edge.HttpReply;
import dev.valet.registry.ApplyConfiguration;
import dev.valet.registry.Operator;
import dev.valet.registry.Plan;

/** {@code POST /admin/apply}: everything is checked, planned and shown; in mode {@code apply} it is also done. */
final class ApplyRoute {
    private final ReadConfiguration configuration;
    private final ApplyConfiguration apply;

    ApplyRoute(ReadConfiguration configuration, ApplyConfiguration apply) {
        this.configuration = configuration;
        this.apply = apply;
    }

    HttpReply apply(Call call, Operator operator) {
        var request = ApplyRequest.read(call.json());
        var reading = configuration.read(request.files());
        if (!reading.faults().isEmpty()) {
            return AdminReplies.faulty(reading.faults(), call);
        }
        return switch (apply.plan(reading.documents(), request.prune())) {
            case Plan.Outcome.Refused(var broken) -> AdminReplies.faulty(reading.faults(broken), call);
            case Plan.Outcome.Planned(Plan plan) ->
                request.write()
                        ? AdminReplies.applied(plan, apply.apply(plan, operator), call)
                        : AdminReplies.planned(plan);
        };
    }
}
