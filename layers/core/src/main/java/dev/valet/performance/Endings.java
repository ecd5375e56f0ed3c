package dev.valet.performance;

import dev.valet.Reason;
import dev.valet.Unavailable;
import dev.valet.budget.Charge;
import dev.valet.performance.Performance.State;
import java.time.Clock;
import java.util.function.UnaryOperator;

/** Brings performances to their ends, in the audit and on record. */
final class Endings {
    private final Performances performances;
    private final Payees payees;
    private final ActionJournal journal;
    private final Clock clock;

    Endings(Performances performances, Payees payees, ActionJournal journal, Clock clock) {
        this.performances = performances;
        this.payees = payees;
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * It was done. First the audit, then the record: what is settled there may be told.
     *
     * @return as it stands; settled without being over when the audit could not be written
     * @throws Unavailable when the record may not say so: it does once it was reconciled
     */
    Performance settle(Performance from, State.Settled as) {
        boolean onRecord = journal.outcome(from.settled(as, true));
        var now = end(from, open -> open.settled(as, onRecord));
        if (now.state() instanceof State.Settled) {
            now.charge().flatMap(Charge::payee).ifPresent(payee -> payees.know(now.agent(), now.grant(), payee));
        }
        return now;
    }

    /**
     * It was certainly not done, and by whoever says so it never will be.
     *
     * @return as it stands; when that is not certain, as it will once it was swept
     */
    Performance release(Performance from, Reason reason, String cause) {
        var at = clock.instant();
        boolean onRecord = journal.withheld(from, reason, cause);
        try {
            return recorded(end(from, now -> now.released(at, reason, cause, onRecord)));
        } catch (Unavailable unavailable) {
            return from.released(at, reason, cause, false);
        }
    }

    /** As {@link #release} by somebody who may lose against the one that sends: what is recorded is what happened. */
    Performance releaseIfStill(Performance from, Reason reason, String cause) {
        return recorded(performances.move(from, from.released(clock.instant(), reason, cause, false)));
    }

    /** Nobody knows. What cannot be written is taken for the same by the sweep. */
    void unknown(Performance sent, String cause) {
        var unknown = sent.unknown(clock.instant(), cause);
        journal.outcome(unknown);
        try {
            performances.move(sent, unknown);
        } catch (Unavailable unavailable) {
            // It stays SENT.
        }
    }

    /** Puts its end into the audit, when that could not be done at once. */
    Performance recorded(Performance performance) {
        if (!performance.isFinal() || performance.isOver() || !journal.outcome(performance)) {
            return performance;
        }
        try {
            return performances.move(performance, performance.onRecord());
        } catch (Unavailable unavailable) {
            return performance;
        }
    }

    /** From wherever it is by now: a sweep that took its sender for lost may have moved it. Another attempt's is left alone. */
    private Performance end(Performance from, UnaryOperator<Performance> ending) {
        var now = performances.move(from, ending.apply(from));
        boolean more = !now.isFinal() && now.nonce().equals(from.nonce());
        return more ? performances.move(now, ending.apply(now)) : now;
    }
}
