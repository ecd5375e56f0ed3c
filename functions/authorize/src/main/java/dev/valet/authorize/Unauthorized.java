package dev.valet.authorize;

/** API Gateway answers 401 to this exact message and to no other; the caller learns nothing else. */
final class Unauthorized extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unauthorized() {
        super("Unauthorized", null, false, false);
    }
}
