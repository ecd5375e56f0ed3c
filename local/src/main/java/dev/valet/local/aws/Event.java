package dev.valet.local.aws;

/**
 * An event on a bus.
 *
 * @param detail the text of a JSON object
 */
public record Event(String id, String source, String detailType, String detail) {}
