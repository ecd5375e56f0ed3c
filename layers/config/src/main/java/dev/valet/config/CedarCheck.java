package dev.valet.config;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.DetailedError;
import com.cedarpolicy.model.Effect;
import com.cedarpolicy.model.ValidationRequest;
import com.cedarpolicy.model.ValidationResponse;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import com.google.common.collect.ImmutableList;
import dev.valet.PlainText;
import dev.valet.guardrail.Guardrail;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whether a guardrail can be evaluated at all, before it is stored: one {@code forbid}, held against Valet's schema in
 * Cedar's strict mode. A warning counts as a fault, because each one that Cedar has means a rule that never holds or does
 * not say what it seems to.
 */
final class CedarCheck {
    static final String FORBID = "is a forbid: what an agent may have is said by its grants";
    static final String NO_CEDAR = "is checked by Cedar, whose native library cannot be loaded on this system";

    private static final int LONGEST = 300;

    List<CedarProblem> check(Guardrail guardrail) {
        var found = new ArrayList<CedarProblem>();
        try {
            CedarLibrary.prepare();
            var policy = new Policy(guardrail.cedar(), guardrail.id().text());
            var answer = new BasicAuthorizationEngine()
                    .validate(new ValidationRequest(CedarSchema.parsed(), new PolicySet(Set.of(policy))));
            found.addAll(problems(guardrail, answer));
            if (found.isEmpty() && policy.effect() != Effect.FORBID) {
                found.add(new CedarProblem(guardrail.cedar(), -1, FORBID));
            }
        } catch (AuthException unreadable) {
            found.add(new CedarProblem(guardrail.cedar(), -1, "is one Cedar policy"));
        } catch (LinkageError noLibrary) {
            found.add(new CedarProblem(guardrail.cedar(), -1, NO_CEDAR));
        }
        return found;
    }

    private static List<CedarProblem> problems(Guardrail guardrail, ValidationResponse answer) {
        var found = new ArrayList<DetailedError>();
        answer.errors.ifPresent(found::addAll);
        found.addAll(answer.warnings);
        answer.success.ifPresent(success -> {
            success.validationErrors.forEach(error -> found.add(error.getError()));
            if (found.isEmpty()) {
                success.validationWarnings.forEach(warning -> found.add(warning.getError()));
            }
        });
        return found.stream().map(error -> problem(guardrail, error)).toList();
    }

    private static CedarProblem problem(Guardrail guardrail, DetailedError error) {
        return new CedarProblem(guardrail.cedar(), offset(error.sourceLocations), "is sound Cedar: " + words(error));
    }

    private static int offset(ImmutableList<DetailedError.SourceLabel> labels) {
        return labels.isEmpty() ? -1 : labels.get(0).start;
    }

    /** Cedar's words quote the operator's own policy; they are made one printable line of bounded length. */
    private static String words(DetailedError error) {
        var help = error.help.filter(text -> !text.isBlank()).map(text -> " (" + text + ")");
        var line = new StringBuilder();
        (error.message + help.orElse(""))
                .codePoints()
                .map(c -> PlainText.is(c) ? c : ' ')
                .limit(LONGEST)
                .forEach(line::appendCodePoint);
        return line.toString();
    }
}
