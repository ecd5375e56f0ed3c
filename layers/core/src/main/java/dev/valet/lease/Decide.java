package dev.valet.lease;

import dev.valet.Malformed;
import dev.valet.Reason;
import dev.valet.Unavailable;
import dev.valet.grant.ApprovalRule;
import dev.valet.grant.Grant;
import dev.valet.grant.Parameters;
import dev.valet.grant.Terms;
import dev.valet.guardrail.EnvironmentRules;
import dev.valet.guardrail.Guardrails;
import dev.valet.guardrail.Question;
import dev.valet.guardrail.Ruling;
import dev.valet.identity.Agent;
import dev.valet.identity.Development;
import dev.valet.identity.Principal;
import dev.valet.registry.Control;
import dev.valet.registry.Registered;
import dev.valet.registry.Registry;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Decides whether a request may be: default deny, first reason wins. It writes nothing and mints nothing, so explain uses
 * the very same code.
 */
public final class Decide {
    /** Said of a grant that is the caller's own, and listed as what it is; of any other it hears what it always does (T-50). */
    static final String NOT_LEASED = "is a grant that is leased; an action is performed at /actions";

    private static final Guardrails ENVIRONMENTS = new EnvironmentRules();

    static final String GRANT_APPROVAL = "grant.approval";

    private final BiPredicate<Principal, Control> development;
    private final Clock clock;

    public Decide(Development development, Clock clock) {
        this((principal, _) -> development.includes(principal), clock);
    }

    /** @param development whether an identity is one for development, by the configuration that this control row is of */
    public Decide(BiPredicate<Principal, Control> development, Clock clock) {
        this.development = development;
        this.clock = clock;
    }

    public Verdict decide(Registry registry, Principal principal, LeaseRequest request) {
        try {
            var agent = registry.agentOf(principal);
            return agent.isEmpty()
                    ? new Verdict.Refused(Refusal.of(Reason.UNKNOWN_PRINCIPAL, "identity.unknown"), "")
                    : checked(registry, principal, agent.get(), request);
        } catch (Unavailable unavailable) {
            return new Verdict.Refused(Refusal.of(Reason.UPSTREAM_BUSY, unavailable.code()), "");
        }
    }

    private Verdict checked(Registry registry, Principal principal, Registered<Agent> agent, LeaseRequest request) {
        try {
            return decide(registry, principal, agent, request);
        } catch (Malformed malformed) {
            return refused(agent, Refusal.of(malformed));
        }
    }

    private Verdict decide(Registry registry, Principal principal, Registered<Agent> agent, LeaseRequest request) {
        if (!agent.live()) {
            return refused(agent, Reason.NO_LIVE_GRANT, "agent.suspended");
        }
        var grant = registry.grant(agent.value().id(), request.grant());
        if (grant.isEmpty() || !grant.get().live()) {
            return refused(agent, Reason.NO_LIVE_GRANT, grant.isEmpty() ? "grant.unknown" : "grant.revoked");
        }
        var rules = registry.rules();
        if (!rules.control().open()) {
            return refused(agent, Reason.NO_LIVE_GRANT, "everything.revoked");
        }
        if (grant.get().value().kind().isEmpty()) {
            throw new Malformed("/grant", NOT_LEASED);
        }
        var limit = forbidden(agent.value(), grant.get().value(), request);
        if (limit.isPresent()) {
            return refused(agent, Reason.FORBIDDEN, limit.get());
        }
        var parameters = Parameters.check(grant.get().value().parameters(), request.parameters());
        int ttl = ttl(grant.get().value(), request);
        var question = new Question.OfLease(
                principal,
                development.test(principal, rules.control()),
                agent.value(),
                grant.get().value(),
                parameters,
                ttl,
                clock.instant());
        return switch (rule(rules.guardrails(), question)) {
            case Ruling.Passed() ->
                allowed(agent, grant.get(), rules.control(), parameters, ttl, ApprovalRule.NONE, "");
            case Ruling.Asks(String rule, ApprovalRule approval) ->
                allowed(agent, grant.get(), rules.control(), parameters, ttl, approval, rule);
            case Ruling.Forbidden(String rule) -> refused(agent, Reason.FORBIDDEN, rule);
        };
    }

    /** @param approval what a guardrail wants beside the grant */
    private static Verdict allowed(
            Registered<Agent> agent,
            Registered<Grant> grant,
            Control control,
            Parameters parameters,
            int ttl,
            ApprovalRule approval,
            String rule) {
        var wanted = grant.value().approval();
        var because = wanted.isNone() ? rule : GRANT_APPROVAL;
        return new Verdict.Allowed(agent, grant, control, parameters, ttl, wanted.and(approval), because);
    }

    /** The hour and the place, by the agent's limits and by the grant's; what is counted is counted when it is written. */
    private Optional<String> forbidden(Agent agent, Grant grant, LeaseRequest request) {
        var now = clock.instant();
        return agent.limits()
                .forbids(now, request.origin())
                .or(() -> grant.limits().forbids(now, request.origin()));
    }

    /** Valet's own rules first: they cost nothing, and no guardrail can lift them. */
    private static Ruling rule(Guardrails guardrails, Question question) {
        return switch (ENVIRONMENTS.rule(question)) {
            case Ruling.Forbidden forbidden -> forbidden;
            case Ruling.Asks asks -> asks;
            case Ruling.Passed() -> guardrails.rule(question);
        };
    }

    private static int ttl(Grant grant, LeaseRequest request) {
        if (request.document() && (grant.terms() instanceof Terms.SecretValue || grant.ttlSeconds() < Grant.MOST_TTL)) {
            throw new Malformed("/grant", "has a credentials document only when it gives AWS sessions of 900 seconds");
        }
        int asked = request.ttlSeconds().orElse(grant.ttlSeconds());
        if (asked > grant.ttlSeconds()) {
            throw new Malformed("/ttlSeconds", "is at most " + grant.ttlSeconds() + " for this grant");
        }
        return asked;
    }

    private static Verdict refused(Registered<Agent> agent, Reason reason, String rule) {
        return refused(agent, Refusal.of(reason, rule));
    }

    private static Verdict refused(Registered<Agent> agent, Refusal refusal) {
        return new Verdict.Refused(refusal, agent.value().id().text());
    }
}
