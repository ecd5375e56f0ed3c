package dev.valet.performance;

import dev.valet.Unavailable;

/** Attests what was done. A receipt is made from what is on record, so it can be had later as well: none is stored. */
@FunctionalInterface
public interface Receipts {
    /** For a deployment without a key for receipts. */
    Receipts NONE = _ -> {
        throw new Unavailable("receipts-not-wired");
    };

    /**
     * @param settled done, on record and in the audit
     * @throws Unavailable when it cannot be signed now; what was done stays done, and a repeat gets the receipt
     */
    String receipt(Performance settled);
}
