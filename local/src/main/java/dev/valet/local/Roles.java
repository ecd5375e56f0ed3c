package dev.valet.local;

import dev.valet.Json;
import dev.valet.local.aws.Account;
import dev.valet.local.aws.RoleDraft;
import dev.valet.local.template.Resource;
import dev.valet.local.template.Template;
import dev.valet.local.template.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes roles of a template in an account of the local AWS, with their policies and their boundary as they are written. */
final class Roles {
    /** The services there are here. A statement that speaks of others alone can neither allow nor deny anything. */
    private static final Set<String> SERVICES =
            Set.of("dynamodb", "events", "execute-api", "iam", "kms", "lambda", "s3", "secretsmanager", "sts", "*");

    private final Template template;
    private final Account account;

    Roles(Template template, Account account) {
        this.template = template;
        this.account = account;
    }

    /** The role's ARN. */
    String make(Resource role) {
        var draft = RoleDraft.named(
                template.property(role, "Path").map(Tree::text).orElse("/") + template.name(role), trust(role));
        for (var policy : Tree.items(json(role, "Policies"))) {
            var document = Tree.at(policy, "PolicyDocument").orElseThrow();
            draft = draft.allowing(Tree.required(policy, "PolicyName"), evaluated(document));
        }
        var boundary = template.property(role, "PermissionsBoundary").map(Tree::text);
        if (boundary.isPresent()) {
            draft = draft.boundedBy(boundary(boundary.get()));
        }
        return account.put(draft);
    }

    String trust(Resource role) {
        return json(role, "AssumeRolePolicyDocument").text();
    }

    /** Makes the managed policy that the template has under this ARN, which it has here too. */
    String boundary(String arn) {
        var policy = template.ofType("AWS::IAM::ManagedPolicy").stream()
                .filter(one -> template.ref(one.logicalId()).equals(arn))
                .findFirst()
                .orElseThrow(() -> new Trouble("the template has no managed policy " + arn));
        return account.policy(
                template.property(policy, "Path").map(Tree::text).orElse("/"),
                template.name(policy),
                evaluated(json(policy, "PolicyDocument")));
    }

    private Json json(Resource resource, String property) {
        return template.property(resource, property).orElse(Json.strings(List.of()));
    }

    private static String evaluated(Json policy) {
        var kept = new ArrayList<Json>();
        for (var statement : Tree.items(policy, "Statement")) {
            boolean spoken = Tree.texts(statement, "Action").stream()
                    .map(action -> action.split(":", 2)[0])
                    .anyMatch(SERVICES::contains);
            if (spoken) {
                kept.add(statement);
            }
        }
        return Json.object()
                .with("Version", "2012-10-17")
                .with("Statement", new Json.Arr(kept))
                .build()
                .text();
    }
}
