package dev.valet.local;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** The machine's time and what it was turned by. */
final class TurnedClock extends Clock {
    private final AtomicReference<Duration> turned = new AtomicReference<>(Duration.ZERO);

    void turn(Duration onward) {
        turned.updateAndGet(onward::plus);
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plus(turned.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant(), zone);
    }
}
