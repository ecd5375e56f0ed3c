package dev.valet.reconciliation;

import dev.valet.audit.Finding;
import java.util.List;

/**
 * What came of holding the audit against CloudTrail.
 *
 * @param leases on record
 * @param calls that minted a session of a managed role, or were Valet's
 */
public record Reconciliation(int leases, int calls, List<Finding> findings) {
    public Reconciliation {
        findings = List.copyOf(findings);
    }

    /** Never of nothing: without leases and without calls nothing was compared. */
    public boolean isComplete() {
        return findings.isEmpty() && leases + calls > 0;
    }
}
