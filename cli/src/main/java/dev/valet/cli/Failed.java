package dev.valet.cli;

import java.util.List;

/** The end of a command that did not do what it should: what to print, and what to exit with. */
public final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Exit exit;
    private final transient List<String> lines;

    /** @param lines what happened and what to do next; never a secret */
    public Failed(Exit exit, List<String> lines) {
        super(lines.isEmpty() ? "" : lines.getFirst(), null, false, false);
        this.exit = exit;
        this.lines = List.copyOf(lines);
    }

    public Failed(Exit exit, String... lines) {
        this(exit, List.of(lines));
    }

    public Exit exit() {
        return exit;
    }

    public List<String> lines() {
        return lines;
    }
}
