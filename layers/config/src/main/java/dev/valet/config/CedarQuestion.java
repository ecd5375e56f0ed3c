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
import dev.valet.Json;
import dev.valet.action.Action;
import dev.valet.grant.Grant;
import dev.valet.grant.Kind;
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
    private static final String ACTION = "action";

    // Names are parsed by Cedar itself, so nothing here runs before there is a guardrail.
    private static final EntityTypeName AGENT = type("Agent");
    private static final EntityTypeName GRANT = type("Grant");
    private static final EntityTypeName ENVIRONMENT = type("Environment");
    private static final EntityTypeName KIND = type("Kind");
    private static final EntityTypeName WEEKDAY = type("Weekday");
    private static final EntityTypeName IMPACT = type("Impact");
    private static final EntityTypeName ACTION_GRANT = type("ActionGrant");
    private static final EntityUID ISSUE = type("Action").of("issue");
    private static final EntityUID PERFORM = type("Action").of("perform");
    private static final EntityUID NUMBERS = type("Numbers").of("asked");
    private static final EntityUID PARAMETERS = type("Parameters").of("asked");
    private static final EntityUID CLAIMS = type("Claims").of("verified");

    static CedarQuestion of(Question question) {
        var agent = AGENT.of(question.agent().id().text());
        var resource = resource(question);
        var entities = new HashSet<Entity>();
        entities.add(new Entity(
                agent,
                Map.of(
                        "owner",
                        new PrimString(question.agent().owner()),
                        "environment",
                        environment(question.agent().environment())),
                Set.of()));
        entities.add(new Entity(resource, facts(question), Set.of()));
        var context = context(question);
        asked(question, context, entities);
        switch (question.principal()) {
            case Principal.AwsRole role -> context.put("aws", role(role));
            case Principal.Subject(String issuer, var claims) -> {
                context.put("oidc", record(Map.of("issuer", new PrimString(issuer), "claims", CLAIMS)));
                entities.add(tagged(CLAIMS, claims));
            }
        }
        return new CedarQuestion(new AuthorizationRequest(agent, action(question), resource, context), entities);
    }

    private static Map<String, Value> context(Question question) {
        var now = question.now().truncatedTo(ChronoUnit.SECONDS);
        var utc = now.atOffset(ZoneOffset.UTC);
        var context = new HashMap<String, Value>();
        context.put("development", new PrimBool(question.development()));
        context.put("environment", environment(question.grant().environment()));
        context.put("parameters", PARAMETERS);
        context.put("now", new DateTime(now.toString()));
        context.put("hour", new PrimLong(utc.getHour()));
        context.put("weekday", WEEKDAY.of(utc.getDayOfWeek().name().toLowerCase(Locale.ROOT)));
        return context;
    }

    private static EntityUID action(Question question) {
        return switch (question) {
            case Question.OfLease _ -> ISSUE;
            case Question.OfPerformance _ -> PERFORM;
        };
    }

    private static EntityUID resource(Question question) {
        return switch (question) {
            case Question.OfLease lease -> GRANT.of(lease.grant().id().text());
            case Question.OfPerformance performance ->
                ACTION_GRANT.of(performance.grant().id().text());
        };
    }

    private static Map<String, Value> facts(Question question) {
        return switch (question) {
            case Question.OfLease lease -> grant(lease.grant());
            case Question.OfPerformance performance -> action(performance.action());
        };
    }

    private static Map<String, Value> action(Action action) {
        return Map.of(
                "environment", environment(action.environment()),
                "action", new PrimString(action.id().text()),
                "impact", IMPACT.of(action.impact().word()),
                "kind", KIND.of(ACTION),
                "account", new PrimString(""),
                "ttlSeconds", new PrimLong(0),
                "escapeActions", new CedarList());
    }

    /** What the agent asks with. */
    private static void asked(Question question, Map<String, Value> context, Set<Entity> entities) {
        switch (question) {
            case Question.OfLease lease -> {
                context.put("ttlSeconds", new PrimLong(lease.ttlSeconds()));
                entities.add(tagged(PARAMETERS, lease.parameters().values()));
            }
            case Question.OfPerformance performance -> {
                context.put("ttlSeconds", new PrimLong(0));
                context.put("numbers", NUMBERS);
                performance.spent().ifPresent(spent -> context.put("spends", spent(spent)));
                entities.add(tagged(PARAMETERS, texts(performance.input())));
                entities.add(new Entity(NUMBERS, Map.of(), Set.of(), numbers(performance.input())));
            }
        }
    }

    private static Value spent(Question.Spent spent) {
        var members = new HashMap<String, Value>();
        members.put("amount", new PrimLong(spent.amount().units()));
        members.put("unit", new PrimString(spent.amount().unit().code()));
        members.put("newPayee", new PrimBool(spent.newPayee()));
        spent.payee().ifPresent(payee -> members.put("payee", new PrimString(payee)));
        return record(members);
    }

    private static Map<String, String> texts(Json.Obj input) {
        var texts = new HashMap<String, String>();
        input.members().forEach((name, value) -> {
            if (value instanceof Json.Str(String text)) {
                texts.put(name, text);
            }
        });
        return texts;
    }

    private static Map<String, Value> numbers(Json.Obj input) {
        var numbers = new HashMap<String, Value>();
        input.members().forEach((name, value) -> {
            if (value instanceof Json.Int(long number)) {
                numbers.put(name, new PrimLong(number));
            }
        });
        return numbers;
    }

    private static Map<String, Value> grant(Grant grant) {
        return Map.of(
                "environment", environment(grant.environment()),
                "kind", KIND.of(grant.kind().map(Kind::word).orElse(ACTION)),
                "account", new PrimString(account(grant.terms())),
                "ttlSeconds", new PrimLong(grant.ttlSeconds()),
                "escapeActions", escapes(grant.terms()));
    }

    private static String account(Terms terms) {
        return switch (terms) {
            case Terms.Aws aws -> aws.role().account();
            case Terms.SecretSession secret -> secret.secretArn().account();
            case Terms.SecretValue secret -> secret.secretArn().account();
            case Terms.Perform _ -> "";
        };
    }

    private static Value escapes(Terms terms) {
        List<String> actions = switch (terms) {
            case Terms.Aws aws -> aws.escapeActions();
            case Terms.SecretSession _, Terms.SecretValue _, Terms.Perform _ -> List.of();
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
