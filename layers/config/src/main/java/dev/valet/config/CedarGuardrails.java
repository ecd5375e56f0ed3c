package dev.valet.config;

import com.cedarpolicy.AuthorizationEngine;
import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationSuccessResponse;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.exception.CacheException;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import dev.valet.grant.ApprovalRule;
import dev.valet.guardrail.Guardrail;
import dev.valet.guardrail.Guardrails;
import dev.valet.guardrail.Question;
import dev.valet.guardrail.Ruling;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Guardrails evaluated by Cedar, parsed once. Cedar skips a policy that it cannot evaluate as if it were not there, and
 * would allow what that policy was written to forbid; so any error at all is a denial here (INV-6, T-12).
 */
public final class CedarGuardrails implements Guardrails {
    static final String ERROR = "guardrail.error";

    private static final String PERMIT = "valet.permit";

    private final AuthorizationEngine engine;
    private final PolicySet policies;
    private final Map<String, ApprovalRule> approvals;

    private CedarGuardrails(AuthorizationEngine engine, PolicySet policies, Map<String, ApprovalRule> approvals) {
        this.engine = engine;
        this.policies = policies;
        this.approvals = Map.copyOf(approvals);
    }

    /** Without guardrails Cedar is not even loaded; with one that does not parse everything is denied. */
    public static Guardrails of(List<Guardrail> guardrails) {
        if (guardrails.isEmpty()) {
            return NONE;
        }
        try {
            CedarLibrary.prepare();
            var policies = new PolicySet(policies(guardrails));
            policies.cache();
            return new CedarGuardrails(new BasicAuthorizationEngine(), policies, approvals(guardrails));
        } catch (CacheException | RuntimeException | LinkageError broken) {
            return _ -> new Ruling.Forbidden(ERROR);
        }
    }

    /** Cedar denies what nothing permits; what an agent may have is said by its grants, so Valet permits the rest. */
    private static Set<Policy> policies(List<Guardrail> guardrails) {
        var policies = new LinkedHashSet<Policy>();
        policies.add(new Policy("permit (principal, action, resource);", PERMIT));
        guardrails.forEach(guardrail ->
                policies.add(new Policy(guardrail.cedar(), guardrail.id().text())));
        return policies;
    }

    private static Map<String, ApprovalRule> approvals(List<Guardrail> guardrails) {
        return guardrails.stream()
                .collect(Collectors.toMap(guardrail -> guardrail.id().text(), Guardrail::approval));
    }

    @Override
    public Ruling rule(Question question) {
        try {
            var asked = CedarQuestion.of(question);
            var answer = engine.isAuthorized(asked.request(), policies, asked.entities());
            return answer.success.map(this::ruling).orElse(new Ruling.Forbidden(ERROR));
        } catch (AuthException | RuntimeException | LinkageError broken) {
            return new Ruling.Forbidden(ERROR);
        }
    }

    private Ruling ruling(AuthorizationSuccessResponse answer) {
        if (!answer.getErrors().isEmpty()) {
            return new Ruling.Forbidden(ERROR);
        }
        var deciding = new TreeSet<>(answer.getReason());
        boolean permitted = answer.isAllowed() && deciding.equals(Set.of(PERMIT));
        if (permitted) {
            return new Ruling.Passed();
        }
        return answer.isAllowed() || deciding.isEmpty() ? new Ruling.Forbidden(ERROR) : denied(deciding);
    }

    /** Every guardrail that holds is named. One that nothing lifts wins over all that ask. */
    private Ruling denied(SortedSet<String> holding) {
        var unlifted = holding.stream().filter(id -> approval(id).isNone()).findFirst();
        return unlifted.<Ruling>map(id -> new Ruling.Forbidden("guardrail." + id))
                .orElseGet(() -> new Ruling.Asks(
                        "guardrail." + holding.first(),
                        holding.stream().map(this::approval).reduce(ApprovalRule.NONE, ApprovalRule::and)));
    }

    /** An id that is none of ours is one that nothing lifts. */
    private ApprovalRule approval(String id) {
        return approvals.getOrDefault(id, ApprovalRule.NONE);
    }
}
