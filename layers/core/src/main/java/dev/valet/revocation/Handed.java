package dev.valet.revocation;

/** What a lease of a value left in its holder's hands. */
public sealed interface Handed {
    /** That version of the secret, noted before it was handed over. */
    record Version(String id) implements Handed {}

    /**
     * The lease ended before anything was handed over. By time it cannot be too early to say so: a lease lasts a minute at
     * least, and who issues one half of that at most.
     */
    record Nothing() implements Handed {}

    /** The lease is not on record any more, or not to be read. */
    record Unknown() implements Handed {}
}
