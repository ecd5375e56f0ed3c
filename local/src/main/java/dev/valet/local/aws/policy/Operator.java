package dev.valet.local.aws.policy;

import java.util.Arrays;
import java.util.Optional;

/** The condition operators that are evaluated. Any other, {@code BinaryEquals} among them, is refused by name. */
enum Operator {
    STRING_EQUALS("StringEquals", Type.TEXT, Relation.SAME),
    STRING_NOT_EQUALS("StringNotEquals", Type.TEXT, Relation.OTHER),
    STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", Type.TEXT_ANY_CASE, Relation.SAME),
    STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", Type.TEXT_ANY_CASE, Relation.OTHER),
    STRING_LIKE("StringLike", Type.GLOB, Relation.SAME),
    STRING_NOT_LIKE("StringNotLike", Type.GLOB, Relation.OTHER),
    ARN_EQUALS("ArnEquals", Type.ARN, Relation.SAME),
    ARN_NOT_EQUALS("ArnNotEquals", Type.ARN, Relation.OTHER),
    ARN_LIKE("ArnLike", Type.ARN, Relation.SAME),
    ARN_NOT_LIKE("ArnNotLike", Type.ARN, Relation.OTHER),
    BOOL("Bool", Type.BOOL, Relation.SAME),
    NULL("Null", Type.BOOL, Relation.SAME),
    NUMERIC_EQUALS("NumericEquals", Type.NUMBER, Relation.SAME),
    NUMERIC_NOT_EQUALS("NumericNotEquals", Type.NUMBER, Relation.OTHER),
    NUMERIC_LESS_THAN("NumericLessThan", Type.NUMBER, Relation.LESS),
    NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", Type.NUMBER, Relation.AT_MOST),
    NUMERIC_GREATER_THAN("NumericGreaterThan", Type.NUMBER, Relation.MORE),
    NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", Type.NUMBER, Relation.AT_LEAST),
    DATE_EQUALS("DateEquals", Type.DATE, Relation.SAME),
    DATE_NOT_EQUALS("DateNotEquals", Type.DATE, Relation.OTHER),
    DATE_LESS_THAN("DateLessThan", Type.DATE, Relation.LESS),
    DATE_LESS_THAN_EQUALS("DateLessThanEquals", Type.DATE, Relation.AT_MOST),
    DATE_GREATER_THAN("DateGreaterThan", Type.DATE, Relation.MORE),
    DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", Type.DATE, Relation.AT_LEAST),
    IP_ADDRESS("IpAddress", Type.ADDRESS, Relation.SAME),
    NOT_IP_ADDRESS("NotIpAddress", Type.ADDRESS, Relation.OTHER);

    enum Type {
        TEXT,
        TEXT_ANY_CASE,
        GLOB,
        ARN,
        BOOL,
        NUMBER,
        DATE,
        ADDRESS
    }

    enum Relation {
        SAME,
        OTHER,
        LESS,
        AT_MOST,
        MORE,
        AT_LEAST;

        /** @param order what {@code compareTo} said of the request's value against the policy's */
        boolean holds(int order) {
            return switch (this) {
                // OTHER is asked as SAME and turned round by the condition, over all its values at once.
                case SAME, OTHER -> order == 0;
                case LESS -> order < 0;
                case AT_MOST -> order <= 0;
                case MORE -> order > 0;
                case AT_LEAST -> order >= 0;
            };
        }
    }

    private final String text;
    final Type type;
    final Relation relation;

    Operator(String text, Type type, Relation relation) {
        this.text = text;
        this.type = type;
        this.relation = relation;
    }

    boolean negated() {
        return relation == Relation.OTHER;
    }

    static Optional<Operator> of(String text) {
        return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
    }

    @Override
    public String toString() {
        return text;
    }
}
