package dev.valet.performance;

import dev.valet.Reason;
import dev.valet.action.PerformanceId;
import dev.valet.approval.Approval;
import dev.valet.lease.Leases;
import dev.valet.limit.Limits;
import java.time.Instant;
import java.util.Optional;

/**
 * Performances on record, and the budgets that they are counted in. Every read is strongly consistent and every write
 * conditional; whatever is not certain throws {@link dev.valet.Unavailable}.
 */
public interface Performances {
    Optional<Performance> find(PerformanceId id);

    /**
     * Puts a performance on record, counts it and uses up what approved it, in one transaction: the row is new, each of its
     * budgets has room for it, its grant and agent are live at the versions it was decided on, so that the caps are theirs,
     * and the approval can still be used.
     *
     * @param reserved in its first state
     * @param approved the yes it stands on, where one was needed
     */
    Reservation reserve(Performance reserved, Limits ofGrant, Limits ofAgent, Optional<Approval> approved);

    /**
     * A strongly consistent read of the agent, the grant, the action and the control row, held against its basis. What cannot
     * be read is not live.
     */
    Leases.Look look(Performance performance);

    /**
     * Moves it on, if it still is as {@code from} has it. Its budgets move in the same transaction: what is released, or was
     * not spent, is given back; what was spent beyond what was reserved counts as far as the cap goes, never further.
     *
     * @return as it is now: {@code to}, or what somebody else made of it
     */
    Performance move(Performance from, Performance to);

    sealed interface Reservation {
        record Reserved() implements Reservation {}

        /** The key came before, with this request or another, and led to this. Nothing was written. */
        record Repeat(Performance earlier) implements Reservation {}

        /** The grant or the agent is not what was decided on any more. Nothing was written. */
        record Overtaken() implements Reservation {}

        /**
         * No room, or the approval is good no more. Nothing was written.
         *
         * @param retryAt when trying again may help; the far past where that is not known
         */
        record Refused(Reason reason, String rule, Instant retryAt) implements Reservation {}
    }
}
