package dev.valet.registry;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.grant.Grant;
import dev.valet.grant.GrantId;
import dev.valet.grant.ParameterPattern;
import dev.valet.grant.ParameterRule;
import dev.valet.grant.Terms;
import dev.valet.identity.AgentId;
import dev.valet.identity.Environment;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
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
            var ttl = ttl(fields);
            var parameters = fields.objectsByName("parameters", GrantDocument::parameter);
            var limits = LimitsDocument.read(fields);
            var approval = ApprovalRuleDocument.read(fields);
            var terms = TermsDocument.read(fields);
            return fields.build(() -> checked(new Grant(
                    id.get(),
                    agent.get(),
                    environment.get(),
                    description.get(),
                    terms.get(),
                    new TreeMap<>(parameters.get()),
                    ttl.get().intValue(),
                    limits.get(),
                    approval.get())));
        });
    }

    /** Nothing of an action lives on. */
    private static Supplier<Long> ttl(Fields fields) {
        return fields.has("action")
                ? () -> 0L
                : fields.whole("ttlSeconds", Grant.LEAST_TTL, Grant.MOST_TTL, Grant.MOST_TTL);
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

    public static Json write(Grant grant) {
        var document = Json.object()
                .with("grant", grant.id().text())
                .with("agent", grant.agent().text())
                .with("environment", grant.environment().word())
                .with("description", grant.description());
        if (!(grant.terms() instanceof Terms.Perform)) {
            document.with("ttlSeconds", grant.ttlSeconds());
        }
        if (!grant.parameters().isEmpty()) {
            document.with("parameters", parameters(grant.parameters()));
        }
        LimitsDocument.write(grant.limits(), document);
        ApprovalRuleDocument.write(grant.approval(), document);
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
}
