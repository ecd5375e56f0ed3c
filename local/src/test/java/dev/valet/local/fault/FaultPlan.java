package dev.valet.local.fault;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * Which requests of one run go wrong, and how. A plan speaks of calls by their names, so a call that a story begins to make
 * is planned for without being listed anywhere.
 *
 * @param name for whoever reads what came of it
 * @param isOnce whether every call gets through that is tried again
 */
public record FaultPlan(String name, boolean isOnce, Rule rule) {
    public static final FaultPlan NONE = new FaultPlan("no fault", true, (_, _) -> Optional.empty());

    @FunctionalInterface
    public interface Rule {
        /** @param attempt of this call, from 1 */
        Optional<Fault> strikes(Call call, int attempt);
    }

    /** The first attempt goes wrong; whoever tries again gets through. */
    public static FaultPlan once(Call call, Fault fault) {
        return new FaultPlan(
                call + " is once " + fault,
                true,
                (asked, attempt) -> asked.equals(call) && attempt == 1 ? Optional.of(fault) : Optional.empty());
    }

    /** Every attempt goes wrong. */
    public static FaultPlan always(Call call, Fault fault) {
        return always(Set.of(call), fault);
    }

    public static FaultPlan always(Collection<Call> calls, Fault fault) {
        return all(calls + " is " + fault, calls::contains, fault);
    }

    /** Every call of that sort goes wrong, for as long as it lasts. */
    public static FaultPlan all(String name, Predicate<Call> which, Fault fault) {
        return new FaultPlan(name, false, (asked, _) -> which.test(asked) ? Optional.of(fault) : Optional.empty());
    }

    /** From this call on nothing gets through: as if the process had died there, or the network. For one run. */
    public static FaultPlan deadFrom(Call call, Fault fault) {
        var dead = new AtomicBoolean();
        return new FaultPlan("from " + call + " on all is " + fault, false, (asked, _) -> {
            if (asked.equals(call)) {
                dead.set(true);
            }
            return dead.get() ? Optional.of(fault) : Optional.empty();
        });
    }

    /** This plan, which tells when it strikes. */
    FaultPlan telling(Runnable listener) {
        return new FaultPlan(name, isOnce, (call, attempt) -> {
            var fault = rule.strikes(call, attempt);
            fault.ifPresent(_ -> listener.run());
            return fault;
        });
    }

    /** Both; where both strike, this one. */
    public FaultPlan and(FaultPlan other) {
        return new FaultPlan(name + ", and " + other.name, isOnce && other.isOnce, (call, attempt) -> {
            var theirs = other.rule.strikes(call, attempt); // asked in any case: it may be waiting for its call
            return rule.strikes(call, attempt).or(() -> theirs);
        });
    }

    @Override
    public String toString() {
        return name;
    }
}
