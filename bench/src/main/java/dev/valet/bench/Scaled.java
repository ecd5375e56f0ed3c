package dev.valet.bench;

import dev.valet.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Leases for grants picked by chance among so many, with nothing kept from one to the next: every row is looked for.
 *
 * @param aws what stood where AWS would be
 */
record Scaled(String aws, int grants, Round round) {
    static final int GRANTS_EACH = 100;

    private static final Duration KEPT = Duration.ofSeconds(61);
    private static final long SEED = 20_261_101;

    static Scaled canned(int agents, int leases) throws IOException {
        var world = World.of(agents, GRANTS_EACH, false);
        return measure("stub", world, new CannedAws(world), leases);
    }

    static Scaled stored(int agents, int leases) throws IOException {
        var world = World.of(agents, GRANTS_EACH, false);
        try (var dynamo = LocalDynamo.full(world)) {
            return measure("DynamoDB Local, as many audit records", world, dynamo, leases);
        }
    }

    private static Scaled measure(String name, World world, Aws aws, int leases) throws IOException {
        var clock = new SteppingClock();
        var random = new Random(SEED);
        try (var subject = Subject.of(new StubAws(aws), clock)) {
            Round.of(subject, leases, _ -> next(clock, random, world));
            var round = Round.of(subject, leases, _ -> next(clock, random, world));
            return new Scaled(name, world.agents() * world.grantsEach(), round);
        }
    }

    private static String next(SteppingClock clock, Random random, World world) {
        clock.step(KEPT);
        return Events.lease(random.nextInt(world.agents()), random.nextInt(world.grantsEach()));
    }

    static List<String> heads() {
        return List.of("grants", "behind it", "calls a lease", "AWS held, p50", "Valet, SDK and HTTP client, p50");
    }

    List<String> row() {
        return List.of(
                Integer.toString(grants),
                aws,
                calls().toPlainString(),
                round.times(Scaled::held).text(50),
                round.times(Issuing.Timed::withSdk).text(50));
    }

    private static long held(Issuing.Timed timed) {
        return timed.calls().stream()
                .mapToLong(call -> call.until() - call.from())
                .sum();
    }

    /** Calls for one lease on average: whole when every lease asked as many. */
    BigDecimal calls() {
        return BigDecimal.valueOf(round.callsPerLease()).setScale(2, RoundingMode.HALF_UP);
    }

    Json json() {
        return Json.object()
                .with("grants", grants)
                .with("aws", aws)
                .with("callsPerLease", new Json.Fraction(calls()))
                .with("heldMillis", round.times(Scaled::held).json())
                .with("withSdkMillis", round.times(Issuing.Timed::withSdk).json())
                .build();
    }
}
