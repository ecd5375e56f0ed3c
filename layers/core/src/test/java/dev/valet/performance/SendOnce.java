package dev.valet.performance;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The protocol of performing, revoking and sweeping as a model: a few rows, and actors that take one step at a time in any
 * order, crash between any two, lose the reply to any write, and give up on one that arrives later. All states that can be reached are looked at.
 *
 * <p>Two callers use one key. Time is not modelled but for what it is relied on for: the sweep takes a sender for lost at any
 * moment, yet believes that the provider does not have something only when no sender is at work on it any more.
 */
final class SendOnce {

    /** What would be wrong if it were built otherwise. */
    enum Flaw {
        NONE,
        SENDS_WITHOUT_MARKING,
        LOOKS_BEFORE_RESERVING,
        MARKS_WITHOUT_A_CONDITION,
        TAKES_A_LOST_REPLY_FOR_A_YES,
        SENDS_WHAT_ANOTHER_RESERVED,
        RELEASES_WHAT_WAS_SENT,
        SENDS_AGAIN_WHEN_UNKNOWN,
        REVOKER_QUERIES_BEFORE_IT_WRITES,
        REVOKER_READS_A_REPLICA,
        BELIEVES_NOT_FOUND_AT_ONCE
    }

    enum Row {
        ABSENT,
        RESERVED,
        SENT,
        UNKNOWN,
        SETTLED,
        RELEASED
    }

    /** @param late asked after a revocation had returned */
    record Caller(Step at, boolean late) {
        enum Step {
            NOT_STARTED,
            RESERVING,
            LOOKING,
            MARKING,
            SENDING,
            SETTLING,
            /** It gave up, and what it wrote may arrive at any time after that. */
            RESERVATION_ON_ITS_WAY,
            MARK_ON_ITS_WAY,
            OVER
        }

        Caller at(Step next) {
            return new Caller(next, late);
        }
    }

    enum Revoker {
        STOPPED,
        WRITING,
        QUERYING,
        ENDING,
        RETURNED
    }

    /**
     * Everything there is.
     *
     * @param owner which caller reserved it: its nonce
     * @param effects at the provider
     * @param seen whether the revoker's query saw the row
     * @param named whether the revoker named it as in flight
     * @param lateEffect something was done that was asked for after the revocation returned, or done after it and not named
     */
    record State(
            List<Caller> callers,
            Row row,
            int owner,
            int effects,
            boolean alive,
            Revoker revoker,
            boolean seen,
            boolean named,
            boolean lateEffect) {

        static final State FIRST = new State(
                List.of(new Caller(Caller.Step.NOT_STARTED, false), new Caller(Caller.Step.NOT_STARTED, false)),
                Row.ABSENT,
                -1,
                0,
                true,
                Revoker.STOPPED,
                false,
                false,
                false);

        State with(int i, Caller caller) {
            var changed = new ArrayList<>(callers);
            changed.set(i, caller);
            return new State(List.copyOf(changed), row, owner, effects, alive, revoker, seen, named, lateEffect);
        }

        State with(Row next) {
            return new State(callers, next, owner, effects, alive, revoker, seen, named, lateEffect);
        }

        State reservedBy(int i) {
            return new State(callers, Row.RESERVED, i, effects, alive, revoker, seen, named, lateEffect);
        }

        State with(Revoker next) {
            return new State(callers, row, owner, effects, alive, next, seen, named, lateEffect);
        }

        State dead() {
            return new State(callers, row, owner, effects, false, revoker, seen, named, lateEffect);
        }

        State saw(boolean there) {
            return new State(callers, row, owner, effects, alive, revoker, there, named, lateEffect);
        }

        State namedInFlight() {
            return new State(callers, row, owner, effects, alive, revoker, seen, true, lateEffect);
        }

        State done(int i) {
            boolean wrong = callers.get(i).late() || revoker == Revoker.RETURNED && !named;
            return new State(callers, row, owner, effects + 1, alive, revoker, seen, named, lateEffect || wrong);
        }

        /** Somebody may yet send it. */
        boolean isAtWork() {
            return callers.stream().anyMatch(caller -> caller.at() == Caller.Step.SENDING);
        }

        /** INV-20, INV-9, and that the record never says less than was done. */
        boolean keepsThePromise() {
            boolean told = row != Row.RELEASED && row != Row.ABSENT && row != Row.RESERVED || effects == 0;
            boolean settled = row != Row.SETTLED || effects == 1;
            return effects <= 1 && told && settled && !lateEffect;
        }
    }

    /** @param wrong the shortest way to a state that breaks the promise; empty when there is none */
    record Explored(int states, Set<Row> ends, List<State> wrong) {}

    private final Flaw flaw;

    SendOnce(Flaw flaw) {
        this.flaw = flaw;
    }

    /** Every state there is a way to, breadth first. */
    Explored explore() {
        Map<State, Optional<State>> cameFrom = new HashMap<>(Map.of(State.FIRST, Optional.empty()));
        var next = new ArrayDeque<>(List.of(State.FIRST));
        var ends = new HashSet<Row>();
        while (!next.isEmpty()) {
            var state = next.remove();
            ends.add(state.row());
            if (!state.keepsThePromise()) {
                return new Explored(cameFrom.size(), ends, way(state, cameFrom));
            }
            steps(state, reached -> {
                if (cameFrom.putIfAbsent(reached, Optional.of(state)) == null) {
                    next.add(reached);
                }
            });
        }
        return new Explored(cameFrom.size(), ends, List.of());
    }

    private static List<State> way(State end, Map<State, Optional<State>> cameFrom) {
        var way = new ArrayList<State>();
        for (var at = Optional.of(end); at.isPresent(); at = cameFrom.getOrDefault(at.get(), Optional.empty())) {
            way.addFirst(at.get());
        }
        return way;
    }

    private void steps(State state, Consumer<State> to) {
        for (int i = 0; i < state.callers().size(); i++) {
            to.accept(state.with(i, state.callers().get(i).at(Caller.Step.OVER))); // crashes
            call(state, i, to);
        }
        revoke(state, to);
        sweep(state, to);
    }

    private void call(State state, int i, Consumer<State> to) {
        var caller = state.callers().get(i);
        var over = state.with(i, caller.at(Caller.Step.OVER));
        boolean looksFirst = flaw == Flaw.LOOKS_BEFORE_RESERVING;
        switch (caller.at()) {
            case NOT_STARTED -> {
                boolean late = state.revoker() == Revoker.RETURNED;
                var first = looksFirst ? Caller.Step.LOOKING : Caller.Step.RESERVING;
                to.accept(state.with(i, new Caller(first, late)));
            }
            case RESERVING -> {
                var next = looksFirst ? Caller.Step.MARKING : Caller.Step.LOOKING;
                to.accept(state.with(i, caller.at(Caller.Step.RESERVATION_ON_ITS_WAY)));
                if (state.row() == Row.ABSENT) {
                    to.accept(state.reservedBy(i).with(i, caller.at(next)));
                    to.accept(over.reservedBy(i)); // the reply is lost
                } else if (flaw == Flaw.SENDS_WHAT_ANOTHER_RESERVED && state.row() == Row.RESERVED) {
                    to.accept(state.with(i, caller.at(next)));
                } else if (flaw == Flaw.SENDS_AGAIN_WHEN_UNKNOWN && state.row() == Row.UNKNOWN) {
                    to.accept(state.with(i, caller.at(Caller.Step.SENDING)));
                } else {
                    to.accept(over); // a repeat
                }
            }
            case LOOKING -> {
                var next = looksFirst ? Caller.Step.RESERVING : marking();
                to.accept(state.alive() ? state.with(i, caller.at(next)) : released(over, i));
            }
            case MARKING -> mark(state, i, to);
            case SENDING -> {
                to.accept(state.done(i).with(i, caller.at(Caller.Step.SETTLING)));
                to.accept(over.done(i)); // done, and nobody hears of it
            }
            case SETTLING ->
                to.accept(state.row() == Row.SENT || state.row() == Row.UNKNOWN ? over.with(Row.SETTLED) : over);
            case RESERVATION_ON_ITS_WAY -> {
                if (state.row() == Row.ABSENT) {
                    to.accept(over.reservedBy(i));
                }
            }
            case MARK_ON_ITS_WAY -> {
                if (state.row() == Row.RESERVED && state.owner() == i) {
                    to.accept(over.with(Row.SENT));
                }
            }
            case OVER -> {}
        }
    }

    private Caller.Step marking() {
        return flaw == Flaw.SENDS_WITHOUT_MARKING ? Caller.Step.SENDING : Caller.Step.MARKING;
    }

    /** The one write that decides who wins: this caller, a revocation or the sweep. */
    private void mark(State state, int i, Consumer<State> to) {
        var caller = state.callers().get(i);
        var over = state.with(i, caller.at(Caller.Step.OVER));
        var sending = caller.at(Caller.Step.SENDING);
        boolean mine = state.owner() == i || flaw == Flaw.SENDS_WHAT_ANOTHER_RESERVED;
        boolean holds = state.row() == Row.RESERVED && mine;
        to.accept(state.with(i, caller.at(Caller.Step.MARK_ON_ITS_WAY)));
        if (holds || flaw == Flaw.MARKS_WITHOUT_A_CONDITION) {
            to.accept(state.with(Row.SENT).with(i, sending));
            to.accept(over.with(Row.SENT)); // the reply is lost: nothing is sent
        } else {
            to.accept(over);
            if (flaw == Flaw.SENDS_WHAT_ANOTHER_RESERVED && state.row() == Row.SENT) {
                to.accept(state.with(i, sending)); // it takes the other's mark for its own
            }
        }
        if (flaw == Flaw.TAKES_A_LOST_REPLY_FOR_A_YES) {
            to.accept(state.with(i, sending));
        }
    }

    private static State released(State over, int i) {
        return over.row() == Row.RESERVED && over.owner() == i ? over.with(Row.RELEASED) : over;
    }

    private void revoke(State state, Consumer<State> to) {
        boolean queriesFirst = flaw == Flaw.REVOKER_QUERIES_BEFORE_IT_WRITES;
        switch (state.revoker()) {
            case STOPPED -> to.accept(state.with(queriesFirst ? Revoker.QUERYING : Revoker.WRITING));
            case WRITING -> to.accept(state.dead().with(queriesFirst ? Revoker.ENDING : Revoker.QUERYING));
            case QUERYING -> {
                var next = queriesFirst ? Revoker.WRITING : Revoker.ENDING;
                to.accept(state.saw(state.row() != Row.ABSENT).with(next));
                if (flaw == Flaw.REVOKER_READS_A_REPLICA) {
                    to.accept(state.saw(false).with(next));
                }
            }
            case ENDING -> to.accept(ended(state).with(Revoker.RETURNED));
            case RETURNED -> {}
        }
    }

    private State ended(State state) {
        if (!state.seen()) {
            return state;
        }
        return switch (state.row()) {
            case RESERVED -> state.with(Row.RELEASED);
            case SENT, UNKNOWN ->
                flaw == Flaw.RELEASES_WHAT_WAS_SENT ? state.with(Row.RELEASED) : state.namedInFlight();
            case ABSENT, SETTLED, RELEASED -> state;
        };
    }

    /** At any moment, as if the clock were wrong; only what it believes of the provider rests on time. */
    private void sweep(State state, Consumer<State> to) {
        switch (state.row()) {
            case RESERVED -> to.accept(state.with(Row.RELEASED));
            case SENT -> to.accept(state.with(Row.UNKNOWN));
            case UNKNOWN -> {
                if (state.effects() > 0) {
                    to.accept(state.with(Row.SETTLED));
                } else if (!state.isAtWork() || flaw == Flaw.BELIEVES_NOT_FOUND_AT_ONCE) {
                    to.accept(state.with(Row.RELEASED));
                }
            }
            case ABSENT, SETTLED, RELEASED -> {}
        }
    }
}
