package dev.valet.grant;

import dev.valet.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Compiles a grant's terms into the inline session policy that STS gets with every AssumeRole (INV-10): the grant's own
 * Allows, then denies that hold whatever the role, the grant or a managed policy says (S-6).
 *
 * @param valetAccount the account Valet runs in: nothing a lease carries may touch it
 */
public record SessionPolicy(String valetAccount) {
    /** STS: inline policy and managed policy ARNs together, in characters. */
    public static final int MOST_CHARACTERS = 2048;

    /** The usual call names no stage and no version, and then the keys are not there to be equal to anything. */
    private static final Json CURRENT_VERSION = Json.object()
            .with(
                    "StringEqualsIfExists",
                    Json.object()
                            .with("secretsmanager:VersionStage", "AWSCURRENT")
                            .build())
            .with("Null", Json.object().with("secretsmanager:VersionId", "true").build())
            .build();

    private static final String TIME = "2026-01-01T00:00:00Z";

    /**
     * @param notAfter an end before the session's own, for grants of less than 900 seconds
     * @return the JSON text of the policy
     */
    public String compile(Terms.Aws terms, Parameters parameters, Optional<Instant> notAfter) {
        var allows = terms.statements().stream().map(statement -> allow(statement, parameters.values()));
        return policy(allows.toList(), notAfter);
    }

    /** A policy for exactly one secret and its current version, whether or not the reader names the stage. */
    public String compile(Terms.SecretSession terms, Optional<Instant> notAfter) {
        var secret = terms.secretArn().text();
        var allows = new ArrayList<Json>();
        allows.add(allow("secretsmanager:GetSecretValue", secret)
                .with("Condition", CURRENT_VERSION)
                .build());
        terms.kmsKey()
                .ifPresent(key -> allows.add(allow("kms:Decrypt", key)
                        .with("Condition", equal("kms:EncryptionContext:SecretARN", secret))
                        .build()));
        return policy(allows, notAfter);
    }

    /** The size with the longest value of every parameter; STS refuses more than {@link #MOST_CHARACTERS}. */
    public int worstCase(Terms.Aws terms, Map<String, ParameterRule> rules) {
        var longest = new TreeMap<String, String>();
        rules.forEach((name, rule) -> longest.put(name, "x".repeat(rule.longest())));
        int inline = compile(terms, new Parameters(longest), Optional.of(Instant.parse(TIME)))
                .length();
        return inline
                + terms.managedPolicies().stream().mapToInt(String::length).sum();
    }

    private String policy(List<? extends Json> allows, Optional<Instant> notAfter) {
        var statements = new ArrayList<Json>(allows);
        statements.add(deny(Json.strings(EscapeActions.NEVER)).build());
        statements.add(deny(Json.of("*"))
                .with("Condition", equal("aws:ResourceAccount", valetAccount))
                .build());
        notAfter.ifPresent(end -> statements.add(deny(Json.of("*"))
                .with("Condition", condition("DateGreaterThanEquals", "aws:CurrentTime", end.toString()))
                .build()));
        return Json.object()
                .with("Version", "2012-10-17")
                .with("Statement", new Json.Arr(statements))
                .build()
                .text();
    }

    private static Json allow(Statement statement, Map<String, String> values) {
        var built = Json.object()
                .with("Effect", "Allow")
                .with(
                        "Action",
                        statement.actions().stream().map(ActionPattern::text).toList())
                .with("Resource", filled(statement.resources(), values));
        if (!statement.conditions().isEmpty()) {
            built.with("Condition", conditions(statement, values));
        }
        return built.build();
    }

    private static Json conditions(Statement statement, Map<String, String> values) {
        var operators = Json.object();
        statement.conditions().forEach((operator, keys) -> {
            var tests = Json.object();
            keys.forEach((key, texts) -> tests.with(key, filled(texts, values)));
            operators.with(operator, tests.build());
        });
        return operators.build();
    }

    private static List<String> filled(List<TemplateText> texts, Map<String, String> values) {
        return texts.stream().map(text -> text.fill(values)).collect(Collectors.toList());
    }

    private static dev.valet.ObjectBuilder allow(String action, String resource) {
        return Json.object().with("Effect", "Allow").with("Action", action).with("Resource", resource);
    }

    private static dev.valet.ObjectBuilder deny(Json actions) {
        return Json.object().with("Effect", "Deny").with("Action", actions).with("Resource", "*");
    }

    private static Json equal(String key, String value) {
        return condition("StringEquals", key, value);
    }

    private static Json condition(String operator, String key, String value) {
        return Json.object()
                .with(operator, Json.object().with(key, value).build())
                .build();
    }
}
