package dev.valet.performance;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Pointer;
import dev.valet.Reason;
import dev.valet.Unavailable;
import dev.valet.action.InputSchemas;
import dev.valet.budget.Charge;
import dev.valet.grant.ApprovalRule;
import dev.valet.grant.Grant;
import dev.valet.guardrail.EnvironmentRules;
import dev.valet.guardrail.Guardrails;
import dev.valet.guardrail.Question;
import dev.valet.guardrail.Ruling;
import dev.valet.identity.Agent;
import dev.valet.identity.Principal;
import dev.valet.lease.Refusal;
import dev.valet.registry.Control;
import dev.valet.registry.Registered;
import dev.valet.registry.Registry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Decides whether an action may be performed: default deny, first reason wins. It writes nothing and performs nothing, so
 * explain uses the very same code. What is counted is counted when it is reserved.
 */
public final class DecideAction {
    /** The rule's name: a grant of an action says of which environment it is, and must not say another than the action. */
    static final String ANOTHER_ENVIRONMENT = "environment.grant-unlike-its-action";

    static final String GRANT_APPROVAL = "grant.approval";

    private static final Guardrails ENVIRONMENTS = new EnvironmentRules();

    private final InputSchemas schemas;
    private final Payees payees;
    private final BiPredicate<Principal, Control> development;
    private final Clock clock;

    /** @param development whether an identity is one for development, by the configuration that this control row is of */
    public DecideAction(InputSchemas schemas, Payees payees, BiPredicate<Principal, Control> development, Clock clock) {
        this.schemas = schemas;
        this.payees = payees;
        this.development = development;
        this.clock = clock;
    }

    public ActionVerdict decide(Registry registry, Principal principal, ActionRequest request) {
        try {
            var agent = registry.agentOf(principal);
            return agent.isEmpty()
                    ? new ActionVerdict.Refused(
                            Refusal.of(Reason.UNKNOWN_PRINCIPAL, "identity.unknown"), Optional.empty())
                    : checked(registry, principal, agent.get(), request);
        } catch (Unavailable unavailable) {
            return new ActionVerdict.Refused(Refusal.of(Reason.UPSTREAM_BUSY, unavailable.code()), Optional.empty());
        }
    }

    private ActionVerdict checked(
            Registry registry, Principal principal, Registered<Agent> agent, ActionRequest request) {
        try {
            return decide(registry, principal, agent, request);
        } catch (Malformed malformed) {
            return new ActionVerdict.Refused(Refusal.of(malformed), Optional.of(agent));
        }
    }

    private ActionVerdict decide(
            Registry registry, Principal principal, Registered<Agent> agent, ActionRequest request) {
        if (!agent.live()) {
            return refused(agent, Reason.NO_LIVE_GRANT, "agent.suspended");
        }
        var found = ActionGrant.find(registry, agent.value().id(), request.action());
        if (found.isEmpty() || !found.get().live()) {
            return refused(agent, Reason.NO_LIVE_GRANT, found.isEmpty() ? "grant.unknown" : "grant.revoked");
        }
        var rules = registry.rules();
        if (!rules.control().open()) {
            return refused(agent, Reason.NO_LIVE_GRANT, "everything.revoked");
        }
        var limit = forbidden(agent.value(), found.get(), request);
        if (limit.isPresent()) {
            return refused(agent, Reason.FORBIDDEN, limit.get());
        }
        checkFit(found.get(), request.input());
        var now = clock.instant();
        return switch (Spending.of(found.get().action().value(), found.get().caps(), request.input(), now)) {
            case Spending.Forbidden(String rule) -> refused(agent, Reason.FORBIDDEN, rule);
            case Spending.Nothing() -> ruled(rules, principal, request, agent, found.get(), Optional.empty());
            case Spending.Charged(var charge) ->
                ruled(rules, principal, request, agent, found.get(), Optional.of(charge));
        };
    }

    /** The hour and the place, by the agent's limits and by the grant's. */
    private Optional<String> forbidden(Agent agent, ActionGrant found, ActionRequest request) {
        var now = clock.instant();
        var grant = found.grant().value();
        if (grant.environment() != found.action().value().environment()) {
            return Optional.of(ANOTHER_ENVIRONMENT);
        }
        return agent.limits()
                .forbids(now, request.origin())
                .or(() -> grant.limits().forbids(now, request.origin()));
    }

    /**
     * The action's schema first, then what the grant narrows of it.
     *
     * @throws Malformed with every member of the input that breaks one of them
     */
    private void checkFit(ActionGrant found, Json.Obj input) {
        var problems = new ArrayList<Malformed.Problem>();
        schemas.check(found.action().value().input(), input)
                .forEach(problem -> problems.add(new Malformed.Problem("/input" + problem.place(), problem.rule())));
        if (!problems.isEmpty()) {
            throw new Malformed(problems);
        }
        checkNarrower(found.grant().value(), input);
    }

    /** A member that a grant has a rule for must be there: left out, it would be whatever the upstream takes it for. */
    private static void checkNarrower(Grant grant, Json.Obj input) {
        var problems = new ArrayList<Malformed.Problem>();
        grant.parameters().forEach((name, rule) -> {
            boolean allowed = input.at(name) instanceof Json.Str(String text) && rule.allows(text);
            if (!allowed) {
                problems.add(new Malformed.Problem(Pointer.member("/input", name), rule.describe()));
            }
        });
        if (!problems.isEmpty()) {
            throw new Malformed(problems);
        }
    }

    private ActionVerdict ruled(
            Registry.Ruleset rules,
            Principal principal,
            ActionRequest request,
            Registered<Agent> agent,
            ActionGrant grant,
            Optional<Charge> charge) {
        var question = new Question.OfPerformance(
                principal,
                development.test(principal, rules.control()),
                agent.value(),
                grant.grant().value(),
                grant.action().value(),
                request.input(),
                charge.map(one -> new Question.Spent(one.amount(), one.payee(), isNew(grant, one))),
                clock.instant());
        return switch (rule(rules.guardrails(), question)) {
            case Ruling.Passed() -> allowed(rules, agent, grant, charge, ApprovalRule.NONE, "");
            case Ruling.Asks(String rule, ApprovalRule approval) ->
                allowed(rules, agent, grant, charge, approval, rule);
            case Ruling.Forbidden(String rule) -> refused(agent, Reason.FORBIDDEN, rule);
        };
    }

    private boolean isNew(ActionGrant found, Charge charge) {
        var grant = found.grant().value();
        return charge.payee()
                .filter(payee -> !payees.isKnown(grant.agent(), grant.id(), payee))
                .isPresent();
    }

    /** Valet's own rules first: they cost nothing, and no guardrail can lift them. */
    private static Ruling rule(Guardrails guardrails, Question question) {
        return switch (ENVIRONMENTS.rule(question)) {
            case Ruling.Forbidden forbidden -> forbidden;
            case Ruling.Asks asks -> asks;
            case Ruling.Passed() -> guardrails.rule(question);
        };
    }

    /** @param approval what a guardrail wants beside the grant */
    private static ActionVerdict allowed(
            Registry.Ruleset rules,
            Registered<Agent> agent,
            ActionGrant grant,
            Optional<Charge> charge,
            ApprovalRule approval,
            String rule) {
        var wanted = grant.grant().value().approval();
        var because = wanted.isNone() ? rule : GRANT_APPROVAL;
        return new ActionVerdict.Allowed(agent, grant, rules.control(), charge, wanted.and(approval), because);
    }

    private static ActionVerdict refused(Registered<Agent> agent, Reason reason, String rule) {
        return new ActionVerdict.Refused(Refusal.of(reason, rule), Optional.of(agent));
    }
}
