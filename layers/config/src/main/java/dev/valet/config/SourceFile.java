package dev.valet.config;

/**
 * One file of configuration.
 *
 * @param name for people, in faults: nothing is opened by it
 */
public record SourceFile(String name, String text) {}
