package dev.valet.cli;

/** What a command ends with; scripts depend on it, so a number never changes its meaning. */
public enum Exit {
    OK(0),
    UNEXPECTED(1),
    /** Wrong use, and configuration or a request that breaks a rule. */
    USAGE(2),
    NOT_AUTHENTICATED(3),
    DENIED(4),
    /** What was asked for waits: for an approval, or until what was ended is seen to be. */
    PENDING(5),
    EXPIRED(6),
    UPSTREAM(7),
    /** An audit that is not as it was written, or not to be compared; a receipt that does not hold. */
    INCOMPLETE(8);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
