package dev.valet.testkit;

import dev.valet.Json;
import dev.valet.action.Action;
import dev.valet.action.Executor;
import dev.valet.action.Impact;
import dev.valet.action.LambdaTarget;
import dev.valet.action.Spends;
import dev.valet.budget.Caps;
import dev.valet.grant.ActionId;
import dev.valet.grant.ActionPattern;
import dev.valet.grant.ApprovalRule;
import dev.valet.grant.Grant;
import dev.valet.grant.GrantId;
import dev.valet.grant.ParameterPattern;
import dev.valet.grant.ParameterRule;
import dev.valet.grant.SecretArn;
import dev.valet.grant.Statement;
import dev.valet.grant.TemplateText;
import dev.valet.grant.Terms;
import dev.valet.identity.Agent;
import dev.valet.identity.AgentId;
import dev.valet.identity.Development;
import dev.valet.identity.Environment;
import dev.valet.identity.Principal;
import dev.valet.identity.RoleArn;
import dev.valet.limit.Limits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The small world of every story: Valet in one account, agents and targets in another, developers in a third. */
public final class Sample {
    public static final String VALET_ACCOUNT = "111122223333";
    public static final String ACCOUNT = "444455556666";
    public static final String DEVELOPMENT_ACCOUNT = "222233334444";
    public static final String ISSUER = "https://issuer.example";
    public static final String DEVELOPMENT_ISSUER = "https://development.issuer.example";
    public static final Development DEVELOPMENT =
            new Development(Set.of(DEVELOPMENT_ACCOUNT), Set.of(DEVELOPMENT_ISSUER));
    public static final SecretArn SECRET =
            SecretArn.parse("arn:aws:secretsmanager:eu-west-1:444455556666:secret:payments/api-Ab12Cd");

    private Sample() {}

    /** The role an agent of this name runs as; its unique id is made of the name, so it never changes by itself. */
    public static Principal.AwsRole role(String name) {
        return role(ACCOUNT, name);
    }

    public static Principal.AwsRole role(String account, String name) {
        return new Principal.AwsRole("aws", account, name, uniqueId(name));
    }

    private static String uniqueId(String name) {
        var letters = name.toUpperCase(java.util.Locale.ROOT).replaceAll("[^A-Z0-9]", "") + "0000000000000000";
        return "AROA" + letters.substring(0, 16);
    }

    /** A workload of a Kubernetes cluster, say. */
    public static Principal.Subject subject(String name) {
        return subject(ISSUER, name);
    }

    public static Principal.Subject subject(String issuer, String name) {
        return new Principal.Subject(issuer, new TreeMap<>(Map.of("sub", name)));
    }

    public static Agent agent(String name, Environment environment, Principal... identities) {
        return new Agent(new AgentId(name), "team-" + name, environment, List.of(identities), Limits.NONE);
    }

    /** Reads one prefix of a bucket; the caller fills in {@code team}. */
    public static Grant reports(String agent, String grant) {
        return aws(agent, grant, "arn:aws:s3:::acme-reports/${team}/*", new TreeMap<>(Map.of("team", TEAM)));
    }

    private static final ParameterRule TEAM = new ParameterRule.Matching(ParameterPattern.parse("[a-z]{2,20}"));

    /** Reads one bucket; nothing to fill in. */
    public static Grant aws(String agent, String grant) {
        return aws(agent, grant, "arn:aws:s3:::acme-" + grant + "/*", new TreeMap<>());
    }

    private static Grant aws(String agent, String grant, String resource, SortedMap<String, ParameterRule> parameters) {
        var statement = new Statement(
                List.of(new ActionPattern("s3:GetObject")), List.of(new TemplateText(resource)), new TreeMap<>());
        var terms = new Terms.Aws(target(grant), EXTERNAL_ID, List.of(statement), List.of(), List.of());
        return grant(agent, grant, terms, parameters);
    }

    /** A session that may read one secret. */
    public static Grant secret(String agent, String grant) {
        return grant(
                agent,
                grant,
                new Terms.SecretSession(target(grant), EXTERNAL_ID, SECRET, Optional.empty()),
                new TreeMap<>());
    }

    /** The value of one secret. */
    public static Grant secretValue(String agent, String grant) {
        return grant(agent, grant, new Terms.SecretValue(SECRET, false), new TreeMap<>());
    }

    /** The value of one secret, rotated when its lease ends. */
    public static Grant rotatedValue(String agent, String grant) {
        return grant(agent, grant, new Terms.SecretValue(SECRET, true), new TreeMap<>());
    }

    /** Tells people something; spends nothing. */
    public static Action notify(String action) {
        return new Action(
                new ActionId(action),
                "The story's " + action,
                Impact.LOW,
                Environment.SANDBOX,
                closed(Map.of("channel", TEXT, "message", TEXT)),
                new Executor.Lambda(new LambdaTarget(FUNCTION)),
                Optional.empty());
    }

    /** Pays somebody. */
    public static Action pay(String action) {
        return new Action(
                new ActionId(action),
                "The story's " + action,
                Impact.HIGH,
                Environment.SANDBOX,
                closed(Map.of("amount", TEXT, "currency", TEXT, "payee", TEXT)),
                new Executor.Lambda(new LambdaTarget(FUNCTION)),
                Optional.of(new Spends("amount", Optional.of("currency"), Optional.of("payee"), Optional.empty())));
    }

    private static final String FUNCTION =
            "arn:aws:lambda:eu-west-1:" + VALET_ACCOUNT + ":function:valet-actions-story:live";
    private static final Json TEXT =
            Json.object().with("type", "string").with("maxLength", 100).build();

    /** All of its members are required. */
    private static Json.Obj closed(Map<String, Json> members) {
        var properties = Json.object();
        new TreeMap<>(members).forEach(properties::with);
        return Json.object()
                .with("type", "object")
                .with("properties", properties.build())
                .with("required", members.keySet().stream().sorted().toList())
                .with("additionalProperties", false)
                .build();
    }

    /** A grant of an action. */
    public static Grant performing(String agent, String grant, Action action, Optional<Caps> budget) {
        return new Grant(
                new GrantId(grant),
                new AgentId(agent),
                action.environment(),
                "The story's " + grant,
                new Terms.Perform(action.id(), budget),
                new TreeMap<>(),
                0,
                Limits.NONE);
    }

    /** What no caller may ever see, with {@link #target}: where the lease's role is, and what it asks for. */
    public static final String EXTERNAL_ID = "vx-canary-external-id";

    private static RoleArn target(String grant) {
        return RoleArn.parse("arn:aws:iam::" + ACCOUNT + ":role/valet/" + grant);
    }

    private static Grant grant(String agent, String grant, Terms terms, SortedMap<String, ParameterRule> parameters) {
        return new Grant(
                new GrantId(grant),
                new AgentId(agent),
                Environment.SANDBOX,
                "The story's " + grant,
                terms,
                parameters,
                Grant.MOST_TTL,
                Limits.NONE);
    }

    public static Grant in(Environment environment, Grant grant) {
        return new Grant(
                grant.id(),
                grant.agent(),
                environment,
                grant.description(),
                grant.terms(),
                grant.parameters(),
                grant.ttlSeconds(),
                grant.limits(),
                grant.approval());
    }

    public static Grant limited(Grant grant, Limits limits) {
        return new Grant(
                grant.id(),
                grant.agent(),
                grant.environment(),
                grant.description(),
                grant.terms(),
                grant.parameters(),
                grant.ttlSeconds(),
                limits,
                grant.approval());
    }

    /** One that people have to approve. */
    public static Grant approved(Grant grant, ApprovalRule rule) {
        return new Grant(
                grant.id(),
                grant.agent(),
                grant.environment(),
                grant.description(),
                grant.terms(),
                grant.parameters(),
                grant.ttlSeconds(),
                grant.limits(),
                rule);
    }

    public static Grant lasting(Grant grant, int ttlSeconds) {
        return new Grant(
                grant.id(),
                grant.agent(),
                grant.environment(),
                grant.description(),
                grant.terms(),
                grant.parameters(),
                ttlSeconds,
                grant.limits(),
                grant.approval());
    }

    /** Of another role than its own. */
    public static Grant leasing(RoleArn role, Grant grant) {
        if (!(grant.terms() instanceof Terms.Aws terms)) {
            throw new IllegalArgumentException(grant.id() + " leases no role");
        }
        return new Grant(
                grant.id(),
                grant.agent(),
                grant.environment(),
                grant.description(),
                new Terms.Aws(role, EXTERNAL_ID, terms.statements(), terms.managedPolicies(), terms.escapeActions()),
                grant.parameters(),
                grant.ttlSeconds(),
                grant.limits(),
                grant.approval());
    }
}
