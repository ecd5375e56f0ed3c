package dev.valet.budget;

import java.util.Optional;
import java.util.Set;

/**
 * What a grant may spend through its action.
 *
 * @param unit of all amounts
 * @param perCall the most of one performance, in smallest units
 * @param perDay the most of one UTC day, reserved and settled together
 * @param perPayeePerDay the most that one payee gets in one UTC day; empty for no such bound
 * @param payees who may be paid; empty when the action pays nobody
 */
public record Caps(Unit unit, long perCall, long perDay, Optional<Long> perPayeePerDay, Set<String> payees) {
    public Caps {
        payees = Set.copyOf(payees);
    }
}
