package dev.valet.action;

import dev.valet.Malformed;

/** Decimal amounts in whole smallest units of their currency: {@code 12.50} EUR are 1250 (INV-21). */
@FunctionalInterface
public interface MinorUnits {
    /** Stands wherever nothing was wired: no amount is converted, so none is converted wrongly. */
    MinorUnits REFUSING = (_, _) -> {
        throw new Malformed("is an amount, and amounts are not counted here");
    };

    /**
     * @param currency an ISO 4217 code
     * @throws Malformed for what is no exact amount of the currency
     */
    long of(String decimal, String currency);
}
