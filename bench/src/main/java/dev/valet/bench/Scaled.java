package dev.valet.bench;

import dev.valet.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Leases for grants picked by chance among so many, with nothing kept from one to the next: every row is looked for. */
record Scaled(int grants, Round round) {
    private static final int LEASES = 2_000;
    private static final int GRANTS_EACH = 100;
    private static final Duration KEPT = Duration.ofSeconds(61);
    private static final long SEED = 20_261_101;

    static Scaled measure(int agents) throws IOException {
        var clock = new SteppingClock();
        var random = new Random(SEED);
        var world = World.of(agents, GRANTS_EACH, false);
        try (var subject = Subject.of(new StubAws(new CannedAws(world)), clock)) {
            Round.of(subject, LEASES, _ -> next(clock, random, agents));
            return new Scaled(agents * GRANTS_EACH, Round.of(subject, LEASES, _ -> next(clock, random, agents)));
        }
    }

    private static String next(SteppingClock clock, Random random, int agents) {
        clock.step(KEPT);
        return Events.lease(random.nextInt(agents), random.nextInt(GRANTS_EACH));
    }

    static List<String> heads() {
        return List.of(
                "grants", "calls for a lease", "Valet's code, p50", "with SDK and HTTP client, p50", "allocated");
    }

    List<String> row() {
        return List.of(
                Integer.toString(grants),
                calls().toPlainString(),
                round.times(Issuing.Timed::ownCode).text(50),
                round.times(Issuing.Timed::withSdk).text(50),
                round.kibibytesPerLease() + " KiB");
    }

    Json json() {
        return Json.object()
                .with("grants", grants)
                .with("callsPerLease", new Json.Fraction(calls()))
                .with("ownCodeMillis", round.times(Issuing.Timed::ownCode).json())
                .with("withSdkMillis", round.times(Issuing.Timed::withSdk).json())
                .with("kibibytesPerLease", round.kibibytesPerLease())
                .build();
    }

    private BigDecimal calls() {
        return BigDecimal.valueOf(round.callsPerLease()).setScale(2, RoundingMode.HALF_UP);
    }
}
