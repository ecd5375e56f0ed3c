package dev.valet.local;

import dev.valet.Json;
import dev.valet.local.aws.Caller;
import dev.valet.local.aws.LocalAws;
import dev.valet.local.aws.policy.Context;
import dev.valet.local.aws.policy.Decision;
import dev.valet.local.aws.policy.Effect;
import dev.valet.local.aws.policy.Policy;
import dev.valet.local.aws.policy.Request;
import dev.valet.local.template.Template;
import dev.valet.local.template.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Who may call an API: in the API's own account the caller's policies or the API's are enough, from another account both
 * must allow, and a deny in either wins.
 */
final class ApiPolicy {
    private static final String INVOKE = "execute-api:Invoke";
    private static final String ANYBODY = "*";

    private final LocalAws aws;
    private final String account;
    private final Map<String, List<Clause>> clauses;

    /** @param principals who is meant: {@code *}, an account, or an ARN */
    private record Clause(List<String> principals, Policy policy) {}

    private ApiPolicy(LocalAws aws, String account, Map<String, List<Clause>> clauses) {
        this.aws = aws;
        this.account = account;
        this.clauses = clauses;
    }

    static ApiPolicy of(Template template, LocalAws aws, String account) {
        var clauses = new LinkedHashMap<String, List<Clause>>();
        for (var api : template.ofType("AWS::Serverless::Api")) {
            var id = template.ref(api.logicalId());
            var arn = "arn:aws:execute-api:" + aws.region() + ":" + account + ":" + id;
            var policy = template.property(api, "DefinitionBody")
                    .flatMap(body -> Tree.at(body, "x-amazon-apigateway-policy"));
            clauses.put(
                    arn,
                    policy.map(json -> Tree.items(json, "Statement").stream()
                                    .map(statement -> clause(statement, arn))
                                    .toList())
                            .orElse(List.of()));
        }
        return new ApiPolicy(aws, account, clauses);
    }

    private static Clause clause(Json statement, String arn) {
        var members = new LinkedHashMap<>(Tree.members(statement));
        var principal = members.remove("Principal");
        var principals = new ArrayList<String>();
        if (principal instanceof Json.Obj(var kinds)) {
            kinds.values().forEach(json -> principals.addAll(Tree.texts(json)));
        } else {
            principals.add(ANYBODY);
        }
        var resources = Tree.texts(statement, "Resource").stream()
                // The short form that API Gateway completes when the policy is put.
                .map(resource -> resource.startsWith("execute-api:/")
                        ? arn + resource.substring("execute-api:".length())
                        : resource)
                .toList();
        members.put("Resource", Json.strings(resources));
        var policy = Json.object()
                .with("Version", "2012-10-17")
                .with("Statement", new Json.Arr(List.of(new Json.Obj(members))))
                .build();
        return new Clause(principals, Policy.identity(policy.text()));
    }

    boolean allows(Caller caller, String methodArn) {
        var context = new Context()
                .put("aws:PrincipalAccount", caller.account())
                .put("aws:PrincipalArn", caller.principalArn())
                .put("aws:PrincipalOrgID", Accounts.ORGANISATION)
                .put("aws:userid", caller.userId());
        var api = effect(new Request(INVOKE, methodArn, context), who -> names(who, caller));
        var own = aws.decide(caller, INVOKE, methodArn, new Context().put("aws:ResourceAccount", account));
        return switch (api) {
            case DENY -> false;
            // An explicit deny of the caller's own wins over the API's yes.
            case ALLOW -> own instanceof Decision.Allowed || (isOwn(caller) && isSilent(own));
            case SILENT -> isOwn(caller) && own instanceof Decision.Allowed;
        };
    }

    /** Where nobody is asked who is calling there are no policies but the API's, and it has to say yes. */
    boolean allowsAnybody(String methodArn) {
        return effect(new Request(INVOKE, methodArn, new Context()), ANYBODY::equals) == Effect.ALLOW;
    }

    private boolean isOwn(Caller caller) {
        return caller.account().equals(account);
    }

    private static boolean isSilent(Decision decision) {
        return decision instanceof Decision.Denied(String because) && !because.contains("explicit deny");
    }

    private Effect effect(Request request, Predicate<String> whom) {
        return clauses.entrySet().stream()
                .filter(api -> request.resource().startsWith(api.getKey() + "/"))
                .flatMap(api -> api.getValue().stream())
                .filter(clause -> clause.principals().stream().anyMatch(whom))
                .map(clause -> clause.policy().effect(request))
                .min(Comparator.naturalOrder()) // a deny comes first, silence last
                .orElse(Effect.SILENT);
    }

    private static boolean names(String principal, Caller caller) {
        return principal.equals(ANYBODY)
                || principal.equals(caller.account())
                || principal.equals("arn:aws:iam::" + caller.account() + ":root")
                || principal.equals(caller.principalArn())
                || principal.equals(caller.arn());
    }
}
