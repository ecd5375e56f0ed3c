package dev.valet.local.template;

/** The template says something that cannot be run here; the message says what, in our words. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TemplateException(String message) {
        super(message);
    }
}
