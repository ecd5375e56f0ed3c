package dev.valet.local.aws.policy;

import dev.valet.local.aws.policy.Statement.OneOf;
import dev.valet.local.aws.wire.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** JSON to statements, refusing by name whatever would not be evaluated. */
final class PolicyReader {
    private static final Set<String> MEMBERS = Set.of(
            "Sid",
            "Effect",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Principal",
            "NotPrincipal",
            "Condition");
    private static final Pattern ACTION = Pattern.compile("\\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+");
    private static final Pattern ROLE_OR_USER =
            Pattern.compile("arn:aws:iam::[0-9]{12}:(role|user)/[A-Za-z0-9+=,.@_/-]+");
    private static final Pattern ROOT = Pattern.compile("arn:aws:iam::([0-9]{12}):root");

    /** What a policy hangs on decides what its statements have. */
    enum Sort {
        IDENTITY(false, true),
        /** Its resource is the role it hangs on. */
        TRUST(true, false),
        /** Of a KMS key. */
        KEY(true, true);

        private final boolean principals;
        private final boolean resources;

        Sort(boolean principals, boolean resources) {
            this.principals = principals;
            this.resources = resources;
        }
    }

    private final Sort sort;
    private final Set<String> sids = new HashSet<>();

    private PolicyReader(Sort sort) {
        this.sort = sort;
    }

    static List<Statement> read(String text, Sort sort) {
        try {
            return new PolicyReader(sort).policy(Json.read(text));
        } catch (IllegalArgumentException e) {
            throw new MalformedPolicy("Syntax errors in policy: " + e.getMessage());
        }
    }

    private List<Statement> policy(Map<String, Object> json) {
        for (String member : json.keySet()) {
            MalformedPolicy.unless(Set.of("Version", "Id", "Statement").contains(member), "unknown element " + member);
        }
        // Under 2008-10-17, IAM's default, ${...} is plain text. Nobody means that.
        MalformedPolicy.unless(
                "2012-10-17".equals(json.get("Version")), "the local endpoint evaluates Version 2012-10-17 only");
        Object given = json.getOrDefault("Statement", List.of());
        List<?> all = given instanceof List<?> list ? list : List.of(given);
        MalformedPolicy.unless(!all.isEmpty(), "the policy has no Statement");
        return all.stream()
                .map(each -> statement(Json.object(each, "Statement")))
                .toList();
    }

    private Statement statement(Map<String, Object> json) {
        for (String member : json.keySet()) {
            MalformedPolicy.unless(MEMBERS.contains(member), "unknown element " + member);
        }
        MalformedPolicy.unless(!json.containsKey("NotPrincipal"), "the local endpoint does not evaluate NotPrincipal");
        String sid = Json.text(json.getOrDefault("Sid", ""), "Sid");
        MalformedPolicy.unless(
                sid.isEmpty() || sids.add(sid), "Statement IDs (SID) in a single policy must be unique.");
        return new Statement(effect(json), actions(json), resources(json), principals(json), conditions(json));
    }

    private static Effect effect(Map<String, Object> json) {
        return switch (Json.text(json.getOrDefault("Effect", ""), "Effect")) {
            case "Allow" -> Effect.ALLOW;
            case "Deny" -> Effect.DENY;
            default -> throw new MalformedPolicy("Effect must be Allow or Deny");
        };
    }

    private static OneOf<Glob> actions(Map<String, Object> json) {
        OneOf<String> given = oneOf(json, "Action");
        for (String action : given.patterns()) {
            MalformedPolicy.unless(
                    ACTION.matcher(action).matches(),
                    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.: " + action);
        }
        return new OneOf<>(given.patterns().stream().map(Glob::wild).toList(), given.inverted());
    }

    private OneOf<ArnGlob> resources(Map<String, Object> json) {
        if (!sort.resources) {
            MalformedPolicy.unless(
                    !json.containsKey("Resource") && !json.containsKey("NotResource"), "Has prohibited field Resource");
            return new OneOf<>(List.of(), true);
        }
        OneOf<String> given = oneOf(json, "Resource");
        return new OneOf<>(given.patterns().stream().map(ArnGlob::parse).toList(), given.inverted());
    }

    private static OneOf<String> oneOf(Map<String, Object> json, String name) {
        Object plain = json.get(name);
        Object not = json.get("Not" + name);
        MalformedPolicy.unless(plain == null ^ not == null, "a statement needs either " + name + " or Not" + name);
        Object given = plain == null ? not : plain;
        List<String> texts = given == null ? List.of() : Json.texts(given, name);
        MalformedPolicy.unless(!texts.isEmpty(), name + " is empty");
        return new OneOf<>(texts, not != null);
    }

    private Optional<Principals> principals(Map<String, Object> json) {
        Object given = json.get("Principal");
        MalformedPolicy.unless(
                sort.principals == (given != null),
                sort.principals ? "Missing required field Principal" : "Has prohibited field Principal");
        if (given == null) {
            return Optional.empty();
        }
        if (given.equals("*")) {
            return Optional.of(new Principals(true, List.of(), List.of(), List.of()));
        }
        var accounts = new ArrayList<String>();
        var arns = new ArrayList<String>();
        var runtimes = new ArrayList<String>();
        boolean everyone = false;
        for (var entry : Json.object(given, "Principal").entrySet()) {
            for (String text : Json.texts(entry.getValue(), "Principal")) {
                switch (entry.getKey()) {
                    case "Service", "Federated" -> runtimes.add(text);
                    case "AWS" -> {
                        var root = ROOT.matcher(text);
                        if (text.equals("*")) {
                            everyone = true;
                        } else if (Principals.isAccount(text) || root.matches()) {
                            accounts.add(root.matches() ? root.group(1) : text);
                        } else {
                            // Session ARNs too: as principals they lift session policies, which nobody here may do
                            // (S-8).
                            MalformedPolicy.unless(
                                    ROLE_OR_USER.matcher(text).matches(),
                                    "Invalid principal in policy: \"AWS\":\"" + text + "\"");
                            arns.add(text);
                        }
                    }
                    default ->
                        throw new MalformedPolicy(
                                "the local endpoint does not evaluate the principal " + entry.getKey());
                }
            }
        }
        return Optional.of(new Principals(everyone, List.copyOf(accounts), List.copyOf(arns), List.copyOf(runtimes)));
    }

    private static List<Condition> conditions(Map<String, Object> json) {
        var conditions = new ArrayList<Condition>();
        for (var operator : Json.object(json.getOrDefault("Condition", Map.of()), "Condition")
                .entrySet()) {
            var keys = Json.object(operator.getValue(), operator.getKey());
            for (var key : keys.entrySet()) {
                Object value = key.getValue();
                // IAM takes true and 300 for "true" and "300".
                List<?> given = value instanceof List<?> list ? list : List.of(value);
                MalformedPolicy.unless(
                        given.stream().noneMatch(each -> each instanceof Map || each instanceof List),
                        "the condition on " + key.getKey() + " has no plain value");
                List<String> values = given.stream().map(String::valueOf).toList();
                conditions.add(Condition.parse(operator.getKey(), key.getKey(), values));
            }
        }
        return List.copyOf(conditions);
    }
}
