package dev.valet.action;

/**
 * A request that its operator wrote and an agent only fills in.
 *
 * @param host lower-case ASCII name, never an address
 */
public record HttpTemplate(String host) {}
