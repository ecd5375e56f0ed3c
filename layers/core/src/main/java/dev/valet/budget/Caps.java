package dev.valet.budget;

import dev.valet.Malformed;
import dev.valet.PlainText;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
    /** The rules' names, as explain and the audit give them. */
    static final String UNIT = "budget.unit";

    static final String PAYEE = "budget.payee";
    static final String PER_CALL = "budget.per-call";
    /** The rules' names, as the store gives them that counts. */
    public static final String PER_DAY = "budget.per-day";

    public static final String PER_PAYEE = "budget.per-payee-per-day";

    private static final int MOST_PAYEES = 1000;

    public Caps {
        payees = Set.copyOf(payees);
        check("/perCall", perCall >= 1 && perCall <= perDay, "is at least 1, and at most what may be spent in a day");
        check("/perDay", perDay <= Amount.MOST, Amount.TOO_MUCH);
        check(
                "/perPayeePerDay",
                perPayeePerDay.isEmpty() || perPayeePerDay.get() >= 1 && perPayeePerDay.get() <= perDay,
                "is at least 1, and at most what may be spent in a day");
        check("/perPayeePerDay", perPayeePerDay.isEmpty() || !payees.isEmpty(), "is for payees, and none is named");
        check("/payees", payees.size() <= MOST_PAYEES, "names 1000 at most");
        check("/payees", payees.stream().allMatch(Caps::isPayee), "is text of 1 to 200 characters on one line");
    }

    private static void check(String place, boolean holds, String rule) {
        if (!holds) {
            throw new Malformed(place, rule);
        }
    }

    private static boolean isPayee(String payee) {
        return !payee.isBlank() && payee.length() <= 200 && PlainText.is(payee);
    }

    /**
     * The rule that forbids so much at once, whatever was spent so far. Payees are compared character by character.
     *
     * @param payee who is to be paid; empty where nobody is
     */
    public Optional<String> forbids(Amount amount, Optional<String> payee) {
        if (!amount.unit().equals(unit)) {
            return Optional.of(UNIT);
        }
        if (payee.isPresent() ? !payees.contains(payee.get()) : !payees.isEmpty()) {
            return Optional.of(PAYEE);
        }
        if (amount.units() > perCall) {
            return Optional.of(PER_CALL);
        }
        return perPayeePerDay.filter(most -> amount.units() > most).map(_ -> PER_PAYEE);
    }

    /**
     * What one performance that begins now is counted as.
     *
     * @throws IllegalArgumentException when a rule {@link #forbids} it
     */
    public Charge charge(Amount amount, Optional<String> payee, Instant now) {
        if (forbids(amount, payee).isPresent()) {
            throw new IllegalArgumentException("what is forbidden is not charged");
        }
        return new Charge(amount, payee, LocalDate.ofInstant(now, ZoneOffset.UTC), perDay, perPayeePerDay);
    }
}
