package dev.valet.registry;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.ObjectBuilder;
import dev.valet.grant.ActionId;
import dev.valet.grant.ParameterRule;
import dev.valet.grant.SecretArn;
import dev.valet.grant.SessionPolicy;
import dev.valet.grant.Statement;
import dev.valet.grant.Terms;
import dev.valet.identity.RoleArn;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The part of a grant that says what it gives: {@code aws}, {@code secret} or {@code action}. */
final class TermsDocument {
    private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");
    private static final Pattern MANAGED_POLICY =
            Pattern.compile("arn:aws:iam::(aws|[0-9]{12}):policy/[\\w+=,.@/-]{1,512}");
    private static final Pattern KEY =
            Pattern.compile("arn:aws:kms:[a-z]{2}(?:-[a-z]{2,12}){1,3}-[0-9]:[0-9]{12}:key/[A-Za-z0-9-]{1,64}");
    /** Its length is any account's, and size is all that is asked of it here. */
    private static final SessionPolicy SIZED = new SessionPolicy("000000000000");

    private TermsDocument() {}

    static Supplier<Terms> read(Fields fields) {
        var given = Stream.of("aws", "secret", "action").filter(fields::has).toList();
        if (given.size() != 1) {
            fields.problem("", "has one of aws, secret and action");
            return () -> {
                throw new IllegalStateException("read inside build only");
            };
        }
        return switch (given.getFirst()) {
            case "aws" -> fields.object("aws", TermsDocument::aws);
            case "secret" -> fields.object("secret", TermsDocument::secret);
            default -> perform(fields);
        };
    }

    private static Supplier<Terms> perform(Fields fields) {
        var action = fields.parsed("action", ActionId::parse);
        var budget = BudgetDocument.read(fields);
        return () -> new Terms.Perform(action.get(), budget.get());
    }

    private static @Nullable Terms aws(Fields fields) {
        var role = fields.parsed("role", RoleArn::parse);
        var externalId = fields.parsed("externalId", TermsDocument::externalId);
        var allow = fields.objects("allow", StatementDocument::read);
        var managed = fields.texts("managedPolicies", TermsDocument::managedPolicy);
        var escapes = fields.texts("escapeActions", text -> text);
        return fields.build(
                () -> checked(new Terms.Aws(role.get(), externalId.get(), allow.get(), managed.get(), escapes.get())));
    }

    private static Terms checked(Terms.Aws terms) {
        unless(
                !terms.statements().isEmpty() || !terms.managedPolicies().isEmpty(),
                "/allow",
                "has at least one statement, or managedPolicies name one");
        unless(terms.managedPolicies().size() <= 10, "/managedPolicies", "lists 10 at most (STS)");
        terms.managedPolicies()
                .forEach(policy -> unless(
                        policy.contains("::aws:")
                                || policy.contains("::" + terms.role().account() + ":"),
                        "/managedPolicies",
                        "are of the role's own account"));
        StatementDocument.checkEscapes(terms);
        return terms;
    }

    private static @Nullable Terms secret(Fields fields) {
        var arn = fields.parsed("arn", SecretArn::parse);
        fields.optionalParsed("delivery", TermsDocument::delivery);
        if (fields.json("delivery").equals(Optional.of(Json.of("value")))) {
            var rotateOnEnd = fields.flag("rotateOnEnd", false);
            return fields.build(() -> new Terms.SecretValue(arn.get(), rotateOnEnd.get()));
        }
        if (fields.has("rotateOnEnd")) {
            fields.problem("rotateOnEnd", "goes with delivery: value, because a session ends by itself");
        }
        var role = fields.parsed("role", RoleArn::parse);
        var externalId = fields.parsed("externalId", TermsDocument::externalId);
        var key = fields.optionalParsed("kmsKey", TermsDocument::key);
        return fields.build(() -> new Terms.SecretSession(role.get(), externalId.get(), arn.get(), key.get()));
    }

    /** Parameters and places for them are the same set, and the policy fits STS with the longest values (T-09). */
    static void checkParameters(Terms terms, Map<String, ParameterRule> rules) {
        if (terms instanceof Terms.Perform) {
            return; // they narrow members of the action's input, which is another document
        }
        var used = new TreeSet<String>();
        if (terms instanceof Terms.Aws aws) {
            aws.statements().forEach(statement -> used.addAll(parameters(statement)));
        }
        unless(rules.keySet().containsAll(used), "/parameters", "has a rule for each of " + used);
        unless(used.containsAll(rules.keySet()), "/parameters", "has no rule that nothing uses; used are " + used);
        if (terms instanceof Terms.Aws aws) {
            int size = SIZED.worstCase(aws, rules);
            unless(
                    size <= SessionPolicy.MOST_CHARACTERS,
                    "/aws/allow",
                    "compiles to " + SessionPolicy.MOST_CHARACTERS + " characters at most (STS), not " + size);
        }
    }

    private static Set<String> parameters(Statement statement) {
        var names = new TreeSet<String>();
        statement.resources().forEach(text -> names.addAll(text.parameters()));
        statement
                .conditions()
                .values()
                .forEach(keys ->
                        keys.values().forEach(texts -> texts.forEach(text -> names.addAll(text.parameters()))));
        return names;
    }

    private static String delivery(String text) {
        Malformed.unless(text.equals("session") || text.equals("value"), "is session or value");
        return text;
    }

    private static String externalId(String text) {
        Malformed.unless(
                EXTERNAL_ID.matcher(text).matches(), "has 2 to 1224 characters of A-Z a-z 0-9 + = , . @ : / _ -");
        return text;
    }

    private static String managedPolicy(String text) {
        Malformed.unless(MANAGED_POLICY.matcher(text).matches(), "is the ARN of a managed policy");
        return text;
    }

    private static String key(String text) {
        Malformed.unless(KEY.matcher(text).matches(), "is the ARN of a KMS key");
        return text;
    }

    private static void unless(boolean holds, String place, String rule) {
        if (!holds) {
            throw new Malformed(place, rule);
        }
    }

    static ObjectBuilder write(Terms terms, ObjectBuilder document) {
        return switch (terms) {
            case Terms.Aws aws -> document.with("aws", write(aws));
            case Terms.SecretSession secret -> document.with("secret", write(secret));
            case Terms.SecretValue secret -> document.with("secret", write(secret));
            case Terms.Perform(ActionId action, var budget) -> {
                document.with("action", action.text());
                budget.ifPresent(caps -> document.with("budget", BudgetDocument.write(caps)));
                yield document;
            }
        };
    }

    private static Json write(Terms.Aws terms) {
        var written = Json.object().with("role", terms.role().toString()).with("externalId", terms.externalId());
        if (!terms.statements().isEmpty()) {
            written.with(
                    "allow",
                    new Json.Arr(terms.statements().stream()
                            .map(StatementDocument::write)
                            .toList()));
        }
        if (!terms.managedPolicies().isEmpty()) {
            written.with("managedPolicies", terms.managedPolicies());
        }
        if (!terms.escapeActions().isEmpty()) {
            written.with("escapeActions", terms.escapeActions());
        }
        return written.build();
    }

    /** What is not asked for is not written, so a grant of before reads as it was written. */
    private static Json write(Terms.SecretValue terms) {
        var written = Json.object().with("arn", terms.secretArn().text()).with("delivery", "value");
        return (terms.rotateOnEnd() ? written.with("rotateOnEnd", true) : written).build();
    }

    private static Json write(Terms.SecretSession terms) {
        return Json.object()
                .with("arn", terms.secretArn().text())
                .with("delivery", "session")
                .with("role", terms.role().toString())
                .with("externalId", terms.externalId())
                .with("kmsKey", terms.kmsKey())
                .build();
    }
}
