package dev.valet.registry;

import dev.valet.Malformed;
import dev.valet.action.Action;
import dev.valet.action.Executor;
import dev.valet.grant.ActionId;
import dev.valet.grant.Grant;
import dev.valet.grant.Terms;
import dev.valet.identity.Agent;
import dev.valet.identity.AgentId;
import dev.valet.identity.Development;
import dev.valet.identity.Environment;
import dev.valet.identity.Issuer;
import dev.valet.identity.IssuerType;
import dev.valet.identity.Principal;
import dev.valet.identity.RoleArn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The rules between documents, over a whole configuration as it would be. It finds every breach, not only the first. */
final class Consistency {
    /** Where Valet keeps its own secrets, in its own account. */
    static final String OWN_PATH = "valet/";

    /** Those of them that actions open. */
    static final String ACTION_PATH = OWN_PATH + "actions/";

    private static final Set<String> OPENED_BY_STRANGERS = Set.of("pull_request", "pull_request_target");

    private final Deployment deployment;
    private final Map<AgentId, Agent> agents = new HashMap<>();
    private final Map<String, Issuer> issuers = new HashMap<>();
    private final Map<Principal, AgentId> speakers = new HashMap<>();
    private final Map<ActionId, Action> actions = new HashMap<>();
    private final Map<AgentId, Integer> grants = new HashMap<>();
    private final Set<Performs> performs = new HashSet<>();
    private final List<Inconsistency> found = new ArrayList<>();

    private record Performs(AgentId agent, ActionId action) {}

    private Consistency(Deployment deployment) {
        this.deployment = deployment;
    }

    static List<Inconsistency> check(Collection<Document> documents, Deployment deployment) {
        var check = new Consistency(deployment);
        documents.forEach(check::note);
        var development = check.development();
        for (var document : documents) {
            switch (document) {
                case Document.OfIssuer _, Document.OfGuardrail _ -> {}
                case Document.OfAgent(Agent agent) -> check.agent(document, agent);
                case Document.OfAction(Action action) -> check.action(document, action);
                case Document.OfGrant(Grant grant) -> check.grant(document, grant, development);
            }
        }
        return List.copyOf(check.found);
    }

    private void note(Document document) {
        switch (document) {
            case Document.OfAgent(Agent agent) -> agents.put(agent.id(), agent);
            case Document.OfAction(Action action) -> actions.put(action.id(), action);
            case Document.OfIssuer(Issuer issuer) ->
                unless(
                        issuers.putIfAbsent(issuer.issuer(), issuer) == null,
                        document,
                        "/url",
                        "is the url of one registered issuer only");
            case Document.OfGrant _, Document.OfGuardrail _ -> {}
        }
    }

    private Development development() {
        var urls = new HashSet<String>();
        issuers.values().stream().filter(Issuer::development).forEach(issuer -> urls.add(issuer.issuer()));
        return new Development(deployment.developmentAccounts(), urls);
    }

    private void agent(Document document, Agent agent) {
        for (int i = 0; i < agent.identities().size(); i++) {
            var identity = agent.identities().get(i);
            var place = "/identities/" + i;
            var other = speakers.putIfAbsent(identity, agent.id());
            unless(other == null, document, place, "speaks for one agent only, and speaks for " + other);
            unless(!deployment.operators().contains(identity), document, place, "is no operator's role");
            switch (identity) {
                case Principal.AwsRole _ -> {}
                case Principal.Subject subject -> subject(document, place, agent, subject);
            }
        }
    }

    private void subject(Document document, String place, Agent agent, Principal.Subject subject) {
        var issuer = issuers.get(subject.issuer());
        if (issuer == null) {
            unless(false, document, place + "/issuer", "is the url of a registered issuer");
            return;
        }
        var claims = subject.claims();
        var pins = new TreeSet<>(IssuerDocument.subjectClaims(issuer));
        unless(claims.keySet().equals(pins), document, place + "/claims", "pins exactly " + String.join(", ", pins));
        if (issuer.type() == IssuerType.AWS && claims.keySet().equals(pins)) {
            unless(isRoleOf(claims), document, place + "/claims/sub", "is the ARN of an IAM role of aws_account");
        }
        // The pin is the operator's yes to that event; how far a stranger's pull request reaches is ours (5.2).
        boolean strange = issuer.type() == IssuerType.GITHUB
                && OPENED_BY_STRANGERS.contains(claims.getOrDefault("event_name", ""));
        unless(
                !strange || agent.environment() == Environment.SANDBOX,
                document,
                place + "/claims/event_name",
                "is no event that strangers cause, unless the agent's environment is sandbox");
    }

    private static boolean isRoleOf(Map<String, String> claims) {
        try {
            return RoleArn.parse(claims.getOrDefault("sub", "")).account().equals(claims.get("aws_account"));
        } catch (Malformed noRole) {
            return false;
        }
    }

    /** S-6: what every session is denied and no grant leases, so that the secret of an action is the action's alone. */
    private void action(Document document, Action action) {
        action.executor()
                .secrets()
                .forEach(secret -> unless(
                        secret.text().contains(":secret:" + ACTION_PATH)
                                && (deployment.account().isEmpty() || isOwn(secret.account())),
                        document,
                        "/" + action.executor().word(),
                        "opens secrets of Valet's own account only, named " + ACTION_PATH + "…"));
        if (action.executor() instanceof Executor.KmsSign(var template)) {
            unless(
                    deployment.account().isEmpty() || isOwn(template.keyAccount()),
                    document,
                    "/kmsSign/key",
                    "is of Valet's own account"); // where its policy says what it may sign (INV-17)
            unless(
                    !deployment.ownKeys().contains(template.keyArn()),
                    document,
                    "/kmsSign/key",
                    "is none of the keys by which Valet signs for itself");
        }
    }

    private void grant(Document document, Grant grant, Development development) {
        terms(document, grant);
        var agent = agents.get(grant.agent());
        if (agent == null) {
            unless(false, document, "/agent", "is the name of an agent");
            return;
        }
        unless(
                grants.merge(agent.id(), 1, Integer::sum) <= Registry.MOST_GRANTS,
                document,
                "/agent",
                "has " + Registry.MOST_GRANTS + " grants at most");
        unless(
                grant.environment().isWithin(agent.environment()),
                document,
                "/environment",
                "is within its agent's own, " + agent.environment().word());
        unless(
                grant.environment() == Environment.SANDBOX
                        || !agent.identities().stream().allMatch(development::includes),
                document,
                "/environment",
                "is sandbox, because every identity of its agent is for development");
    }

    private void terms(Document document, Grant grant) {
        switch (grant.terms()) {
            case Terms.Aws aws -> role(document, "/aws/role", aws.role());
            case Terms.SecretSession secret -> {
                role(document, "/secret/role", secret.role());
                // Every session is denied all of Valet's own account (S-6), so this one could read nothing.
                unless(
                        !isOwn(secret.secretArn().account()),
                        document,
                        "/secret/arn",
                        "is not of Valet's own account, which no session reaches");
            }
            case Terms.SecretValue secret ->
                unless(
                        !isOwn(secret.secretArn().account())
                                || !secret.secretArn().text().contains(":secret:" + OWN_PATH),
                        document,
                        "/secret/arn",
                        "is none of Valet's own secrets");
            case Terms.Perform perform -> perform(document, grant, perform);
        }
    }

    private void perform(Document document, Grant grant, Terms.Perform terms) {
        unless(
                performs.add(new Performs(grant.agent(), terms.action())),
                document,
                "/action",
                "is granted to one agent once");
        var action = actions.get(terms.action());
        if (action == null) {
            unless(false, document, "/action", "is the name of an action");
            return;
        }
        PerformRules.broken(grant, terms.budget(), action)
                .forEach(problem -> unless(false, document, problem.place(), problem.rule()));
    }

    private void role(Document document, String place, RoleArn role) {
        unless(!isOwn(role.account()), document, place, "is not of Valet's own account");
    }

    private boolean isOwn(String account) {
        return deployment.account().filter(account::equals).isPresent();
    }

    private void unless(boolean holds, Document document, String place, String rule) {
        if (!holds) {
            found.add(new Inconsistency(document, place, rule));
        }
    }
}
