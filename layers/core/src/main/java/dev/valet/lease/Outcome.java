package dev.valet.lease;

import dev.valet.approval.Approval;

/** How one request for a lease ended. */
public sealed interface Outcome {
    record Issued(Lease lease, Credential credential) implements Outcome {}

    /** The idempotency key came before: the lease it led to, without the credential (INV-13). */
    record Repeated(Lease lease) implements Outcome {}

    /** People were asked; nothing was written down but that. */
    record Pending(Approval approval) implements Outcome {}

    record Denied(Refusal refusal) implements Outcome {}

    /** The word that metrics count under; changing one breaks alarms. */
    default String label() {
        return switch (this) {
            case Issued _ -> "issued";
            case Repeated _ -> "repeated";
            case Pending _ -> "pending";
            case Denied(Refusal refusal) -> "denied." + refusal.reason().word();
        };
    }
}
