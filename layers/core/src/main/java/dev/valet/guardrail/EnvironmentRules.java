package dev.valet.guardrail;

import dev.valet.identity.Environment;

/** Valet's own rules about environments. They hold without any guardrail, and no guardrail can lift them. */
public final class EnvironmentRules implements Guardrails {
    static final String DEVELOPMENT = "environment.development-reaches-sandbox-only";
    static final String BEYOND_AGENT = "environment.grant-beyond-its-agent";

    @Override
    public Ruling rule(Question question) {
        var target = question.grant().environment();
        if (question.development() && target != Environment.SANDBOX) {
            return new Ruling.Forbidden(DEVELOPMENT);
        }
        if (!target.isWithin(question.agent().environment())) {
            return new Ruling.Forbidden(BEYOND_AGENT);
        }
        return new Ruling.Passed();
    }
}
