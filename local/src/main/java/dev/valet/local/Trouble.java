package dev.valet.local;

/** Something the user can mend, said in one clear line, with the exit code it ends in. */
final class Trouble extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    Trouble(String line) {
        this(line, 1);
    }

    Trouble(String line, int exitCode) {
        super(line, null, false, false);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }

    String line() {
        return String.valueOf(getMessage());
    }
}
