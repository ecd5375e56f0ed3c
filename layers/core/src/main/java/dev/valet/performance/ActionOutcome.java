package dev.valet.performance;

import dev.valet.action.PerformanceId;
import dev.valet.approval.Approval;
import dev.valet.lease.Refusal;
import java.util.Optional;

/** How one request for an action ended. A repeat ends as the first one did. */
public sealed interface ActionOutcome {
    /**
     * It was done, now or when it was first asked for.
     *
     * @param performance settled
     * @param receipt empty when it could not be signed now: a repeat gets it
     */
    record Done(Performance performance, Optional<String> receipt, boolean repeated) implements ActionOutcome {}

    /**
     * It was certainly not done. The key is used up: whoever wants to try again takes another.
     *
     * @param performance released
     */
    record NotDone(Performance performance, boolean repeated) implements ActionOutcome {}

    /** It may have been done. Asking again with the same key tells more later, and does nothing; another key might pay twice. */
    record Unknown(PerformanceId id) implements ActionOutcome {}

    /** The first request with this key is still at work. Ask again with the same key. */
    record Running(PerformanceId id) implements ActionOutcome {}

    /** People were asked; nothing was begun. Once they said yes, the same request with the same key names the approval. */
    record Pending(Approval approval) implements ActionOutcome {}

    /** Nothing was begun by this request. If it is worth asking again, then with the same key. */
    record Denied(Refusal refusal) implements ActionOutcome {}

    /** The word that metrics count under; changing one breaks alarms. */
    default String label() {
        return switch (this) {
            case Done(var _, var _, boolean repeated) -> repeated ? "repeated" : "done";
            case NotDone _ -> "not-done";
            case Unknown _ -> "unknown";
            case Running _ -> "running";
            case Pending _ -> "pending";
            case Denied(Refusal refusal) -> "denied." + refusal.reason().word();
        };
    }
}
