package dev.valet.bench;

import dev.valet.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The warm issue path, bytes in and bytes out, against a stub of AWS. docs/performance.md has the method beside the numbers.
 */
final class IssueBench {
    private static final int WARM_UP = 20_000;
    private static final int ROUNDS = 5;
    private static final int LEASES = 3_000;
    private static final int DELAYED_LEASES = 200;

    private static final PrintStream SAID = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    private IssueBench() {}

    /** @param args the folder for results, and the page with the tables */
    public static void main(String[] args) throws IOException {
        // The function writes a line of log for each lease. Writing it is Valet's work, keeping it is not.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        var report = new Report(Path.of(args[0]), Path.of(args[1]));
        var machine =
                Machine.describe(ManagementFactory.getRuntimeMXBean().getInputArguments());
        try (var subject = Subject.overLoopback(World.of(1, 1, false), Clock.systemUTC())) {
            var event = Events.lease(0, 0);
            say("warming up");
            Round.of(subject.issuing(), WARM_UP, _ -> event);
            var bare = rounds(subject, LEASES, _ -> event);
            subject.aws().delays(StubAws.Delays.USUAL);
            var delayed = rounds(subject, DELAYED_LEASES, _ -> event);
            report.write(
                    "issue",
                    Json.object()
                            .with("machine", machine)
                            .with("noDelay", json(bare))
                            .with("usualDelay", json(delayed))
                            .build());
        }
    }

    private static List<Round> rounds(Subject subject, int leases, IntFunction<String> event) throws IOException {
        var rounds = new ArrayList<Round>();
        for (int i = 0; i < ROUNDS; i++) {
            var round = Round.of(subject.issuing(), leases, event);
            rounds.add(round);
            say("p50 " + Percentiles.millis(round.own().at(50)) + " ms, p99 "
                    + Percentiles.millis(round.own().at(99)) + " ms of own work; "
                    + Math.round(leases / round.seconds()) + " leases a second; "
                    + round.allocated() / leases + " bytes a lease");
        }
        return rounds;
    }

    private static Json json(List<Round> rounds) {
        return Json.object()
                .with("own", Round.own(rounds).json())
                .with(
                        "rounds",
                        new Json.Arr(
                                rounds.stream().map(round -> round.own().json()).toList()))
                .build();
    }

    private static void say(String line) {
        SAID.println(line);
    }
}
