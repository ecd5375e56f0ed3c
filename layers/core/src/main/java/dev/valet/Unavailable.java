package dev.valet;

/**
 * A store behind a port did not answer, so nothing may be decided (INV-5). It carries a closed code of ours and nothing of
 * the upstream's: no text, no cause, no stack. Callers hear {@link Reason#UPSTREAM_BUSY}.
 */
public final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Unavailable(String code) {
        super(code, null, false, false);
    }

    public String code() {
        return String.valueOf(getMessage());
    }
}
