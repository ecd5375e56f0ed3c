package dev.valet.action;

import dev.valet.Json;

/** How performing ended, as far as it can be known. Causes are closed codes of ours, never an upstream's text. */
public sealed interface Performing {
    /**
     * It was done.
     *
     * @param result the declared fields only, rebuilt by Valet
     * @param reference the provider's own name for it, for receipts and reconciliation; empty when it has none
     */
    record Done(Json.Obj result, String reference) implements Performing {}

    /** It was certainly not done: nothing was sent, or the provider definitely refused. */
    record NotDone(String cause) implements Performing {}

    /** It was sent and may have been done: never sent again, to be reconciled (INV-20). */
    record Unknown(String cause) implements Performing {}
}
