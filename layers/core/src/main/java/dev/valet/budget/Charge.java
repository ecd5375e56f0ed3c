package dev.valet.budget;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one performance is counted as, from the moment it is reserved: the day it counts for and the caps it was decided on
 * stay as they are, however late it ends.
 *
 * @param payee who is paid; one that an operator named, because budgets are kept by it
 * @param day in UTC
 * @param perDay the cap of the day
 * @param perPayee the cap of the payee's day; empty when payees are not counted one by one
 */
public record Charge(Amount amount, Optional<String> payee, LocalDate day, long perDay, Optional<Long> perPayee) {
    public Charge {
        boolean fits = amount.units() <= perDay
                && (perPayee.isEmpty() || payee.isPresent() && amount.units() <= perPayee.get());
        if (!fits) {
            throw new IllegalArgumentException("an amount is within each cap by itself");
        }
    }

    /**
     * One counter that it is counted in.
     *
     * @param payee empty for the one that counts all payees together
     * @param rule the name of the rule that a full one breaks
     */
    public record Budget(Optional<String> payee, long cap, String rule) {}

    /** Each of them has to have room. */
    public List<Budget> budgets() {
        var budgets = new ArrayList<Budget>();
        budgets.add(new Budget(Optional.empty(), perDay, Caps.PER_DAY));
        perPayee.ifPresent(cap -> budgets.add(new Budget(payee, cap, Caps.PER_PAYEE)));
        return List.copyOf(budgets);
    }

    /**
     * What a budget stands at when this is over. What was not spent is given back. What was spent beyond what was reserved
     * counts as far as the cap goes and never further: {@code used <= cap} holds whatever an upstream declares (INV-19).
     *
     * @param used before, this one's reservation included
     */
    public long settled(long used, long spent, long cap) {
        long more = spent - amount.units();
        return more <= 0 ? Math.max(0, used + more) : Math.max(used, Math.min(cap, used + more));
    }

    /** When every budget of the day begins anew. */
    public Instant renewal() {
        return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
