package dev.valet.performance;

import dev.valet.Reason;
import dev.valet.Unavailable;
import dev.valet.action.Action;
import dev.valet.action.Errand;
import dev.valet.action.LookedUp;
import dev.valet.action.Lookups;
import dev.valet.audit.AuditLog;
import dev.valet.performance.Performance.State;
import dev.valet.registry.Registered;
import dev.valet.registry.Registry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is done every minute about performances whose handler is gone: what was only reserved is given back, what was sent is
 * unknown, and what is unknown is looked up, never sent again (INV-20). It may run at any time, by anybody, again and again.
 */
public final class SweepPerformances {
    /** So long it is looked up every minute, and then once an hour: a provider that has not answered by then is not in a hurry. */
    private static final Duration EAGER = Duration.ofHours(1);

    private final PerformanceBook book;
    private final Performances performances;
    private final Lookups lookups;
    private final Registry registry;
    private final Endings endings;
    private final Clock clock;

    public SweepPerformances(
            PerformanceBook book,
            Performances performances,
            Payees payees,
            Lookups lookups,
            Registry registry,
            AuditLog audit,
            Clock clock) {
        this.book = book;
        this.performances = performances;
        this.lookups = lookups;
        this.registry = registry;
        this.endings = new Endings(performances, payees, new ActionJournal(audit, clock), clock);
        this.clock = clock;
    }

    /** What became of one of them. */
    public enum Swept {
        RELEASED,
        SETTLED,
        /** Nobody knows whether it was done; it stays counted. */
        UNKNOWN,
        /** Its end could not be put into the audit. */
        UNRECORDED,
        /** A store did not answer, or there was no time left. */
        LEFT
    }

    /**
     * @param counts how many ended how
     * @param unknown those that an operator may have to find out about, oldest first
     * @param failure what kept the sweep from reading what there is to do; empty when it could
     */
    public record Report(Map<Swept, Integer> counts, List<Performance> unknown, Optional<String> failure) {
        public Report {
            counts = Map.copyOf(counts);
            unknown = List.copyOf(unknown);
        }
    }

    /** @param until when to stop, whatever is left */
    public Report sweep(Instant until) {
        var counts = new EnumMap<Swept, Integer>(Swept.class);
        var unknown = new ArrayList<Performance>();
        try {
            for (var performance : book.unfinished(clock.instant().minus(Performance.HANDLER_LIFE))) {
                var swept = clock.instant().isBefore(until) ? sweep(performance) : Swept.LEFT;
                counts.merge(swept, 1, Integer::sum);
                if (swept == Swept.UNKNOWN) {
                    unknown.add(performance);
                }
            }
        } catch (Unavailable unavailable) {
            return new Report(counts, unknown, Optional.of(unavailable.code()));
        }
        return new Report(counts, unknown, Optional.empty());
    }

    private Swept sweep(Performance performance) {
        try {
            return swept(
                    switch (performance.state()) {
                        case State.Reserved() -> endings.releaseIfStill(performance, Reason.UPSTREAM_BUSY, "abandoned");
                        case State.Sent _ -> isLost(performance) ? lost(performance) : performance;
                        case State.Unknown unknown -> isDue(performance, unknown) ? lookUp(performance) : performance;
                        case State.Settled _, State.Released _ -> endings.recorded(performance);
                    });
        } catch (Unavailable unavailable) {
            return Swept.LEFT;
        }
    }

    private static Swept swept(Performance now) {
        if (now.isFinal() && !now.recorded()) {
            return Swept.UNRECORDED;
        }
        return switch (now.state()) {
            case State.Reserved(), State.Sent _ -> Swept.LEFT;
            case State.Unknown _ -> Swept.UNKNOWN;
            case State.Settled _ -> Swept.SETTLED;
            case State.Released _ -> Swept.RELEASED;
        };
    }

    private boolean isLost(Performance sent) {
        return !clock.instant().isBefore(sent.sendBy().plus(Performance.HANDLER_LIFE));
    }

    private Performance lost(Performance sent) {
        endings.unknown(sent, "sender-lost");
        return performances.find(sent.id()).orElse(sent);
    }

    private boolean isDue(Performance performance, State.Unknown unknown) {
        var now = clock.instant();
        boolean eager = now.isBefore(unknown.at().plus(EAGER));
        int itsMinute = Math.floorMod(performance.id().hashCode(), 60);
        return eager || Math.floorMod(now.getEpochSecond() / 60, 60L) == itsMinute;
    }

    private Performance lookUp(Performance unknown) {
        var action = registry.fresh()
                .action(unknown.action())
                .filter(Registered::live)
                .map(Registered::value);
        if (action.isEmpty() || unknown.input().isEmpty()) {
            return unknown;
        }
        var errand = Errand.of(unknown.id(), action.get(), unknown.input().get());
        return concluded(unknown, action.get(), lookups.lookUp(errand));
    }

    private Performance concluded(Performance unknown, Action action, LookedUp found) {
        return switch (found) {
            case LookedUp.Found(var result, String reference) ->
                endings.settle(unknown, Settling.done(unknown, action, result, reference, clock.instant()));
            case LookedUp.Refused(String cause) -> endings.releaseIfStill(unknown, Reason.NOT_PERFORMED, cause);
            case LookedUp.NotFound(Duration bound) ->
                isSeenByNow(unknown, bound)
                        ? endings.releaseIfStill(unknown, Reason.NOT_PERFORMED, "not-found")
                        : unknown;
            case LookedUp.StillUnknown _ -> unknown;
        };
    }

    /** What was sent at the last moment, by a handler that lived as long as it could, would show by now. */
    private boolean isSeenByNow(Performance unknown, Duration bound) {
        return clock.instant()
                .isAfter(unknown.sendBy().plus(Performance.HANDLER_LIFE).plus(bound));
    }
}
