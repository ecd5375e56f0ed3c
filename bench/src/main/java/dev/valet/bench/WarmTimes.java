package dev.valet.bench;

import dev.valet.Json;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How long one lease takes warm, with AWS as slow as usual and with AWS answering at once. */
record WarmTimes(List<Round> usual, List<Round> atOnce) {
    private static final int WARM_UP = 15_000;
    private static final int ROUNDS = 5;
    private static final int LEASES = 3_000;
    private static final int SLOW_WARM_UP = 50;
    private static final int SLOW_LEASES = 200;

    static WarmTimes measure(Progress progress) throws IOException {
        var aws = new StubAws(new CannedAws(World.of(1, 1, false)));
        try (var subject = Subject.of(aws, Clock.systemUTC())) {
            progress.say("warming up");
            Round.of(subject, WARM_UP, _ -> Events.lease(0, 0));
            var atOnce = rounds(subject, LEASES, progress);
            aws.delay(StubAws.Delay.USUAL);
            Round.of(subject, SLOW_WARM_UP, _ -> Events.lease(0, 0));
            return new WarmTimes(rounds(subject, SLOW_LEASES, progress), atOnce);
        }
    }

    private static List<Round> rounds(Subject subject, int leases, Progress progress) throws IOException {
        var rounds = new ArrayList<Round>();
        for (int i = 0; i < ROUNDS; i++) {
            var round = Round.of(subject, leases, _ -> Events.lease(0, 0));
            rounds.add(round);
            var own = round.times(Issuing.Timed::ownCode);
            var all = round.times(Issuing.Timed::withSdk);
            progress.say("Valet's code p50 " + own.text(50) + ", p99 " + own.text(99) + "; with the SDK p50 "
                    + all.text(50) + ", p99 " + all.text(99));
        }
        return rounds;
    }

    List<List<String>> table() {
        var slow = Round.sum(usual);
        var quick = Round.sum(atOnce);
        return List.of(
                line("one lease, warm", Percentiles.HEADS),
                line(
                        "Valet's code, AWS as usual",
                        slow.times(Issuing.Timed::ownCode).texts()),
                line(
                        "with SDK and HTTP client, AWS as usual",
                        slow.times(Issuing.Timed::withSdk).texts()),
                line(
                        "Valet's code, AWS at once",
                        quick.times(Issuing.Timed::ownCode).texts()),
                line(
                        "with SDK and HTTP client, AWS at once",
                        quick.times(Issuing.Timed::withSdk).texts()),
                line("leases a second on one core, AWS at once", only(Math.round(quick.leasesPerSecond()) + "")),
                line("allocated", only(quick.kibibytesPerLease() + " KiB")));
    }

    private static List<String> line(String name, List<String> cells) {
        return Stream.concat(Stream.of(name), cells.stream()).toList();
    }

    private static List<String> only(String cell) {
        return List.of(cell, "", "", "");
    }

    Json json() {
        return Json.object()
                .with("usual", json(usual))
                .with("atOnce", json(atOnce))
                .build();
    }

    private static Json json(List<Round> rounds) {
        return Json.object()
                .with("all", json(Round.sum(rounds)))
                .with(
                        "rounds",
                        new Json.Arr(rounds.stream().map(WarmTimes::json).toList()))
                .build();
    }

    private static Json json(Round round) {
        return Json.object()
                .with("ownCodeMillis", round.times(Issuing.Timed::ownCode).json())
                .with("withSdkMillis", round.times(Issuing.Timed::withSdk).json())
                .with("wallMillis", round.times(Issuing.Timed::wall).json())
                .with("leasesPerSecond", Math.round(round.leasesPerSecond()))
                .with("kibibytesPerLease", round.kibibytesPerLease())
                .build();
    }
}
