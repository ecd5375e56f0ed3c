package dev.valet.testkit;

import dev.valet.Reason;
import dev.valet.Unavailable;
import dev.valet.action.PerformanceId;
import dev.valet.approval.Approval;
import dev.valet.budget.Amount;
import dev.valet.budget.Charge;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.lease.Leases.Look;
import dev.valet.limit.Limits;
import dev.valet.performance.Performance;
import dev.valet.performance.Performance.State;
import dev.valet.performance.PerformanceBook;
import dev.valet.performance.Performances;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Performances on record, and budgets that are exact: one lock stands for every transaction. */
public final class MemoryPerformances implements Performances, PerformanceBook {
    private final MemoryRegistry registry;
    private final MemoryApprovals approvals;
    private final Map<PerformanceId, Performance> kept = new LinkedHashMap<>();
    private final Map<BudgetName, Long> used = new HashMap<>();
    private boolean unreachable;
    private Runnable afterReserving = () -> {};

    private record BudgetName(AgentId agent, GrantId grant, String unit, LocalDate day, Optional<String> payee) {
        static BudgetName of(Performance performance, Charge charge, Charge.Budget budget) {
            return new BudgetName(
                    performance.agent(),
                    performance.grant(),
                    charge.amount().unit().code(),
                    charge.day(),
                    budget.payee());
        }
    }

    public MemoryPerformances(MemoryRegistry registry, MemoryApprovals approvals) {
        this.registry = registry;
        this.approvals = approvals;
    }

    /** As if the table were down, or back. */
    public synchronized void beUnreachable(boolean down) {
        unreachable = down;
    }

    /** Happens once, when the next performance is on record and before the look. */
    public synchronized void afterNextReserving(Runnable event) {
        afterReserving = event;
    }

    /** What the budget of the charge's day has counted: of one payee, or of all. */
    public synchronized long used(Performance performance, Charge charge, Optional<String> payee) {
        var budget = new Charge.Budget(payee, Amount.MOST, "");
        return used.getOrDefault(BudgetName.of(performance, charge, budget), 0L);
    }

    /** All of them, oldest first. */
    public synchronized List<Performance> all() {
        return List.copyOf(kept.values());
    }

    @Override
    public synchronized Optional<Performance> find(PerformanceId id) {
        answer();
        return Optional.ofNullable(kept.get(id));
    }

    @Override
    public synchronized Reservation reserve(
            Performance reserved, Limits ofGrant, Limits ofAgent, Optional<Approval> approved) {
        answer();
        var earlier = kept.get(reserved.id());
        if (earlier != null) {
            return earlier.nonce().equals(reserved.nonce())
                    ? new Reservation.Reserved()
                    : new Reservation.Repeat(earlier);
        }
        if (reserved.charge().isPresent() && !isAsDecided(reserved)) {
            return new Reservation.Overtaken();
        }
        var full = full(reserved, ofGrant, other -> other.grant().equals(reserved.grant()), "")
                .or(() -> full(reserved, ofAgent, _ -> true, "agent."))
                .or(() -> reserved.charge().flatMap(charge -> full(reserved, charge)));
        if (full.isPresent()) {
            return full.get();
        }
        if (approved.isPresent() && !approvals.use(approved.get(), reserved.id().text(), reserved.reservedAt())) {
            return new Reservation.Refused(Reason.NO_LIVE_APPROVAL, "approval.not-live", Instant.EPOCH);
        }
        reserved.charge()
                .ifPresent(charge -> charge.budgets()
                        .forEach(budget -> used.merge(
                                BudgetName.of(reserved, charge, budget),
                                charge.amount().units(),
                                Math::addExact)));
        kept.put(reserved.id(), reserved);
        var event = afterReserving;
        afterReserving = () -> {};
        event.run();
        return new Reservation.Reserved();
    }

    private Optional<Reservation> full(Performance reserved, Charge charge) {
        return charge.budgets().stream()
                .filter(budget -> used.getOrDefault(BudgetName.of(reserved, charge, budget), 0L)
                        > budget.cap() - charge.amount().units())
                .findFirst()
                .map(budget -> new Reservation.Refused(Reason.LIMIT_REACHED, budget.rule(), charge.renewal()));
    }

    private Optional<Reservation> full(
            Performance reserved, Limits limits, Predicate<Performance> counted, String whose) {
        var since = reserved.reservedAt().minus(Duration.ofMinutes(65));
        long recent = kept.values().stream()
                .filter(other -> other.agent().equals(reserved.agent()))
                .filter(counted)
                .filter(other -> other.reservedAt().isAfter(since))
                .count();
        return limits.leasesPerHour() > 0 && recent >= limits.leasesPerHour()
                ? Optional.of(
                        new Reservation.Refused(Reason.LIMIT_REACHED, whose + "limit.leases-per-hour", Instant.EPOCH))
                : Optional.empty();
    }

    private boolean isAsDecided(Performance reserved) {
        var agent = registry.agent(reserved.agent());
        var grant = registry.grant(reserved.agent(), reserved.grant());
        return agent.filter(held -> held.live()
                                && held.version() == reserved.basis().agentVersion())
                        .isPresent()
                && grant.filter(held -> held.live()
                                && held.version() == reserved.basis().grantVersion())
                        .isPresent();
    }

    @Override
    public synchronized Look look(Performance performance) {
        var agent = registry.agent(performance.agent());
        var grant = registry.grant(performance.agent(), performance.grant());
        var action = registry.action(performance.action());
        var control = registry.rules().control();
        boolean live = agent.isPresent()
                && agent.get().live()
                && grant.isPresent()
                && grant.get().live()
                && action.isPresent()
                && action.get().live()
                && control.open();
        if (unreachable) {
            return Look.UNREAD;
        }
        if (!live) {
            return Look.OVER;
        }
        var now = new Performance.Basis(
                agent.get().version(),
                grant.get().version(),
                action.get().version(),
                control.killEpoch(),
                control.revision());
        return now.equals(performance.basis()) ? Look.LIVE : Look.MOVED;
    }

    @Override
    public synchronized Performance move(Performance from, Performance to) {
        answer();
        var held = kept.get(from.id());
        if (held == null) {
            throw new Unavailable("performance-absent");
        }
        boolean same = held.nonce().equals(from.nonce())
                && held.state().word().equals(from.state().word());
        if (!same) {
            return held;
        }
        to.charge()
                .ifPresent(charge -> charge.budgets().forEach(budget -> {
                    var name = BudgetName.of(to, charge, budget);
                    if (!held.isFinal()) {
                        used.compute(name, (_, was) -> counted(was == null ? 0 : was, charge, budget, to.state()));
                    }
                }));
        kept.put(to.id(), to);
        return to;
    }

    private static long counted(long was, Charge charge, Charge.Budget budget, State state) {
        return switch (state) {
            case State.Settled settled -> charge.settled(was, settled.spent(), budget.cap());
            case State.Released _ -> charge.settled(was, 0, budget.cap());
            case State.Reserved(), State.Sent _, State.Unknown _ -> was;
        };
    }

    private void answer() {
        if (unreachable) {
            throw new Unavailable("performances-unreachable");
        }
    }

    @Override
    public synchronized List<Performance> of(AgentId agent, GrantId grant, Instant since) {
        answer();
        return kept.values().stream()
                .filter(held -> held.agent().equals(agent) && held.grant().equals(grant))
                .filter(held -> !held.reservedAt().isBefore(since))
                .sorted(Comparator.comparing(Performance::reservedAt))
                .toList();
    }

    @Override
    public synchronized List<Performance> unfinished(Instant until) {
        answer();
        return kept.values().stream()
                .filter(held -> !held.isOver() && held.reservedAt().isBefore(until))
                .sorted(Comparator.comparing(Performance::reservedAt))
                .toList();
    }
}
