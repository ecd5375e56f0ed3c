package dev.valet.action;

/** Finds out what became of a performance whose outcome is unknown, without doing anything (INV-20). */
@FunctionalInterface
public interface Lookups {
    /** Stands wherever nothing was wired: nothing is learned. */
    Lookups REFUSING = _ -> new LookedUp.StillUnknown("executor-not-wired");

    /** @param errand as it was when it was sent, with the same provider key */
    LookedUp lookUp(Errand errand);
}
