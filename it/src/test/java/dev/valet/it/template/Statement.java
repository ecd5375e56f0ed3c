package dev.valet.it.template;

import java.util.List;
import java.util.stream.Stream;

/** One statement of an IAM policy, with where it stands. */
record Statement(String where, Tree tree) {
    /** Those of a policy document, whichever way its conditions fall. */
    static List<Statement> of(String where, Tree document) {
        return document.at("Statement").items().stream()
                .flatMap(item -> item.branches().stream())
                .map(tree -> new Statement(where + "/" + tree.at("Sid").text(), tree))
                .toList();
    }

    /** Those of every role's own policies and of every managed policy. */
    static List<Statement> ofIdentities(Template template) {
        var roles = template.ofType("AWS::IAM::Role").entrySet().stream()
                .flatMap(role -> ofRole(role.getKey(), role.getValue()));
        var managed = template.ofType("AWS::IAM::ManagedPolicy").entrySet().stream()
                .flatMap(policy -> of(policy.getKey(), policy.getValue().at("Properties", "PolicyDocument")).stream());
        return Stream.concat(roles, managed).toList();
    }

    static Stream<Statement> ofRole(String id, Tree role) {
        return role.at("Properties", "Policies").items().stream()
                .flatMap(policy -> of(id, policy.at("PolicyDocument")).stream());
    }

    boolean allows() {
        return tree.at("Effect").text().equals("Allow");
    }

    List<String> actions() {
        return tree.at("Action").texts();
    }

    boolean speaksOf(String service) {
        return actions().stream().anyMatch(action -> action.equals("*") || action.startsWith(service + ":"));
    }

    List<String> resources() {
        return tree.at("Resource").items().stream()
                .flatMap(resource -> resource.branches().stream())
                .map(Tree::flat)
                .toList();
    }

    Tree condition(String operator) {
        return tree.at("Condition", operator);
    }

    /** The partition keys it is bound to, provided that they must be present. */
    List<String> leadingKeys() {
        boolean present =
                tree.at("Condition", "Null", "dynamodb:LeadingKeys").text().equals("false");
        return present
                ? tree.at("Condition", "ForAllValues:StringLike", "dynamodb:LeadingKeys")
                        .texts()
                : List.of();
    }
}
