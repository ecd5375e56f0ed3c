package dev.valet.audit;

/** Where records are kept; it can add and nothing else. */
@FunctionalInterface
public interface AuditStore {
    enum Kept {
        /** Durable. */
        YES,
        /** Refused or unknown: the chain cannot be continued from here. */
        DOUBTFUL
    }

    /** Adds a record on condition that its place in the chain is free; says yes to a repeat of the very same record. */
    Kept add(AuditRecord written);
}
