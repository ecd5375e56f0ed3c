package dev.valet.registry;

/**
 * A configured thing as the registry holds it.
 *
 * @param version of the configuration and of its liveness together; never used twice
 * @param live false once revoked, suspended or removed
 */
public record Registered<T>(T value, long version, boolean live) {}
