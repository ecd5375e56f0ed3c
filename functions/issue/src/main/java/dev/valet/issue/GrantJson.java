package dev.valet.issue;

import dev.valet.Json;
import dev.valet.ObjectBuilder;
import dev.valet.grant.ActionId;
import dev.valet.grant.Grant;
import dev.valet.grant.Kind;
import dev.valet.grant.ParameterRule;
import dev.valet.grant.Terms;
import dev.valet.limit.Hours;
import dev.valet.limit.Limits;
import dev.valet.registry.BudgetDocument;
import java.util.Map;

/** A grant as its agent sees it: what to ask for and how, never where it leads or what the target's role asks for. */
final class GrantJson {
    private GrantJson() {}

    static Json write(Grant grant) {
        var written = Json.object()
                .with("id", grant.id().text())
                .with("kind", grant.kind().map(Kind::word))
                .with("action", grant.terms().performs().map(ActionId::text))
                .with("environment", grant.environment().word())
                .with("description", grant.description())
                .with("parameters", parameters(grant.parameters()));
        if (grant.kind().isPresent()) {
            written.with("ttlSeconds", grant.ttlSeconds());
        }
        written.with("limits", limits(grant.limits()));
        if (!grant.approval().isNone()) {
            written.with("approvers", grant.approval().approvers());
        }
        return withMore(written, grant.terms()).build();
    }

    /** The dangerous part of a grant is said aloud (S-7), and so is what may be spent. */
    private static ObjectBuilder withMore(ObjectBuilder written, Terms terms) {
        return switch (terms) {
            case Terms.Aws aws
            when !aws.escapeActions().isEmpty() -> written.with("escapeActions", aws.escapeActions());
            case Terms.Perform perform
            when perform.budget().isPresent() ->
                written.with("budget", BudgetDocument.write(perform.budget().get()));
            // That a copy of the value may be dead before its lease is over.
            case Terms.SecretValue value -> written.with("rotateOnEnd", value.rotateOnEnd());
            case Terms.Aws _, Terms.SecretSession _, Terms.Perform _ -> written;
        };
    }

    private static Json parameters(Map<String, ParameterRule> rules) {
        var written = Json.object();
        rules.forEach((name, rule) -> written.with(
                name,
                switch (rule) {
                    case ParameterRule.OneOf(var values) ->
                        Json.object().with("oneOf", values).build();
                    case ParameterRule.Matching(var pattern) ->
                        Json.object().with("pattern", pattern.text()).build();
                }));
        return written.build();
    }

    /** Where requests may come from is not told: whoever stands elsewhere need not learn where to go. */
    private static Json limits(Limits limits) {
        var written = Json.object();
        if (limits.leasesPerHour() > 0) {
            written.with("leasesPerHour", limits.leasesPerHour());
        }
        if (limits.concurrent() > 0) {
            written.with("concurrent", limits.concurrent());
        }
        limits.hours()
                .ifPresent(hours -> written.with(
                        "hours",
                        Json.object()
                                .with("zone", hours.zone().getId())
                                .with(
                                        "week",
                                        hours.week().stream()
                                                .map(Hours.Span::text)
                                                .toList())
                                .build()));
        return written.build();
    }
}
