package dev.valet.local.aws.policy;

import java.util.List;

/** One operator, one key, its values: {@code "ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}}. */
record Condition(Quantifier quantifier, Operator operator, boolean ifExists, String key, List<Operand> operands) {
    enum Quantifier {
        NONE,
        FOR_ALL,
        FOR_ANY
    }

    static Condition parse(String operatorText, String key, List<String> values) {
        String rest = operatorText;
        Quantifier quantifier = Quantifier.NONE;
        if (rest.startsWith("ForAllValues:")) {
            quantifier = Quantifier.FOR_ALL;
        } else if (rest.startsWith("ForAnyValue:")) {
            quantifier = Quantifier.FOR_ANY;
        }
        rest = rest.substring(rest.indexOf(':') + 1);
        boolean ifExists = rest.endsWith("IfExists");
        String name = ifExists ? rest.substring(0, rest.length() - "IfExists".length()) : rest;
        Operator operator = Operator.of(name)
                .filter(found -> quantified(operatorText, name))
                .orElseThrow(() -> new MalformedPolicy(
                        "the local endpoint does not evaluate the condition operator " + operatorText));
        MalformedPolicy.unless(
                operator != Operator.NULL || (!ifExists && quantifier == Quantifier.NONE),
                "Null takes neither a set prefix nor IfExists");
        MalformedPolicy.unless(
                ConditionKeys.known(key), "the local endpoint does not evaluate the condition key " + key);
        MalformedPolicy.unless(
                !ConditionKeys.hasManyValues(key) || quantifier != Quantifier.NONE || operator == Operator.NULL,
                key + " has many values: use ForAllValues or ForAnyValue");
        MalformedPolicy.unless(!values.isEmpty(), "the condition on " + key + " has no value");
        var operands =
                values.stream().map(text -> Operand.parse(operator, text)).toList();
        return new Condition(quantifier, operator, ifExists, key, operands);
    }

    /** True when nothing but a known set prefix stands before the operator's name. */
    private static boolean quantified(String operatorText, String name) {
        int colon = operatorText.indexOf(':');
        String prefix = operatorText.substring(0, colon + 1);
        return (prefix.isEmpty() || prefix.equals("ForAllValues:") || prefix.equals("ForAnyValue:")) && !name.isEmpty();
    }

    boolean holds(Context context) {
        List<String> actual = context.values(key);
        if (operator == Operator.NULL) {
            return operands.stream()
                    .anyMatch(value -> value.meets(Boolean.toString(actual.isEmpty()), context, operator.relation));
        }
        if (actual.isEmpty()) {
            return holdsOnAbsence();
        }
        return switch (quantifier) {
            case NONE, FOR_ANY -> actual.stream().anyMatch(value -> holds(value, context));
            case FOR_ALL -> actual.stream().allMatch(value -> holds(value, context));
        };
    }

    /** IAM's own surprise: ForAllValues over nothing is true, and so is a negated operator without its key. */
    private boolean holdsOnAbsence() {
        return switch (quantifier) {
            case NONE -> ifExists || operator.negated();
            case FOR_ALL -> true;
            case FOR_ANY -> ifExists;
        };
    }

    private boolean holds(String actual, Context context) {
        boolean met = operands.stream().anyMatch(operand -> operand.meets(actual, context, operator.relation));
        return met != operator.negated();
    }
}
