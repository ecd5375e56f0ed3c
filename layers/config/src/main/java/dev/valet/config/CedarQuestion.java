package dev.valet.config;

import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.value.CedarList;
import com.cedarpolicy.value.CedarMap;
import com.cedarpolicy.value.DateTime;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimBool;
import com.cedarpolicy.value.PrimLong;
import com.cedarpolicy.value.PrimString;
import com.cedarpolicy.value.Value;
import dev.valet.grant.Grant;
import dev.valet.grant.Terms;
import dev.valet.guardrail.Question;
import dev.valet.identity.Environment;
import dev.valet.identity.Principal;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A question in the words of {@code valet.cedarschema}; a test holds the two against each other. */
record CedarQuestion(AuthorizationRequest request, Set<Entity> entities) {
    // Names are parsed by Cedar itself, so nothing here runs before there is a guardrail.
    private static final EntityTypeName AGENT = type("Agent");
    private static final EntityTypeName GRANT = type("Grant");
    private static final EntityTypeName ENVIRONMENT = type("Environment");
    private static final EntityTypeName KIND = type("Kind");
    private static final EntityTypeName WEEKDAY = type("Weekday");
    private static final EntityUID ISSUE = type("Action").of("issue");
    private static final EntityUID PARAMETERS = type("Parameters").of("asked");
    private static final EntityUID CLAIMS = type("Claims").of("verified");

    static CedarQuestion of(Question question) {
        var agent = AGENT.of(question.agent().id().text());
        var grant = GRANT.of(question.grant().id().text());
        var entities = new HashSet<Entity>();
        entities.add(new Entity(
                agent,
                Map.of(
                        "owner",
                        new PrimString(question.agent().owner()),
                        "environment",
                        environment(question.agent().environment())),
                Set.of()));
        entities.add(new Entity(grant, grant(question.grant()), Set.of()));
        entities.add(tagged(PARAMETERS, question.parameters().values()));
        var context = context(question);
        switch (question.principal()) {
            case Principal.AwsRole role -> context.put("aws", role(role));
            case Principal.Subject(String issuer, var claims) -> {
                context.put("oidc", record(Map.of("issuer", new PrimString(issuer), "claims", CLAIMS)));
                entities.add(tagged(CLAIMS, claims));
            }
        }
        return new CedarQuestion(new AuthorizationRequest(agent, ISSUE, grant, context), entities);
    }

    private static Map<String, Value> context(Question question) {
        var now = question.now().truncatedTo(ChronoUnit.SECONDS);
        var utc = now.atOffset(ZoneOffset.UTC);
        var context = new HashMap<String, Value>();
        context.put("development", new PrimBool(question.development()));
        context.put("environment", environment(question.grant().environment()));
        context.put("parameters", PARAMETERS);
        context.put("ttlSeconds", new PrimLong(question.ttlSeconds()));
        context.put("now", new DateTime(now.toString()));
        context.put("hour", new PrimLong(utc.getHour()));
        context.put("weekday", WEEKDAY.of(utc.getDayOfWeek().name().toLowerCase(Locale.ROOT)));
        return context;
    }

    private static Map<String, Value> grant(Grant grant) {
        return Map.of(
                "environment", environment(grant.environment()),
                "kind", KIND.of(grant.kind().word()),
                "account", new PrimString(account(grant.terms())),
                "ttlSeconds", new PrimLong(grant.ttlSeconds()),
                "escapeActions", escapes(grant.terms()));
    }

    private static String account(Terms terms) {
        return switch (terms) {
            case Terms.Aws aws -> aws.role().account();
            case Terms.SecretSession secret -> secret.secretArn().account();
            case Terms.SecretValue secret -> secret.secretArn().account();
        };
    }

    private static Value escapes(Terms terms) {
        List<String> actions = switch (terms) {
            case Terms.Aws aws -> aws.escapeActions();
            case Terms.SecretSession _, Terms.SecretValue _ -> List.of();
        };
        var list = new CedarList();
        actions.forEach(action -> list.add(new PrimString(action)));
        return list;
    }

    private static Value role(Principal.AwsRole role) {
        return record(Map.of(
                "account", new PrimString(role.account()),
                "role", new PrimString(role.roleName()),
                "uniqueId", new PrimString(role.uniqueId())));
    }

    private static CedarMap record(Map<String, Value> members) {
        return new CedarMap(new HashMap<>(members));
    }

    private static Entity tagged(EntityUID id, Map<String, String> texts) {
        var tags = new HashMap<String, Value>();
        texts.forEach((name, text) -> tags.put(name, new PrimString(text)));
        return new Entity(id, Map.of(), Set.of(), tags);
    }

    private static EntityUID environment(Environment environment) {
        return ENVIRONMENT.of(environment.word());
    }

    private static EntityTypeName type(String name) {
        return EntityTypeName.parse(name).orElseThrow();
    }
}
