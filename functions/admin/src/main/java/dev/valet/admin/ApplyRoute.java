package dev.valet.admin;

import dev.valet.Reason;
import dev.valet.approval.Approval;
import dev.valet.config.ReadConfiguration;
import dev.valet.edge.Call;
import dev.valet.edge.HttpReply;
import dev.valet.edge.Replies;
import dev.valet.registry.ApplyConfiguration;
import dev.valet.registry.AskSecondPerson;
import dev.valet.registry.Authority;
import dev.valet.registry.Operator;
import dev.valet.registry.Plan;
import java.time.Clock;

/**
 * {@code POST /admin/apply}: everything is checked, planned and shown; in mode {@code apply} it is also done, by one person
 * or, where it reaches production, by two.
 */
final class ApplyRoute {
    private final ReadConfiguration configuration;
    private final ApplyConfiguration apply;
    private final AskSecondPerson secondPerson;
    private final Clock clock;

    ApplyRoute(ReadConfiguration configuration, ApplyConfiguration apply, AskSecondPerson secondPerson, Clock clock) {
        this.configuration = configuration;
        this.apply = apply;
        this.secondPerson = secondPerson;
        this.clock = clock;
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
                request.write() ? write(plan, request, call, operator) : AdminReplies.planned(plan);
        };
    }

    private HttpReply write(Plan plan, ApplyRequest request, Call call, Operator operator) {
        return switch (secondPerson.ask(plan, operator, request.approval(), request.breakGlass())) {
            case AskSecondPerson.Answer.May(Authority authority) ->
                AdminReplies.applied(plan, apply.apply(plan, operator, authority), authority, call);
            case AskSecondPerson.Answer.Asked(Approval asked) -> AdminReplies.asked(plan, asked, clock.instant());
            case AskSecondPerson.Answer.TooMuch() -> throw AdminReplies.tooMuch();
            case AskSecondPerson.Answer.No(Reason reason) -> Replies.refused(reason, call);
        };
    }
}
