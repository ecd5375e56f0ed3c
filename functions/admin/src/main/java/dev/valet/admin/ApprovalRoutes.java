package dev.valet.admin;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Reason;
import dev.valet.action.Action;
import dev.valet.approval.Approval;
import dev.valet.approval.ApprovalId;
import dev.valet.approval.Approvals;
import dev.valet.approval.Approver;
import dev.valet.approval.DecideApproval;
import dev.valet.approval.Vote.Choice;
import dev.valet.edge.ApprovalJson;
import dev.valet.edge.Call;
import dev.valet.edge.HttpReply;
import dev.valet.edge.Noted;
import dev.valet.edge.Replies;
import dev.valet.grant.ActionId;
import dev.valet.grant.Grant;
import dev.valet.grant.Terms;
import dev.valet.identity.Agent;
import dev.valet.lease.LeaseText;
import dev.valet.performance.ActionGrant;
import dev.valet.performance.ActionText;
import dev.valet.registry.Configuration;
import dev.valet.registry.Control;
import dev.valet.registry.Document;
import dev.valet.registry.Operator;
import dev.valet.registry.Registered;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/** What people decide: on requests that wait, and beforehand. Nothing is decided by a GET. */
final class ApprovalRoutes {
    private static final int MOST_LISTED = 100;

    private final Approvals approvals;
    private final DecideApproval decide;
    private final Configuration configuration;
    private final Supplier<Control> control;
    private final Clock clock;

    /** @param control the control row as it is now */
    ApprovalRoutes(
            Approvals approvals,
            DecideApproval decide,
            Configuration configuration,
            Supplier<Control> control,
            Clock clock) {
        this.approvals = approvals;
        this.decide = decide;
        this.configuration = configuration;
        this.control = control;
        this.clock = clock;
    }

    /** Newest first; {@code ?state=open} for those that wait. */
    HttpReply list(Call call) {
        var wanted = ApprovalRequest.state(call.query());
        var now = clock.instant();
        var found = approvals.recent(MOST_LISTED).stream()
                .filter(approval -> wanted.isEmpty() || wanted.get() == approval.state(now))
                .map(approval -> ApprovalJson.whole(approval, now))
                .toList();
        return Replies.read(Json.object().with("approvals", new Json.Arr(found)).build());
    }

    HttpReply find(Call call) {
        Malformed.unless(call.query().isEmpty(), "has no query parameters");
        return id(call).flatMap(approvals::find)
                .map(found -> Replies.read(written(found)))
                .orElseGet(() -> Replies.refused(Reason.NOT_FOUND, call));
    }

    /** Who approves says what was read, by its hash. */
    HttpReply approve(Call call, Operator operator) {
        var yes = ApprovalRequest.yes(call.json());
        var found = id(call).flatMap(approvals::find);
        if (found.isEmpty()) {
            return Replies.refused(Reason.NOT_FOUND, call);
        }
        if (!found.get().hash().equals(yes.hash())) {
            throw new Malformed("/hash", "is the hash of what is approved, as it was read");
        }
        return decided(found.get().id(), operator, Choice.APPROVE, yes.reason(), call);
    }

    HttpReply deny(Call call, Operator operator) {
        var reason = ApprovalRequest.no(call.json());
        return id(call).map(id -> decided(id, operator, Choice.DENY, reason, call))
                .orElseGet(() -> Replies.refused(Reason.NOT_FOUND, call));
    }

    /** Any request of one grant, so many times, for so long: instead of a yes to everything (4.5). */
    HttpReply beforehand(Call call, Operator operator) {
        var asked = ApprovalRequest.beforehand(call.json());
        var agent = configuration
                .find(Document.Kind.AGENT, asked.agent().text())
                .flatMap(stored -> stored.document() instanceof Document.OfAgent(Agent found)
                        ? Optional.of(found)
                        : Optional.empty());
        var grant = configuration
                .find(Document.Kind.GRANT, asked.grant().text())
                .flatMap(ApprovalRoutes::grant)
                .filter(found -> found.value().agent().equals(asked.agent()));
        var covered = grant.flatMap(this::covered);
        if (agent.isEmpty() || grant.isEmpty() || covered.isEmpty()) {
            return Replies.refused(Reason.NOT_FOUND, call);
        }
        var wanted = new DecideApproval.Beforehand(
                asked.agent(),
                asked.grant(),
                covered.get().act(),
                covered.get().basis(),
                agent.get().people(),
                Math.max(asked.approvers(), grant.get().value().approval().approvers()),
                asked.uses(),
                asked.validFor());
        return reply(decide.approveBeforehand(wanted, approver(operator), asked.reason()), call);
    }

    /** What requests of a grant are asked for as, and what a yes to them stands on. */
    private record Covered(String act, Json.Obj basis) {}

    private Optional<Covered> covered(Registered<Grant> grant) {
        return switch (grant.value().terms()) {
            case Terms.Aws _, Terms.SecretSession _, Terms.SecretValue _ ->
                Optional.of(new Covered(LeaseText.ACT, LeaseText.basis(grant, control.get())));
            case Terms.Perform(ActionId action, var budget) ->
                configuration
                        .find(Document.Kind.ACTION, action.text())
                        .flatMap(ApprovalRoutes::action)
                        .map(found -> new ActionGrant(grant, found, budget))
                        .map(found -> new Covered(action.text(), ActionText.basis(found, control.get())));
        };
    }

    private static Optional<Registered<Action>> action(Configuration.Stored stored) {
        return stored.document() instanceof Document.OfAction(Action found)
                ? Optional.of(new Registered<>(found, stored.version(), stored.live()))
                : Optional.empty();
    }

    private static Optional<Registered<Grant>> grant(Configuration.Stored stored) {
        return stored.document() instanceof Document.OfGrant(Grant found)
                ? Optional.of(new Registered<>(found, stored.version(), stored.live()))
                : Optional.empty();
    }

    private HttpReply decided(ApprovalId id, Operator operator, Choice choice, String reason, Call call) {
        return reply(decide.decide(id, approver(operator), choice, reason), call);
    }

    private HttpReply reply(DecideApproval.Outcome outcome, Call call) {
        return switch (outcome) {
            case DecideApproval.Outcome.Decided(Approval approval) ->
                HttpReply.json(200, written(approval), Noted.of("decided"));
            case DecideApproval.Outcome.Refused(Reason reason) -> Replies.refused(reason, call);
        };
    }

    private Json written(Approval approval) {
        return Json.object()
                .with("approval", ApprovalJson.whole(approval, clock.instant()))
                .build();
    }

    private static Approver approver(Operator operator) {
        return new Approver(operator.person(), operator.role().key());
    }

    private static Optional<ApprovalId> id(Call call) {
        try {
            return Optional.of(ApprovalId.parse(call.path().getOrDefault("id", "")));
        } catch (Malformed noSuchId) {
            return Optional.empty();
        }
    }
}
