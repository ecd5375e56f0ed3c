package dev.valet.act;

import dev.valet.Json;
import dev.valet.ObjectBuilder;
import dev.valet.Reason;
import dev.valet.action.PerformanceId;
import dev.valet.action.Performing;
import dev.valet.approval.Approval;
import dev.valet.edge.ApprovalJson;
import dev.valet.edge.Call;
import dev.valet.edge.HttpReply;
import dev.valet.edge.Noted;
import dev.valet.edge.Replies;
import dev.valet.grant.ActionId;
import dev.valet.lease.Refusal;
import dev.valet.performance.ActionOutcome;
import dev.valet.performance.PerformAction;
import dev.valet.performance.Performance;
import dev.valet.performance.Performance.State;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code POST /v1/actions/{name}}: performs one action, or says why not, or that it is not known yet. */
final class PerformRoute {
    /** The first request with the key is still at work, for half a minute at most. */
    private static final Duration WHILE_RUNNING = Duration.ofSeconds(5);

    /** It is looked up every minute. */
    private static final Duration WHILE_UNKNOWN = Duration.ofMinutes(1);

    private static final String AGAIN = "It was not done, and will not be. Try again with another Idempotency-Key.";

    private final PerformAction performAction;
    private final Clock clock;

    PerformRoute(PerformAction performAction, Clock clock) {
        this.performAction = performAction;
        this.clock = clock;
    }

    HttpReply perform(Call call) {
        ActJson.expectNoQuery(call);
        var request = ActJson.read(call);
        var outcome = performAction.perform(call.principal(), request);
        return switch (outcome) {
            case ActionOutcome.Done(Performance performance, Optional<String> receipt, boolean _) ->
                done(performance, receipt, outcome.label());
            case ActionOutcome.NotDone(Performance performance, boolean _) -> notDone(performance, call);
            case ActionOutcome.Running(PerformanceId id) -> open(id, request.action(), outcome, WHILE_RUNNING);
            case ActionOutcome.Unknown(PerformanceId id) -> open(id, request.action(), outcome, WHILE_UNKNOWN);
            case ActionOutcome.Pending(Approval approval) ->
                HttpReply.json(
                        202,
                        Json.object()
                                .with("approval", ApprovalJson.own(approval, clock.instant()))
                                .build(),
                        Noted.of(outcome.label()));
            case ActionOutcome.Denied(Refusal refusal) -> Replies.refused(refusal, call);
        };
    }

    private static HttpReply done(Performance performance, Optional<String> receipt, String label) {
        if (!(performance.state() instanceof State.Settled settled)) {
            throw new IllegalStateException("what is done is settled");
        }
        var body = Json.object().with("performance", PerformanceJson.done(performance, settled));
        settled.result().ifPresent(result -> body.with("result", result));
        receipt.ifPresent(text -> body.with("receipt", text));
        // An alarm listens: the upstream answered with the secret, so somebody has to rotate it.
        var outcome = settled.cause().equals(Performing.ECHOED) ? "echoed" : label;
        return HttpReply.json(
                200, body.build(), about(Noted.of(outcome), performance).because(settled.cause()));
    }

    /** The key is used up, whatever the reason was: asking with it again tells the same. */
    private static HttpReply notDone(Performance performance, Call call) {
        if (!(performance.state() instanceof State.Released(var _, Reason reason, String cause))) {
            throw new IllegalStateException("what was not done is released");
        }
        var refusal = new Refusal(reason, cause, List.of(), Optional.empty());
        return Replies.refused(refusal, call, problem -> told(problem, reason, cause))
                .noting(noted -> about(noted, performance));
    }

    private static ObjectBuilder told(ObjectBuilder problem, Reason reason, String cause) {
        if (reason == Reason.NOT_PERFORMED) {
            return problem.with("code", cause);
        }
        return reason == Reason.UPSTREAM_BUSY ? problem.with("detail", AGAIN) : problem;
    }

    private static HttpReply open(PerformanceId id, ActionId action, ActionOutcome outcome, Duration wait) {
        var body = Json.object()
                .with("performance", PerformanceJson.open(id, action, outcome.label()))
                .build();
        return HttpReply.json(202, body, Noted.of(outcome.label()))
                .with("Retry-After", Long.toString(wait.toSeconds()));
    }

    private static Noted about(Noted noted, Performance performance) {
        return noted.about(performance.agent(), performance.grant(), performance.id());
    }
}
