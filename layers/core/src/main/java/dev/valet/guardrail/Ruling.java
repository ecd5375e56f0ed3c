package dev.valet.guardrail;

/** What the guardrails say. Any error while evaluating is {@link Forbidden} (INV-6). */
public sealed interface Ruling {
    record Passed() implements Ruling {}

    /** @param rule the deciding guardrail, as {@code guardrail.<id>}; for the audit and for explain */
    record Forbidden(String rule) implements Ruling {}
}
