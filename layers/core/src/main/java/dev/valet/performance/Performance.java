package dev.valet.performance;

import dev.valet.Json;
import dev.valet.Reason;
import dev.valet.action.PerformanceId;
import dev.valet.approval.ApprovalId;
import dev.valet.budget.Charge;
import dev.valet.grant.ActionId;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.identity.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One action performed for one request, on record from before anything is sent. It is also what an idempotency key leads to:
 * a repeat finds it and nothing is done again (INV-20).
 *
 * @param principal the caller, as {@link dev.valet.identity.Principal#key()}
 * @param input as it was asked for; empty once it has ended, because then only its hash matters
 * @param inputHash tells a repeat from another request
 * @param charge what it is counted as; empty when it spends nothing
 * @param approval the yes that it used up; empty where none was needed
 * @param sendBy nothing is sent after it
 * @param basis the versions it was decided on
 * @param nonce of the one attempt that reserved it, which alone may send: random, so a write whose reply was lost knows
 *     itself (T-32)
 * @param recorded whether its end stands in the audit
 */
public record Performance(
        PerformanceId id,
        AgentId agent,
        GrantId grant,
        ActionId action,
        Environment environment,
        String principal,
        Optional<Json.Obj> input,
        String inputHash,
        Optional<Charge> charge,
        Optional<ApprovalId> approval,
        Instant reservedAt,
        Instant sendBy,
        Basis basis,
        String nonce,
        State state,
        boolean recorded) {

    /** Longer than a function lives, and what clocks may differ by: whoever reserved it before is gone. */
    public static final Duration HANDLER_LIFE = Duration.ofSeconds(60);

    /** What must still hold when it is sent. */
    public record Basis(long agentVersion, long grantVersion, long actionVersion, long killEpoch, long revision) {}

    /** How far it has come. From one state to the next there is no way back. */
    public sealed interface State {
        /** On record and counted; nothing was sent, and what ends it first ends it. */
        record Reserved() implements State {}

        /** About to be sent, or sent: from here on it may have been done. */
        record Sent(Instant at) implements State {}

        /**
         * Nobody knows whether it was done: never sent again, and still counted (INV-20).
         *
         * @param cause a closed code of ours
         */
        record Unknown(Instant at, String cause) implements State {}

        /**
         * It was done.
         *
         * @param result the declared fields; empty when they may not be handed out, or are too many to keep
         * @param reference the provider's own name for it; empty when it has none
         * @param spent what it really used up, in smallest units; 0 when it spends nothing
         * @param cause a closed code of ours for why there is no result; empty when there is one
         */
        record Settled(Instant at, Optional<Json.Obj> result, String reference, long spent, String cause)
                implements State {}

        /**
         * It was certainly not done, and is not counted any more.
         *
         * @param reason what a caller hears
         * @param cause a closed code of ours
         */
        record Released(Instant at, Reason reason, String cause) implements State {}

        default String word() {
            return switch (this) {
                case Reserved() -> "RESERVED";
                case Sent _ -> "SENT";
                case Unknown _ -> "UNKNOWN";
                case Settled _ -> "SETTLED";
                case Released _ -> "RELEASED";
            };
        }

        default boolean isFinal() {
            return switch (this) {
                case Reserved(), Sent _, Unknown _ -> false;
                case Settled _, Released _ -> true;
            };
        }

        private boolean mayBecome(State next) {
            return switch (this) {
                case Reserved() -> next instanceof Sent || next instanceof Released;
                case Sent _ -> next instanceof Unknown || next.isFinal();
                case Unknown _ -> next.isFinal();
                case Settled _, Released _ -> false;
            };
        }
    }

    public boolean isFinal() {
        return state.isFinal();
    }

    /** Nothing about it is left to be done. */
    public boolean isOver() {
        return isFinal() && recorded;
    }

    public boolean maySend() {
        return state instanceof State.Reserved || state instanceof State.Sent;
    }

    public Performance sent(Instant at) {
        return next(new State.Sent(at), false);
    }

    public Performance unknown(Instant at, String cause) {
        return next(new State.Unknown(at, cause), false);
    }

    /** @param onRecord whether that stands in the audit */
    public Performance settled(State.Settled as, boolean onRecord) {
        return next(as, onRecord);
    }

    /** @param onRecord whether that stands in the audit */
    public Performance released(Instant at, Reason reason, String cause, boolean onRecord) {
        return next(new State.Released(at, reason, cause), onRecord);
    }

    /** Its end stands in the audit now. */
    public Performance onRecord() {
        if (!isFinal()) {
            throw new IllegalStateException("only an end is put on record");
        }
        return with(state, true);
    }

    private Performance next(State next, boolean onRecord) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException(state.word() + " does not become " + next.word());
        }
        return with(next, onRecord);
    }

    private Performance with(State next, boolean onRecord) {
        return new Performance(
                id,
                agent,
                grant,
                action,
                environment,
                principal,
                next.isFinal() ? Optional.empty() : input,
                inputHash,
                charge,
                approval,
                reservedAt,
                sendBy,
                basis,
                nonce,
                next,
                onRecord);
    }
}
