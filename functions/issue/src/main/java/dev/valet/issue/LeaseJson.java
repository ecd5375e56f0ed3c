package dev.valet.issue;

import dev.valet.Json;
import dev.valet.ObjectBuilder;
import dev.valet.lease.Lease;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** A lease as agents see it: never its credential, and nothing of how it was decided. */
final class LeaseJson {
    private LeaseJson() {}

    static Json write(Lease lease, Instant now) {
        return write(lease, lease.expiresAt(), now);
    }

    /** @param end the earlier of the lease's own end and the credential's */
    static Json write(Lease lease, Instant end, Instant now) {
        var written = Json.object()
                .with("id", lease.id().text())
                .with("grant", lease.grant().text())
                .with("agent", lease.agent().text())
                .with("environment", lease.environment().word())
                .with("kind", lease.kind().word())
                .with("parameters", Json.strings(lease.parameters().values()))
                .with("reason", lease.reason())
                .with("issuedAt", seconds(lease.issuedAt()))
                .with("expiresAt", seconds(end))
                .with("endedBy", lease.endedBy().word())
                .with("state", state(lease, now));
        return withRotation(written, lease).build();
    }

    /** Who starts the rotation that ends a value: Valet at the lease's end, or nobody of Valet's. */
    private static ObjectBuilder withRotation(ObjectBuilder written, Lease lease) {
        return switch (lease.endedBy()) {
            case STS -> written;
            case ROTATION -> written.with("rotateOnEnd", lease.rotateOnEnd());
        };
    }

    private static String state(Lease lease, Instant now) {
        boolean over = lease.state() == Lease.State.LIVE && !lease.expiresAt().isAfter(now);
        return over ? "expired" : lease.state().name().toLowerCase(Locale.ROOT);
    }

    /** Down: a client that trusts the text stops too early, never too late. */
    static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
