package dev.valet.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command prints: results to the one, errors to the other. */
final class Output {
    private final PrintWriter out;
    private final PrintWriter err;

    Output(CommandSpec spec) {
        this.out = spec.commandLine().getOut();
        this.err = spec.commandLine().getErr();
    }

    void line(String text) {
        out.println(text);
    }

    void error(String text) {
        err.println(text);
    }

    /** Of what picocli fills in before a command runs. */
    static <T> T present(@Nullable T filled) {
        if (filled == null) {
            throw new IllegalStateException("picocli fills this in");
        }
        return filled;
    }
}
