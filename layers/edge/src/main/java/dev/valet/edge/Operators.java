package dev.valet.edge;

import dev.valet.Reason;
import dev.valet.audit.AuditEntry;
import dev.valet.audit.AuditLog;
import dev.valet.audit.Phase;
import dev.valet.identity.Principal;
import dev.valet.registry.Operator;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Who may use this API: the roles named at deployment, by unique id, so that a role which was deleted and made again under
 * the same name is nobody. Registered agents are no operators, whatever they are granted (T-25).
 */
public final class Operators {
    private final Set<Principal.AwsRole> roles;
    private final AuditLog audit;
    private final Clock clock;

    public Operators(Set<Principal.AwsRole> roles, AuditLog audit, Clock clock) {
        this.roles = Set.copyOf(roles);
        this.audit = audit;
        this.clock = clock;
    }

    public Function<Call, HttpReply> only(BiFunction<Call, Operator, HttpReply> use) {
        return call -> operator(call).map(operator -> use.apply(call, operator)).orElseGet(() -> stranger(call));
    }

    private Optional<Operator> operator(Call call) {
        return call.principal() instanceof Principal.AwsRole role
                        && roles.contains(role)
                        && !call.person().isBlank()
                ? Optional.of(new Operator(role, call.person()))
                : Optional.empty();
    }

    /** The refusal stands whether or not it could be recorded. */
    private HttpReply stranger(Call call) {
        audit.append(AuditEntry.of(Phase.DENY, clock.instant(), call.principal().key())
                .with("reason", Reason.UNKNOWN_PRINCIPAL.word())
                .with("rule", "operator.unknown"));
        return Replies.refused(Reason.UNKNOWN_PRINCIPAL, call);
    }
}
