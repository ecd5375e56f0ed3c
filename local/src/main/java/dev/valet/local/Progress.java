package dev.valet.local;

import java.io.PrintStream;
import java.util.Map;

/** What the commands print: plain lines, with colour on a terminal and without NO_COLOR. */
final class Progress {
    private static final String GREEN = "32";
    private static final String RED = "31";
    private static final String FAINT = "2";
    private static final String BOLD = "1";

    private final PrintStream out;
    private final boolean coloured;

    Progress(PrintStream out, boolean coloured) {
        this.out = out;
        this.coloured = coloured;
    }

    @SuppressWarnings("SystemConsoleNull") // whether there is one without a terminal differs from JDK to JDK
    static Progress of(PrintStream out, Map<String, String> env) {
        var console = System.console();
        boolean terminal = console != null && console.isTerminal();
        boolean wanted = !env.containsKey("NO_COLOR") && !"dumb".equals(env.get("TERM"));
        return new Progress(out, terminal && wanted);
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    void faint(String text) {
        line(paint(FAINT, text));
    }

    void title(String text) {
        line("");
        line(paint(BOLD, text));
    }

    void held(String text) {
        line("  " + paint(GREEN, "✓") + " " + text);
    }

    void broken(String text) {
        line("  " + paint(RED, "✗") + " " + text);
    }

    private String paint(String colour, String text) {
        return coloured ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
    }
}
