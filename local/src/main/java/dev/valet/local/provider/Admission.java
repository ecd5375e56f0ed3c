package dev.valet.local.provider;

import dev.valet.SecretText;
import java.util.Optional;

/** Whom a provider lets in: the one who shows its key, which nobody has before there is one. */
final class Admission {
    private Optional<String> key = Optional.empty();
    private Optional<String> shown = Optional.empty();

    synchronized void accept(String newKey) {
        key = Optional.of(newKey);
    }

    synchronized boolean admits(Optional<String> credential) {
        shown = credential;
        return key.isPresent() && key.equals(credential);
    }

    synchronized Optional<SecretText> lastShown() {
        return shown.map(SecretText::new);
    }
}
