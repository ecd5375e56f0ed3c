package dev.valet.edge;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Made when first asked for, so that a function builds only what it uses. */
final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private @Nullable T made;

    Lazy(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public synchronized T get() {
        if (made == null) {
            made = maker.get();
        }
        return made;
    }

    synchronized boolean isMade() {
        return made != null;
    }
}
