package dev.valet.local.aws.policy;

import java.util.List;
import java.util.function.Predicate;

/** A policy document that can be evaluated as a whole; one that cannot does not come into being. */
public final class Policy {
    private final String text;
    private final List<Statement> statements;

    private Policy(String text, List<Statement> statements) {
        this.text = text;
        this.statements = statements;
    }

    /**
     * Reads a policy of a role, a session or a boundary.
     *
     * @throws MalformedPolicy naming what is wrong, or which operator, key or element is not evaluated here
     */
    public static Policy identity(String text) {
        return new Policy(text, PolicyReader.read(text, PolicyReader.Sort.IDENTITY));
    }

    /**
     * Reads a trust policy.
     *
     * @throws MalformedPolicy as {@link #identity} does
     */
    public static Policy trust(String text) {
        return new Policy(text, PolicyReader.read(text, PolicyReader.Sort.TRUST));
    }

    /**
     * Reads a KMS key's policy.
     *
     * @throws MalformedPolicy as {@link #identity} does
     */
    public static Policy key(String text) {
        return new Policy(text, PolicyReader.read(text, PolicyReader.Sort.KEY));
    }

    /** The document as it was given. */
    public String text() {
        return text;
    }

    /** Its length as IAM counts it against a quota. */
    public int sizeWithoutSpaces() {
        return (int) text.chars().filter(c -> !Character.isWhitespace(c)).count();
    }

    public Effect effect(Request request) {
        return effect(request, _ -> true);
    }

    /** What the statements say that speak of somebody {@code whom} accepts. */
    public Effect effect(Request request, Predicate<Principals> whom) {
        return statements.stream()
                .filter(statement -> statement.principals().map(whom::test).orElse(true))
                .filter(statement -> statement.appliesTo(request))
                .map(Statement::effect)
                .reduce(Effect.SILENT, Effect::or);
    }

    /** Everybody a trust policy speaks of. */
    public List<Principals> principals() {
        return statements.stream().flatMap(each -> each.principals().stream()).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Policy policy && policy.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
