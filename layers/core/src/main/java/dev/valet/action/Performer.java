package dev.valet.action;

/** Performs what was decided. One implementation per executor; none of them decides anything. */
@FunctionalInterface
public interface Performer {
    /** Stands wherever nothing was wired, so a line forgotten in Wiring does nothing. */
    Performer REFUSING = _ -> new Performing.NotDone("executor-not-wired");

    Performing perform(Errand errand);
}
