package dev.valet.audit;

/** Finds records by whom they are about; it costs as much as it finds, however many there are. */
@FunctionalInterface
public interface AuditTrail {
    /** @throws dev.valet.Unavailable when the store does not answer */
    AuditPage find(AuditQuestion question);
}
