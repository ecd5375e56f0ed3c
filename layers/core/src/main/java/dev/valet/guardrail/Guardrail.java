package dev.valet.guardrail;

import dev.valet.grant.ApprovalRule;

/**
 * One Cedar policy over every decision; {@code forbid} wins.
 *
 * @param cedar the policy text, checked against Valet's schema before it is stored
 * @param approval what lifts it, for one that asks instead of forbidding
 */
public record Guardrail(GuardrailId id, String description, String cedar, ApprovalRule approval) {
    /** One that nothing lifts. */
    public Guardrail(GuardrailId id, String description, String cedar) {
        this(id, description, cedar, ApprovalRule.NONE);
    }
}
