package dev.valet.issue;

import dev.valet.Json;
import dev.valet.ObjectBuilder;
import dev.valet.Reason;
import dev.valet.edge.Call;
import dev.valet.edge.HttpReply;
import dev.valet.edge.Replies;
import dev.valet.identity.Principal;
import dev.valet.lease.ExplainLease;
import dev.valet.lease.Refusal;
import dev.valet.lease.Verdict;
import dev.valet.registry.Control;
import dev.valet.registry.Registered;
import dev.valet.registry.Registry;
import dev.valet.registry.UsableGrants;
import java.util.Optional;
import java.util.function.BiPredicate;

/** What an agent may know about itself: what it may have, who Valet thinks it is, and why it would be refused. */
final class OwnRoutes {
    private final Registry registry;
    private final BiPredicate<Principal, Control> development;
    private final UsableGrants usable;
    private final ExplainLease explainLease;

    OwnRoutes(Registry registry, BiPredicate<Principal, Control> development, ExplainLease explainLease) {
        this.registry = registry;
        this.development = development;
        this.usable = new UsableGrants(development);
        this.explainLease = explainLease;
    }

    HttpReply grants(Call call) {
        IssueJson.expectNoQuery(call);
        return usable.of(registry.fresh(), call.principal())
                .map(grants -> grants.stream()
                        .map(grant -> GrantJson.write(grant.value()))
                        .toList())
                .map(grants -> Replies.read(
                        Json.object().with("grants", new Json.Arr(grants)).build()))
                .orElseGet(() -> Replies.refused(Reason.UNKNOWN_PRINCIPAL, call));
    }

    /** Answers strangers too: they need these words to be registered. */
    HttpReply whoami(Call call) {
        IssueJson.expectNoQuery(call);
        var fresh = registry.fresh();
        var agent = fresh.agentOf(call.principal()).map(Registered::value);
        return Replies.read(Json.object()
                .with("principal", principal(call.principal()))
                .with("agent", textOrNull(agent.map(known -> known.id().text())))
                .with(
                        "environment",
                        textOrNull(agent.map(known -> known.environment().word())))
                .with(
                        "development",
                        development.test(call.principal(), fresh.rules().control()))
                .build());
    }

    private static Json textOrNull(Optional<String> text) {
        return text.map(Json::of).orElse(Json.Null.NULL);
    }

    private static Json principal(Principal principal) {
        return switch (principal) {
            case Principal.AwsRole role ->
                Json.object()
                        .with("kind", "aws")
                        .with("partition", role.partition())
                        .with("account", role.account())
                        .with("roleName", role.roleName())
                        .with("uniqueId", role.uniqueId())
                        .build();
            case Principal.Subject subject ->
                Json.object()
                        .with("kind", "oidc")
                        .with("issuer", subject.issuer())
                        .with("claims", Json.strings(subject.claims()))
                        .build();
        };
    }

    HttpReply explain(Call call) {
        IssueJson.expectNoQuery(call);
        return switch (explainLease.explain(call.principal(), IssueJson.read(call))) {
            case Verdict.Allowed allowed -> Replies.read(allowed(allowed));
            case Verdict.Refused refused
            when refused.refusal().reason() == Reason.UPSTREAM_BUSY -> Replies.refused(refused.refusal(), call);
            case Verdict.Refused refused -> Replies.read(denied(refused.refusal()));
        };
    }

    private static Json allowed(Verdict.Allowed allowed) {
        var written = Json.object()
                .with("decision", allowed.approval().isNone() ? "allowed" : "approval")
                .with("ttlSeconds", allowed.ttlSeconds());
        return (allowed.approval().isNone()
                        ? written
                        : written.with("approvers", allowed.approval().approvers())
                                .with("rule", allowed.because()))
                .build();
    }

    private static Json denied(Refusal refusal) {
        var written = Json.object()
                .with("decision", "denied")
                .with("reason", refusal.reason().word())
                .with("rule", rule(refusal));
        return withErrors(written, refusal).build();
    }

    private static ObjectBuilder withErrors(ObjectBuilder written, Refusal refusal) {
        return refusal.problems().isEmpty() ? written : written.with("errors", Replies.errors(refusal.problems()));
    }

    /** A grant that is absent, revoked or somebody else's is no grant of this agent's, and no more is said (T-50). */
    private static String rule(Refusal refusal) {
        return refusal.rule().startsWith("grant.") ? "grant.none" : refusal.rule();
    }
}
