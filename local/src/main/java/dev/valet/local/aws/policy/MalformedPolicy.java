package dev.valet.local.aws.policy;

/** A policy this model cannot or will not evaluate; the message names the place. */
public final class MalformedPolicy extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MalformedPolicy(String message) {
        super(message);
    }

    static void unless(boolean holds, String message) {
        if (!holds) {
            throw new MalformedPolicy(message);
        }
    }
}
