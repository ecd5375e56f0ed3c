package dev.valet.guardrail;

/**
 * One Cedar policy over every decision; {@code forbid} wins.
 *
 * @param cedar the policy text, checked against Valet's schema before it is stored
 */
public record Guardrail(GuardrailId id, String description, String cedar) {}
