package dev.valet.guardrail;

/** Answers whether the organisation's guardrails let a decision through. */
@FunctionalInterface
public interface Guardrails {
    /** Stands where guardrails exist and nothing was wired to evaluate them, so a line forgotten in Wiring denies. */
    Guardrails REFUSING = _ -> new Ruling.Forbidden("guardrails.unavailable");

    /** For a deployment that has no guardrail at all. */
    Guardrails NONE = _ -> new Ruling.Passed();

    Ruling rule(Question question);
}
