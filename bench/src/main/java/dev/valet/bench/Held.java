package dev.valet.bench;

/**
 * One call as the stub of AWS served it, from the request's last byte to the answer's first. Whatever a caller waited
 * outside of it was not AWS.
 *
 * @param operation {@code PutItem}, {@code AssumeRole} and so on
 * @param from as {@link System#nanoTime}
 */
record Held(String operation, long from, long until) {}
