package dev.valet.bench;

/** Says how far a bench is. */
@FunctionalInterface
interface Progress {
    void say(String line);
}
