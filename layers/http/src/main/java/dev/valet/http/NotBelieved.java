package dev.valet.http;

/** Ends the verification of a token. Without text, cause or stack, so it can carry nothing of the token. */
final class NotBelieved extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final TokenFault fault;

    NotBelieved(TokenFault fault) {
        super(fault.word(), null, false, false);
        this.fault = fault;
    }

    static void unless(boolean holds, TokenFault fault) {
        if (!holds) {
            throw new NotBelieved(fault);
        }
    }

    TokenFault fault() {
        return fault;
    }
}
