package dev.valet.registry;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.identity.Agent;
import dev.valet.identity.AgentId;
import dev.valet.identity.Environment;
import dev.valet.identity.Principal;
import dev.valet.identity.RoleArn;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An agent as a document: read strictly, written canonically. */
public final class AgentDocument {
    private static final Pattern UNIQUE_ID = Pattern.compile("AROA[A-Z0-9]{12,124}");

    private static final int MOST_MEMBERS = 50;

    private AgentDocument() {}

    /** @throws Malformed with every problem found */
    public static Agent read(Json json) {
        return Fields.read(json, fields -> {
            var id = fields.parsed("agent", AgentId::parse);
            var owner = fields.parsed("owner", Texts::line);
            var members = fields.texts("members", Texts::line);
            var environment = fields.parsed("environment", Environment::parse);
            var identities = fields.objects("identities", AgentDocument::identity);
            if (!fields.has("identities")) {
                fields.problem("identities", "is required");
            }
            var limits = LimitsDocument.read(fields);
            return fields.build(() -> checked(new Agent(
                    id.get(),
                    owner.get(),
                    Set.copyOf(members.get()),
                    environment.get(),
                    identities.get(),
                    limits.get())));
        });
    }

    private static Agent checked(Agent agent) {
        var identities = agent.identities();
        if (identities.isEmpty() || identities.size() > 20) {
            throw new Malformed("/identities", "lists 1 to 20 identities");
        }
        if (identities.stream().distinct().count() < identities.size()) {
            throw new Malformed("/identities", "names no identity twice");
        }
        if (agent.members().size() > MOST_MEMBERS) {
            throw new Malformed("/members", "names " + MOST_MEMBERS + " people at most");
        }
        return agent;
    }

    private static @Nullable Principal identity(Fields fields) {
        return fields.has("role") ? role(fields) : subject(fields);
    }

    private static @Nullable Principal role(Fields fields) {
        var role = fields.parsed("role", RoleArn::parse);
        var uniqueId = fields.parsed("uniqueId", AgentDocument::uniqueId);
        return fields.build(() -> new Principal.AwsRole(
                role.get().partition(), role.get().account(), role.get().name(), uniqueId.get()));
    }

    private static @Nullable Principal subject(Fields fields) {
        var issuer = fields.parsed("issuer", IssuerDocument::url);
        var claims = fields.textsByName("claims");
        if (!fields.has("claims")) {
            fields.problem("claims", "is required");
        }
        return fields.build(() -> {
            boolean empty = claims.get().values().stream().anyMatch(String::isEmpty);
            Malformed.unless(!claims.get().isEmpty() && !empty, "pins at least one claim, and none to an empty text");
            return new Principal.Subject(issuer.get(), new TreeMap<>(claims.get()));
        });
    }

    private static String uniqueId(String text) {
        Malformed.unless(
                UNIQUE_ID.matcher(text).matches(), "is a role's unique id, AROA…; `aws iam get-role` shows it");
        return text;
    }

    public static Json write(Agent agent) {
        var document = Json.object().with("agent", agent.id().text()).with("owner", agent.owner());
        if (!agent.members().isEmpty()) {
            document.with("members", List.copyOf(new TreeSet<>(agent.members())));
        }
        document.with("environment", agent.environment().word())
                .with(
                        "identities",
                        new Json.Arr(agent.identities().stream()
                                .map(AgentDocument::write)
                                .toList()));
        LimitsDocument.write(agent.limits(), document);
        return document.build();
    }

    private static Json write(Principal identity) {
        return switch (identity) {
            // The path is not part of an identity: API Gateway does not tell it.
            case Principal.AwsRole role ->
                Json.object()
                        .with("role", new RoleArn(role.partition(), role.account(), "/", role.roleName()).toString())
                        .with("uniqueId", role.uniqueId())
                        .build();
            case Principal.Subject subject ->
                Json.object()
                        .with("issuer", subject.issuer())
                        .with("claims", Json.strings(subject.claims()))
                        .build();
        };
    }
}
