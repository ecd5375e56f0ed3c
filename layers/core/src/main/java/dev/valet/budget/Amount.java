package dev.valet.budget;

/**
 * So much of a unit.
 *
 * @param units whole smallest units, at least 0
 */
public record Amount(Unit unit, long units) {}
