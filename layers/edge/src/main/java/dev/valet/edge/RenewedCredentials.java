package dev.valet.edge;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Valet's own credentials, looked up anew after a restore: a snapshot must hold none (INV-16). */
final class RenewedCredentials implements AwsCredentialsProvider {
    private final Supplier<AwsCredentialsProvider> source;
    private final AtomicReference<@Nullable AwsCredentialsProvider> current = new AtomicReference<>();

    RenewedCredentials(Supplier<AwsCredentialsProvider> source) {
        this.source = source;
    }

    @Override
    public AwsCredentials resolveCredentials() {
        var provider = current.get();
        if (provider == null) {
            var made = source.get();
            provider = current.compareAndSet(null, made) ? made : resolved(made);
        }
        return provider.resolveCredentials();
    }

    /** Another thread was first, or everything was forgotten meanwhile. */
    private AwsCredentialsProvider resolved(AwsCredentialsProvider otherwise) {
        var held = current.get();
        return held == null ? otherwise : held;
    }

    void forget() {
        current.set(null);
    }

    boolean holdsNothing() {
        return current.get() == null;
    }
}
