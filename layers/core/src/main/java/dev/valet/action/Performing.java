package dev.valet.action;

import dev.valet.Json;

/** How performing ended, as far as it can be known. Causes are closed codes of ours, never an upstream's text. */
public sealed interface Performing {
    /** The upstream answered with the secret in it. The same cause whatever became of the deed: see to the secret. */
    String ECHOED = "upstream-echoed-secret";

    /**
     * It was done.
     *
     * @param result the declared fields only, rebuilt by Valet
     * @param reference the provider's own name for it, for receipts and reconciliation; empty when it has none
     */
    record Done(Json.Obj result, String reference) implements Performing {}

    /**
     * It was done, and what came back is handed on to nobody: it echoed the secret. What was reserved for it is used up.
     *
     * @param cause {@link #ECHOED}, at which somebody rotates the secret
     */
    record Withheld(String cause) implements Performing {}

    /** It was certainly not done: nothing was sent, or the provider definitely refused. */
    record NotDone(String cause) implements Performing {}

    /** It was sent and may have been done: never sent again, to be reconciled (INV-20). */
    record Unknown(String cause) implements Performing {}
}
