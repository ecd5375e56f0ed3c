package dev.valet.registry;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.grant.Grant;
import dev.valet.grant.GrantId;
import dev.valet.grant.Limits;
import dev.valet.grant.ParameterPattern;
import dev.valet.grant.ParameterRule;
import dev.valet.identity.AgentId;
import dev.valet.identity.Environment;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A grant as a document: read strictly, written canonically. */
public final class GrantDocument {
    private static final Pattern PARAMETER = Pattern.compile("[a-z][A-Za-z0-9]{0,31}");

    private GrantDocument() {}

    /** @throws Malformed with every problem found */
    public static Grant read(Json json) {
        return Fields.read(json, fields -> {
            var id = fields.parsed("grant", GrantId::parse);
            var agent = fields.parsed("agent", AgentId::parse);
            var environment = fields.parsed("environment", Environment::parse);
            var description = fields.parsed("description", Texts::line);
            var ttl = fields.whole("ttlSeconds", Grant.LEAST_TTL, Grant.MOST_TTL, Grant.MOST_TTL);
            var parameters = fields.objectsByName("parameters", GrantDocument::parameter);
            var limits = fields.has("limits") ? fields.object("limits", GrantDocument::limits) : null;
            var terms = TermsDocument.read(fields);
            return fields.build(() -> checked(new Grant(
                    id.get(),
                    agent.get(),
                    environment.get(),
                    description.get(),
                    terms.get(),
                    new TreeMap<>(parameters.get()),
                    ttl.get().intValue(),
                    limits == null ? Limits.NONE : limits.get())));
        });
    }

    private static Grant checked(Grant grant) {
        if (!grant.parameters().keySet().stream()
                .allMatch(name -> PARAMETER.matcher(name).matches())) {
            throw new Malformed("/parameters", "names each parameter a-z first, then letters and digits, 32 at most");
        }
        TermsDocument.checkParameters(grant.terms(), grant.parameters());
        return grant;
    }

    private static @Nullable ParameterRule parameter(Fields fields) {
        if (fields.has("oneOf") == fields.has("pattern")) {
            fields.problem("", "has either pattern or oneOf");
        }
        if (fields.has("oneOf")) {
            var values = fields.texts("oneOf", text -> text);
            return fields.build(() -> new ParameterRule.OneOf(values.get()));
        }
        var pattern = fields.parsed("pattern", ParameterPattern::parse);
        return fields.build(() -> new ParameterRule.Matching(pattern.get()));
    }

    private static @Nullable Limits limits(Fields fields) {
        var leasesPerHour = fields.whole("leasesPerHour", 1, 1_000_000, 0);
        var concurrent = fields.whole("concurrent", 1, 1_000, 0);
        return fields.build(() ->
                new Limits(leasesPerHour.get().intValue(), concurrent.get().intValue()));
    }

    public static Json write(Grant grant) {
        var document = Json.object()
                .with("grant", grant.id().text())
                .with("agent", grant.agent().text())
                .with("environment", grant.environment().word())
                .with("description", grant.description())
                .with("ttlSeconds", grant.ttlSeconds());
        if (!grant.parameters().isEmpty()) {
            document.with("parameters", parameters(grant.parameters()));
        }
        if (!grant.limits().isNone()) {
            document.with("limits", limits(grant.limits()));
        }
        return TermsDocument.write(grant.terms(), document).build();
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

    private static Json limits(Limits limits) {
        var written = Json.object();
        if (limits.leasesPerHour() > 0) {
            written.with("leasesPerHour", limits.leasesPerHour());
        }
        if (limits.concurrent() > 0) {
            written.with("concurrent", limits.concurrent());
        }
        return written.build();
    }
}
