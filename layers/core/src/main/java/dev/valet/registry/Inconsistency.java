package dev.valet.registry;

/**
 * A rule between documents that one of them breaks.
 *
 * @param document the one to change, which is not always one that was just written
 * @param place an RFC 6901 pointer into it
 * @param rule what holds for a valid value at that place
 */
public record Inconsistency(Document document, String place, String rule) {}
