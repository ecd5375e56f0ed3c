package dev.valet.revocation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The protocol, as small as it can be told: issuers and revokers are step machines over the rows they share, and nothing
 * else is. Any of them may stop between two steps. A write is done, or not, or is done while its writer hears nothing of it
 * and stops; one that is done late, after its writer gave up, is the same as a slow writer that stops then. A decision to
 * issue is always yes, as the stalest cache would have it.
 */
final class WriteFirstCheckLast {

    /** What would be wrong if it were built otherwise. */
    enum Flaw {
        NONE,
        ISSUER_LOOKS_BEFORE_IT_WRITES,
        REVOKER_QUERIES_BEFORE_IT_WRITES,
        REVOKER_READS_A_REPLICA,
        REVOKER_MARKS_BEFORE_IT_LISTS,
        REVOKER_TRUSTS_WHAT_ANOTHER_BEGAN
    }

    /** The grant's row. */
    enum Row {
        ALIVE,
        REVOKING,
        REVOKED
    }

    /** @param listed for denial */
    record LeaseRow(Mark mark, boolean listed) {
        enum Mark {
            ABSENT,
            LIVE,
            WITHHELD,
            REVOKED
        }

        LeaseRow opened() {
            return new LeaseRow(Mark.LIVE, listed);
        }

        /** One transaction. */
        LeaseRow disowned() {
            return mark == Mark.LIVE ? new LeaseRow(Mark.WITHHELD, true) : this;
        }

        LeaseRow denied() {
            return new LeaseRow(mark, true);
        }

        LeaseRow marked() {
            return new LeaseRow(Mark.REVOKED, listed);
        }
    }

    /** @param late started after a revocation had returned */
    record Issuer(Step at, boolean late, Seen grant, Seen lease, Seen minted) {
        enum Step {
            NOT_STARTED,
            WRITING,
            LOOKING,
            ENDING,
            HANDED_OVER,
            OVER
        }

        enum Seen {
            NOTHING_YET,
            GOOD,
            BAD
        }

        boolean mayHandOver() {
            return grant == Seen.GOOD && lease == Seen.GOOD && minted == Seen.GOOD;
        }

        Issuer at(Step next) {
            return new Issuer(next, late, grant, lease, minted);
        }

        /** What it saw matters no more. */
        Issuer over() {
            return new Issuer(Step.OVER, false, Seen.BAD, Seen.BAD, Seen.BAD);
        }

        Issuer decided() {
            return mayHandOver() ? at(Step.ENDING) : new Issuer(Step.ENDING, false, Seen.BAD, Seen.BAD, Seen.BAD);
        }
    }

    /**
     * @param page the lease it is at: a query reads page by page, and is no snapshot
     * @param found the leases, as bits
     */
    record Revoker(At at, int page, int found) {
        enum At {
            STOPPED,
            BEGINNING,
            QUERYING,
            LISTING,
            MARKING,
            FINISHING
        }

        static final Comparator<Revoker> ORDER = Comparator.comparing((Revoker revoker) -> revoker.at())
                .thenComparingInt(Revoker::page)
                .thenComparingInt(Revoker::found);

        Revoker at(At next) {
            return new Revoker(next, 0, found);
        }

        Revoker read(boolean there) {
            return new Revoker(at, page + 1, there ? found | 1 << page : found);
        }

        boolean foundThis() {
            return (found & 1 << page) != 0;
        }
    }

    /**
     * Everything there is.
     *
     * @param leases one for each issuer
     * @param returned a revocation returned to whoever asked for it
     * @param finished and said that it was finished
     */
    record State(
            List<Issuer> issuers,
            List<LeaseRow> leases,
            List<Revoker> revokers,
            Row row,
            boolean returned,
            boolean finished) {

        static State first(int issuers, int revokers) {
            var nothing = Issuer.Seen.NOTHING_YET;
            return new State(
                    Collections.nCopies(issuers, new Issuer(Issuer.Step.NOT_STARTED, false, nothing, nothing, nothing)),
                    Collections.nCopies(issuers, new LeaseRow(LeaseRow.Mark.ABSENT, false)),
                    Collections.nCopies(revokers, new Revoker(Revoker.At.STOPPED, 0, 0)),
                    Row.ALIVE,
                    false,
                    false);
        }

        State with(int i, Issuer issuer) {
            return new State(replaced(issuers, i, issuer), leases, revokers, row, returned, finished);
        }

        State with(int i, LeaseRow lease) {
            return new State(issuers, replaced(leases, i, lease), revokers, row, returned, finished);
        }

        /** In order: which of them is where makes no difference. */
        State with(int r, Revoker revoker) {
            var changed = replaced(revokers, r, revoker).stream()
                    .sorted(Revoker.ORDER)
                    .toList();
            return new State(issuers, leases, changed, row, returned, finished);
        }

        State with(Row now) {
            return new State(issuers, leases, revokers, now, returned, finished);
        }

        State returned(boolean saysFinished) {
            return new State(issuers, leases, revokers, row, true, finished || saysFinished);
        }

        private static <T> List<T> replaced(List<T> all, int at, T one) {
            var changed = new ArrayList<>(all);
            changed.set(at, one);
            return List.copyOf(changed);
        }

        /** INV-9: what is out was asked for before, and once the revocation is finished it is listed. */
        boolean keepsThePromise() {
            boolean over = finished || row == Row.REVOKED;
            for (int i = 0; i < issuers.size(); i++) {
                boolean out = issuers.get(i).at() == Issuer.Step.HANDED_OVER;
                if (out && (issuers.get(i).late() || over && !leases.get(i).listed())) {
                    return false;
                }
            }
            return true;
        }
    }

    /** @param wrong the shortest way to a state that breaks the promise; empty when there is none */
    record Explored(int states, List<State> wrong) {}

    private final Flaw flaw;

    WriteFirstCheckLast(Flaw flaw) {
        this.flaw = flaw;
    }

    /** Every state there is a way to, breadth first. */
    Explored explore(int issuers, int revokers) {
        var first = State.first(issuers, revokers);
        Map<State, Optional<State>> cameFrom = new HashMap<>(Map.of(first, Optional.empty()));
        var next = new ArrayDeque<>(List.of(first));
        while (!next.isEmpty()) {
            var state = next.remove();
            if (!state.keepsThePromise()) {
                return new Explored(cameFrom.size(), way(state, cameFrom));
            }
            steps(state, reached -> {
                if (cameFrom.putIfAbsent(reached, Optional.of(state)) == null) {
                    next.add(reached);
                }
            });
        }
        return new Explored(cameFrom.size(), List.of());
    }

    private static List<State> way(State end, Map<State, Optional<State>> cameFrom) {
        var way = new ArrayList<State>();
        for (var at = Optional.of(end); at.isPresent(); at = cameFrom.getOrDefault(at.get(), Optional.empty())) {
            way.addFirst(at.get());
        }
        return way;
    }

    private void steps(State state, Consumer<State> to) {
        for (int i = 0; i < state.issuers().size(); i++) {
            issue(state, i, to);
        }
        for (int r = 0; r < state.revokers().size(); r++) {
            revoke(state, r, to);
        }
    }

    private void issue(State state, int i, Consumer<State> to) {
        var issuer = state.issuers().get(i);
        var lease = state.leases().get(i);
        boolean looksFirst = flaw == Flaw.ISSUER_LOOKS_BEFORE_IT_WRITES;
        var stopped = state.with(i, issuer.over());
        switch (issuer.at()) {
            case NOT_STARTED -> {
                var asked = new Issuer(
                        looksFirst ? Issuer.Step.LOOKING : Issuer.Step.WRITING,
                        state.returned(),
                        issuer.grant(),
                        looksFirst ? Issuer.Seen.GOOD : issuer.lease(),
                        issuer.minted());
                to.accept(state.with(i, asked));
            }
            case WRITING -> {
                var going = issuer.at(looksFirst ? Issuer.Step.ENDING : Issuer.Step.LOOKING);
                to.accept(state.with(i, going).with(i, lease.opened()));
                to.accept(stopped.with(i, lease.opened()));
                to.accept(stopped);
            }
            case LOOKING -> {
                look(state, i, issuer, to);
                to.accept(stopped);
            }
            case ENDING -> {
                to.accept(
                        issuer.mayHandOver()
                                ? state.with(i, issuer.at(Issuer.Step.HANDED_OVER))
                                : stopped.with(i, lease.disowned()));
                to.accept(stopped);
            }
            case HANDED_OVER, OVER -> {}
        }
    }

    /** Two reads and the minting, in any order. A read that fails has seen nothing good. */
    private void look(State state, int i, Issuer now, Consumer<State> to) {
        var grant = state.row() == Row.ALIVE ? Issuer.Seen.GOOD : Issuer.Seen.BAD;
        var lease = state.leases().get(i).mark() == LeaseRow.Mark.LIVE ? Issuer.Seen.GOOD : Issuer.Seen.BAD;
        var nothing = Issuer.Seen.NOTHING_YET;
        if (now.grant() == nothing) {
            to.accept(state.with(i, new Issuer(now.at(), now.late(), grant, now.lease(), now.minted())));
        }
        if (now.lease() == nothing) {
            to.accept(state.with(i, new Issuer(now.at(), now.late(), now.grant(), lease, now.minted())));
        }
        if (now.minted() == nothing) {
            for (var minted : List.of(Issuer.Seen.GOOD, Issuer.Seen.BAD)) {
                to.accept(state.with(i, new Issuer(now.at(), now.late(), now.grant(), now.lease(), minted)));
            }
        }
        if (now.grant() != nothing && now.lease() != nothing && now.minted() != nothing) {
            boolean written = flaw != Flaw.ISSUER_LOOKS_BEFORE_IT_WRITES;
            to.accept(state.with(i, written ? now.decided() : now.at(Issuer.Step.WRITING)));
        }
    }

    private void revoke(State state, int r, Consumer<State> to) {
        var revoker = state.revokers().get(r);
        var stopped = state.with(r, new Revoker(Revoker.At.STOPPED, 0, 0));
        to.accept(stopped);
        switch (revoker.at()) {
            case STOPPED -> {
                boolean queries = flaw == Flaw.REVOKER_QUERIES_BEFORE_IT_WRITES;
                to.accept(state.with(r, revoker.at(queries ? Revoker.At.QUERYING : Revoker.At.BEGINNING)));
                if (state.row() == Row.REVOKING) { // whoever comes every minute
                    to.accept(state.with(r, revoker.at(Revoker.At.QUERYING)));
                }
            }
            case BEGINNING -> begin(state, r, stopped, to);
            case QUERYING -> query(state, r, to);
            case LISTING, MARKING -> write(state, r, stopped, to);
            case FINISHING -> {
                to.accept(stopped.with(Row.REVOKED).returned(true));
                to.accept(stopped.with(Row.REVOKED));
            }
        }
    }

    /** From here on it may return, whatever becomes of the rest: that is pending. */
    private void begin(State state, int r, State stopped, Consumer<State> to) {
        var revoker = state.revokers().get(r);
        boolean queried = flaw == Flaw.REVOKER_QUERIES_BEFORE_IT_WRITES;
        var going = state.with(r, revoker.at(queried ? Revoker.At.LISTING : Revoker.At.QUERYING));
        switch (state.row()) {
            case ALIVE -> {
                to.accept(going.with(Row.REVOKING).returned(false));
                to.accept(stopped.with(Row.REVOKING));
            }
            case REVOKING -> {
                boolean trusts = flaw == Flaw.REVOKER_TRUSTS_WHAT_ANOTHER_BEGAN;
                to.accept((trusts ? stopped : going).returned(trusts));
            }
            case REVOKED -> to.accept(stopped.returned(true));
        }
    }

    private void query(State state, int r, Consumer<State> to) {
        var revoker = state.revokers().get(r);
        if (revoker.page() == state.leases().size()) {
            boolean begins = flaw == Flaw.REVOKER_QUERIES_BEFORE_IT_WRITES && state.row() == Row.ALIVE;
            to.accept(state.with(r, revoker.at(begins ? Revoker.At.BEGINNING : firstWrite())));
            return;
        }
        var mark = state.leases().get(revoker.page()).mark();
        boolean skipped = flaw == Flaw.REVOKER_MARKS_BEFORE_IT_LISTS && mark == LeaseRow.Mark.REVOKED;
        to.accept(state.with(r, revoker.read(mark != LeaseRow.Mark.ABSENT && !skipped)));
        if (flaw == Flaw.REVOKER_READS_A_REPLICA) {
            to.accept(state.with(r, revoker.read(false)));
        }
    }

    private Revoker.At firstWrite() {
        return flaw == Flaw.REVOKER_MARKS_BEFORE_IT_LISTS ? Revoker.At.MARKING : Revoker.At.LISTING;
    }

    /** One write for each lease that was found. */
    private void write(State state, int r, State stopped, Consumer<State> to) {
        var revoker = state.revokers().get(r);
        boolean lists = revoker.at() == Revoker.At.LISTING;
        if (revoker.page() == state.leases().size()) {
            boolean first = revoker.at() == firstWrite();
            var other = lists ? Revoker.At.MARKING : Revoker.At.LISTING;
            to.accept(state.with(r, revoker.at(first ? other : Revoker.At.FINISHING)));
            return;
        }
        var going = state.with(r, new Revoker(revoker.at(), revoker.page() + 1, revoker.found()));
        if (!revoker.foundThis()) {
            to.accept(going);
            return;
        }
        var lease = state.leases().get(revoker.page());
        var written = lists ? lease.denied() : lease.marked();
        to.accept(going.with(revoker.page(), written));
        to.accept(stopped.with(revoker.page(), written));
    }
}
