package dev.valet.authorize;

/**
 * Neither yes nor no: API Gateway answers 500, an alarm counts it, and nobody gets in (INV-5). It has no cause and no stack,
 * because Lambda prints both, and a bug's own text might quote a token.
 */
final class AuthorizerFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    AuthorizerFailed() {
        super("AuthorizerFailed", null, false, false);
    }
}
