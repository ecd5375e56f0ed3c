package dev.valet.bench;

import dev.valet.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The warm issue path, from an event's bytes to a reply's, against a stub of AWS. docs/performance.md has the method beside
 * the numbers.
 */
final class IssueBench {
    private static final int WARM_UP = 15_000;
    private static final int ROUNDS = 5;
    private static final int LEASES = 3_000;
    private static final int DELAYED_WARM_UP = 50;
    private static final int DELAYED_LEASES = 200;
    private static final int SCALE_LEASES = 2_000;
    private static final int GRANTS_EACH = 100;
    private static final long SEED = 20_261_101;

    private final PrintStream out;

    private IssueBench(PrintStream out) {
        this.out = out;
    }

    /** @param args the folder for results, and the page with the tables */
    public static void main(String[] args) throws IOException {
        var out = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        // The function prints a line of log for each lease. Writing it is Valet's work, keeping it is not.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        new IssueBench(out).run(new Report(Path.of(args[0]), Path.of(args[1])));
    }

    private void run(Report report) throws IOException {
        var flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
        var found = Json.object().with("machine", Machine.describe(flags));
        var aws = new StubAws(new CannedAws(World.of(1, 1, false)));
        try (var subject = Subject.of(aws, Clock.systemUTC())) {
            say("warming up");
            Round.of(subject, WARM_UP, _ -> Events.lease(0, 0));
            var atOnce = rounds(subject, LEASES);
            aws.delays(StubAws.Delays.USUAL);
            Round.of(subject, DELAYED_WARM_UP, _ -> Events.lease(0, 0));
            var delayed = rounds(subject, DELAYED_LEASES);
            found.with("usualDelays", json(delayed)).with("noDelays", json(atOnce));
            report.table("issue", times(atOnce, delayed));
        }
        counts(report, found);
        scale(report, found);
        report.write("issue", found.build());
    }

    private List<Round> rounds(Subject subject, int leases) throws IOException {
        var rounds = new ArrayList<Round>();
        for (int i = 0; i < ROUNDS; i++) {
            var round = Round.of(subject, leases, _ -> Events.lease(0, 0));
            rounds.add(round);
            say("own code " + inMillis(ownCode(List.of(round))) + ", with the SDK " + inMillis(withSdk(List.of(round)))
                    + ", " + Math.round(round.leasesPerSecond()) + " leases a second");
        }
        return rounds;
    }

    private static Percentiles ownCode(List<Round> rounds) {
        return Round.of(rounds, timed -> timed.outsideSdk().own());
    }

    private static Percentiles withSdk(List<Round> rounds) {
        return Round.of(rounds, timed -> timed.outsideAws().own());
    }

    private static double perSecond(List<Round> rounds) {
        return rounds.stream().mapToDouble(Round::leasesPerSecond).sorted().toArray()[rounds.size() / 2];
    }

    private static long allocated(List<Round> rounds) {
        return rounds.stream().mapToLong(Round::allocatedPerLease).sorted().toArray()[rounds.size() / 2];
    }

    private static List<List<String>> times(List<Round> atOnce, List<Round> delayed) {
        return List.of(
                List.of("", "p50", "p90", "p99", "max"),
                row("AWS usual: Valet's code", ownCode(delayed)),
                row("AWS usual: Valet's code, SDK and HTTP client", withSdk(delayed)),
                row("AWS at once: Valet's code", ownCode(atOnce)),
                row("AWS at once: Valet's code, SDK and HTTP client", withSdk(atOnce)),
                List.of("leases a second on one core, AWS at once", Long.toString(Math.round(perSecond(atOnce))), "", "", ""),
                List.of("allocated for a lease", allocated(atOnce) / 1024 + " KiB", "", "", ""));
    }

    private static List<String> row(String name, Percentiles times) {
        return List.of(
                name, millis(times.at(50)), millis(times.at(90)), millis(times.at(99)), millis(times.at(100)));
    }

    private static Json json(List<Round> rounds) {
        return Json.object()
                .with("ownCodeMillis", ownCode(rounds).json())
                .with("withSdkMillis", withSdk(rounds).json())
                .with("wallMillis", Round.of(rounds, Issuing.Timed::wall).json())
                .with("leasesPerSecond", fraction(perSecond(rounds)))
                .with("allocatedBytesPerLease", allocated(rounds))
                .with("rounds", new Json.Arr(rounds.stream().map(IssueBench::round).toList()))
                .build();
    }

    private static Json round(Round round) {
        return Json.object()
                .with("ownCodeMillis", ownCode(List.of(round)).json())
                .with("withSdkMillis", withSdk(List.of(round)).json())
                .with("leasesPerSecond", fraction(round.leasesPerSecond()))
                .build();
    }

    /** Each kind of lease once more, under delays that make what came after what plain. */
    private void counts(Report report, dev.valet.ObjectBuilder found) throws IOException {
        var warm = counted(false, Duration.ZERO);
        var limited = counted(true, Duration.ZERO);
        var expired = counted(false, Duration.ofSeconds(61));
        report.table(
                "calls",
                List.of(
                        List.of("lease", "in sequence", "calls", "which"),
                        warm.row("warm, grant without limits"),
                        limited.row("warm, grant with limits"),
                        expired.row("every cache expired")));
        found.with(
                "calls",
                Json.object()
                        .with("warm", warm.json())
                        .with("limited", limited.json())
                        .with("cachesExpired", expired.json())
                        .build());
    }

    private static Counted counted(boolean limited, Duration pause) throws IOException {
        var clock = new SteppingClock();
        var aws = new StubAws(new CannedAws(World.of(1, 1, limited)));
        aws.delays(StubAws.Delays.USUAL);
        try (var subject = Subject.of(aws, clock)) {
            subject.issuing().one(Events.lease(0, 0));
            clock.step(pause);
            return Counted.of(subject.issuing().one(Events.lease(0, 0)));
        }
    }

    /** Caches empty each time, so that every row is looked for: among a thousand grants, and among a million. */
    private void scale(Report report, dev.valet.ObjectBuilder found) throws IOException {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("grants", "calls a lease", "Valet's code p50", "with SDK p50", "p99", "allocated"));
        var results = new ArrayList<Json>();
        for (int agents : new int[] {10, 10_000}) {
            var clock = new SteppingClock();
            var random = new Random(SEED);
            try (var subject = Subject.of(new StubAws(new CannedAws(World.of(agents, GRANTS_EACH, false))), clock)) {
                Round.of(subject, SCALE_LEASES, _ -> next(clock, random, agents));
                var round = Round.of(subject, SCALE_LEASES, _ -> next(clock, random, agents));
                long calls = round.leases().stream().mapToLong(timed -> timed.calls().size()).sum();
                var each = fraction(calls / (double) SCALE_LEASES);
                var all = withSdk(List.of(round));
                rows.add(List.of(
                        Integer.toString(agents * GRANTS_EACH),
                        each.text(),
                        millis(ownCode(List.of(round)).at(50)),
                        millis(all.at(50)),
                        millis(all.at(99)),
                        round.allocatedPerLease() / 1024 + " KiB"));
                results.add(Json.object()
                        .with("grants", agents * GRANTS_EACH)
                        .with("callsPerLease", each)
                        .with("ownCodeMillis", ownCode(List.of(round)).json())
                        .with("withSdkMillis", all.json())
                        .with("allocatedBytesPerLease", round.allocatedPerLease())
                        .build());
                say(agents * GRANTS_EACH + " grants: " + inMillis(all));
            }
        }
        report.table("scale", rows);
        found.with("scale", new Json.Arr(results));
    }

    private static String next(SteppingClock clock, Random random, int agents) {
        clock.step(Duration.ofSeconds(61));
        return Events.lease(random.nextInt(agents), random.nextInt(GRANTS_EACH));
    }

    private static String inMillis(Percentiles times) {
        return "p50 " + millis(times.at(50)) + " p99 " + millis(times.at(99));
    }

    private static String millis(long nanos) {
        return Percentiles.millis(nanos) + " ms";
    }

    private static Json fraction(double value) {
        return new Json.Fraction(BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_UP));
    }

    private void say(String line) {
        out.println(line);
    }
}
