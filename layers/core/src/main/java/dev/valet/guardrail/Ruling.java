package dev.valet.guardrail;

import dev.valet.grant.ApprovalRule;

/** What the guardrails say. Any error while evaluating is {@link Forbidden} (INV-6). */
public sealed interface Ruling {
    record Passed() implements Ruling {}

    /**
     * It may be when people approve it, and not without.
     *
     * @param rule the guardrail that wants it, as {@code guardrail.<id>}
     */
    record Asks(String rule, ApprovalRule approval) implements Ruling {}

    /** @param rule the deciding guardrail, as {@code guardrail.<id>}; for the audit and for explain */
    record Forbidden(String rule) implements Ruling {}
}
